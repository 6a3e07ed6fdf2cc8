import { createPublicKey } from 'node:crypto';
import type { ServiceBroker } from 'moleculer';
import type { z } from 'zod';
import { EXCHANGE, EXCHANGE_DOORS, exchangeScope } from '@wangting/contracts/exchange';
import {
  admit,
  DEPARTMENT_MESSAGES,
  departments,
  saveDepartment,
  type DepartmentRow as Shown,
} from '@wangting/contracts/identity/exchange';
import { looked } from '@wangting/kit/audit';
import { nowIso, realNow } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { signedBy } from '@wangting/kit/exchange';
import { implement, type Implemented } from '@wangting/kit/implement';
import { signCaller } from '@wangting/kit/token';
import { DepartmentModel, UsedNonceModel, type DepartmentRow } from '../models/department.ts';

const shown = ({ _id, requestKey: _, ...row }: DepartmentRow): z.infer<typeof Shown> => ({ code: _id, ...row });
const told = (broker: ServiceBroker, who: string, whose: string, what: string): void =>
  looked(broker, 'identity', { who, kind: 'department', whose, fields: [], what });

const listAction = implement(departments, async () => ({
  departments: (await DepartmentModel.find({}).sort({ _id: 1 }).limit(500).lean<DepartmentRow[]>()).map(shown),
  doors: EXCHANGE_DOORS.map(({ id, title }) => ({ id, title })),
}));

/** Only Ed25519, and only the public half: a private key that was pasted by mistake is refused and not stored. */
function insistOnKey(pem: string): void {
  try {
    if (!pem.includes('PRIVATE') && createPublicKey(pem).asymmetricKeyType === 'ed25519') return;
  } catch {
    // said below
  }
  throw refuse(DEPARTMENT_MESSAGES.key, 'publicKey');
}
const saveAction = implement(saveDepartment, async ({ input, caller, ctx }) => {
  const { code, seenRev, requestKey, name, publicKey, doors, disabled } = input;
  insistOnKey(publicKey);
  const unknown = doors.find((door) => !EXCHANGE_DOORS.some(({ id }) => id === door));
  if (unknown !== undefined) throw new HallError('INPUT_INVALID', { issues: [{ path: 'doors', message: `没有这个接口：${unknown}` }] });
  const values = { name, publicKey, doors, disabled, requestKey, changedBy: caller.id, at: nowIso() };
  if (seenRev === undefined) {
    const row: DepartmentRow = { _id: code, ...values, rev: 1, lastAt: null };
    try {
      await DepartmentModel.create(row);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const before = await DepartmentModel.findById(code).lean<DepartmentRow>();
      if (before?.requestKey === requestKey) return { message: DEPARTMENT_MESSAGES.created, department: shown(before) };
      throw refuse(DEPARTMENT_MESSAGES.exists, 'code');
    }
    told(ctx.broker, caller.id, code, `department added: ${doors.join(',')}`);
    return { message: DEPARTMENT_MESSAGES.created, department: shown(row) };
  }
  const changed = await DepartmentModel.findOneAndUpdate(
    { _id: code, rev: seenRev },
    { $set: { ...values, rev: seenRev + 1 } },
    { returnDocument: 'after' },
  ).lean<DepartmentRow>();
  if (!changed) {
    const now = await DepartmentModel.findById(code).lean<DepartmentRow>();
    if (now?.requestKey !== requestKey) throw new HallError(now ? 'STATE_CHANGED' : 'NOT_FOUND');
    return { message: DEPARTMENT_MESSAGES.saved, department: shown(now) };
  }
  told(ctx.broker, caller.id, code, `department changed: ${doors.join(',')}${disabled ? ' disabled' : ''}`);
  return { message: DEPARTMENT_MESSAGES.saved, department: shown(changed) };
});

const admitAction = implement(admit, async ({ input, ctx }) => {
  const { door, keyId, created, nonce, base, signature } = input;
  const row = await DepartmentModel.findById(keyId).lean<DepartmentRow>();
  // Who is unknown, switched off, or signs with another key reads the same from outside.
  if (!row || row.disabled || !signedBy(row.publicKey, base, signature)) {
    told(ctx.broker, row ? keyId : 'anonymous', row ? keyId : 'exchange', `refused ${door} (signature)`);
    throw new HallError('EXCHANGE_SIGNATURE');
  }
  const now = realNow();
  if (Math.abs(now / 1000 - created) > EXCHANGE.window) throw new HallError('EXCHANGE_STALE');
  if (!row.doors.includes(door)) {
    told(ctx.broker, keyId, keyId, `refused ${door} (not its door)`);
    throw new HallError('NOT_ALLOWED');
  }
  try {
    await UsedNonceModel.create({ _id: `${keyId}:${nonce}`, until: (created + EXCHANGE.window) * 1000 });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    told(ctx.broker, keyId, keyId, `refused ${door} (replayed)`);
    throw new HallError('EXCHANGE_REPLAYED');
  }
  await DepartmentModel.updateOne({ _id: keyId }, { $set: { lastAt: nowIso() } });
  told(ctx.broker, keyId, keyId, `message to ${door}`);
  return { token: await signCaller('identity', { kind: 'department', id: keyId, scopes: [exchangeScope(door)] }), name: row.name };
});
export const departmentActions = [listAction, saveAction, admitAction] as unknown as Implemented[];
