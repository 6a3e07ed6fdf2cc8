import type { ServiceBroker } from 'moleculer';
import { logout, me, passwordLogin, revoke, token } from '@wangting/contracts/identity/session';
import { isoOf, realNow } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { signCaller, TOKEN_SECONDS } from '@wangting/kit/token';
import { AccountModel, type Account } from '../models/account.ts';
import { GrantModel, UnitCopyModel } from '../models/grant.ts';
import { checkPassword } from '../secrets.ts';
import { callerOf, endSessions, findSession, meOf, openSession, sessionOf } from '../sessions.ts';

const LOCK_MS = 30 * 60_000;
const MAX_FAILURES = 5;

export const passwordAction = (broker: () => ServiceBroker) => implement(passwordLogin, async ({ input }) => {
  const _id = `${input.kind}:${input.kind === 'unit' ? input.account.toUpperCase() : input.account}`;
  const account = await AccountModel.findById(_id).lean<Account>();
  if (account && account.lockedUntil > realNow()) throw new HallError('LOGIN_LOCKED', { minutes: Math.ceil((account.lockedUntil - realNow()) / 60_000) });
  if (!(await checkPassword(account?.passwordHash, input.password)) || !account) {
    if (account) await countFailure(_id);
    throw new HallError('LOGIN_FAILED');
  }
  await AccountModel.updateOne({ _id }, { $set: { failures: 0, lockedUntil: 0 } });
  const { personId, name, unitId, idHash, roles, areas } = account;
  const unit = unitId ? await UnitCopyModel.findById(unitId).lean() : null;
  // Once the unit has its number, its 法人 works as 法人; before, the account can only do item 1.
  const hat = input.kind === 'staff' ? null : unit?.facts.unitNo ? ('legal' as const) : ('register' as const);
  return openSession(broker(), { personId, kind: input.kind === 'staff' ? 'staff' : 'person', name, hat, unitId, idHash, roles, areas });
});
/** Five wrong passwords in a row lock for half an hour of real time. Counted by the database, so parallel guesses all count. */
async function countFailure(_id: string): Promise<void> {
  const now = await AccountModel.findOneAndUpdate({ _id }, { $inc: { failures: 1 } }, { returnDocument: 'after' }).lean<Account>();
  if (now && now.failures >= MAX_FAILURES) await AccountModel.updateOne({ _id }, { $set: { failures: 0, lockedUntil: realNow() + LOCK_MS } });
}

export const meAction = implement(me, async ({ caller }) => meOf(await sessionOf(caller)));
export const logoutAction = (broker: () => ServiceBroker) => implement(logout, async ({ caller }) => {
  if (caller.session) await endSessions(broker(), { _id: caller.session });
  return { ok: true as const };
});
export const tokenAction = implement(token, async ({ input }) => {
  const row = await findSession(input.session);
  return { token: await signCaller('identity', await callerOf(row)), csrf: row.csrf, expiresAt: isoOf(realNow() + TOKEN_SECONDS * 1000) };
});
export const revokeAction = (broker: () => ServiceBroker) => implement(revoke, async ({ input }) => {
  await GrantModel.deleteMany({ unitId: input.unitId, idHash: input.idHash, hat: 'contact' });
  await endSessions(broker(), { unitId: input.unitId, idHash: input.idHash, hat: 'contact' });
  return { ok: true as const };
});
