import type { ServiceBroker } from 'moleculer';
import type { z } from 'zod';
import { resetStaff, saveStaff, STAFF_MESSAGES, staffList, type StaffRow } from '@wangting/contracts/identity/staff';
import type { Caller } from '@wangting/contracts/caller';
import { looked } from '@wangting/kit/audit';
import { isoOf, nowIso, realNow } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { forget } from '../attempts.ts';
import { AccountModel, type Account } from '../models/account.ts';
import { hashPassword, oneTimePassword } from '../secrets.ts';
import { endSessions } from '../sessions.ts';

const idOf = (account: string): string => `staff:${account}`;
const rowOf = ({ _id, personId, name, roles, areas, disabled, totp, mustChange, rev }: Account): z.infer<typeof StaffRow> => ({
  account: _id.slice('staff:'.length),
  id: personId,
  name,
  roles: roles as z.infer<typeof StaffRow>['roles'],
  areas,
  disabled: disabled ?? false,
  totp: Boolean(totp?.since),
  mustChange: mustChange ?? false,
  rev: rev ?? 0,
});
/** Nobody gives himself a role, and nobody locks himself out. */
const notSelf = (caller: Caller, account: string, broker: ServiceBroker): void => {
  if (caller.id !== `staff-${account}`) return;
  told(broker, caller, account, 'refused own account');
  throw refuse(STAFF_MESSAGES.self);
};
const told = (broker: ServiceBroker, caller: Caller, account: string, what: string): void =>
  looked(broker, 'identity', { who: caller.id, kind: caller.kind, whose: `staff-${account}`, fields: ['account'], what: `staff ${what}` });

// Staff accounts lie side by side in the index of _id.
const STAFF = { _id: { $gte: 'staff:', $lt: 'staff;' } };
const listAction = implement(staffList, async ({ input: { page, size } }) => {
  const [rows, total] = await Promise.all([
    AccountModel.find(STAFF)
      .sort({ _id: 1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<Account[]>(),
    AccountModel.countDocuments(STAFF),
  ]);
  return { page, size, total, rows: rows.map(rowOf) };
});

type Save = z.infer<typeof saveStaff.input>;
async function create({ requestKey, account, name, roles, areas, disabled }: Save) {
  const password = oneTimePassword();
  const row: Account = {
    _id: idOf(account),
    kind: 'staff',
    personId: `staff-${account}`,
    name,
    passwordHash: await hashPassword(password),
    unitId: null,
    idHash: null,
    roles,
    areas,
    verified: true,
    disabled,
    passwordAt: isoOf(realNow()),
    mustChange: true,
    history: [],
    rev: 0,
    requestKey,
    at: nowIso(),
  };
  try {
    await AccountModel.create(row);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const other = await AccountModel.findOne({ requestKey }).lean<Account>();
    if (other && other._id !== row._id) throw new HallError('REQUEST_KEY_REUSED');
    throw refuse(STAFF_MESSAGES.exists, 'account');
  }
  return { message: STAFF_MESSAGES.created, staff: rowOf(row), password };
}
const saveAction = implement(saveStaff, async ({ input, caller, ctx }) => {
  const { account, seenRev, name, roles, areas, disabled } = input;
  notSelf(caller, account, ctx.broker);
  if (seenRev === undefined) {
    const created = await create(input);
    told(ctx.broker, caller, account, `create ${roles.join(',')}`);
    return created;
  }
  // Accounts from before there was a rev have none, which reads as 0.
  const changed = await AccountModel.findOneAndUpdate(
    { _id: idOf(account), rev: seenRev === 0 ? { $in: [0, null] } : seenRev },
    { $set: { name, roles, areas, disabled, rev: seenRev + 1 } },
    { returnDocument: 'after' },
  ).lean<Account>();
  if (!changed) throw new HallError((await AccountModel.exists({ _id: idOf(account) })) ? 'STATE_CHANGED' : 'NOT_FOUND');
  told(ctx.broker, caller, account, `change ${roles.join(',')}${disabled ? ' disabled' : ''}`);
  // Roles travel in the session: it ends, and the next login has the new ones.
  await endSessions(ctx.broker, { personId: changed.personId }, 'revoked');
  return { message: STAFF_MESSAGES.saved, staff: rowOf(changed), password: null };
});
const resetAction = implement(resetStaff, async ({ input: { account, what }, caller, ctx }) => {
  notSelf(caller, account, ctx.broker);
  const _id = idOf(account);
  const password = what === 'password' ? oneTimePassword() : null;
  const change = password
    ? { passwordHash: await hashPassword(password), passwordAt: isoOf(realNow()), mustChange: true, changeKey: '' }
    : { totp: null };
  const reset = await AccountModel.findOneAndUpdate({ _id }, { $set: change, $inc: { rev: 1 } }).lean<Account>();
  if (!reset) throw new HallError('NOT_FOUND');
  if (password) await Promise.all([forget(_id), forget(`confirm:${_id}`)]);
  told(ctx.broker, caller, account, `reset ${what}`);
  await endSessions(ctx.broker, { personId: reset.personId }, 'password');
  return { message: STAFF_MESSAGES[what], password };
});
export const staffActions = [listAction, saveAction, resetAction] as unknown as Implemented[];
