import type { ServiceBroker } from 'moleculer';
import { logout, me, passwordLogin, revoke, token } from '@wangting/contracts/identity/session';
import { isoOf, realNow } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { signCaller, TOKEN_SECONDS } from '@wangting/kit/token';
import { AccountModel, type Account } from '../models/account.ts';
import { grantId, GrantModel, UnitCopyModel } from '../models/grant.ts';
import { checkPassword } from '../secrets.ts';
import { callerOf, endSessions, findSession, meOf, openSession, sessionOf } from '../sessions.ts';

const LOCK_MS = 30 * 60_000;
const MAX_FAILURES = 5;

export const passwordAction = (broker: () => ServiceBroker) =>
  implement(passwordLogin, async ({ input }) => {
    const _id = `${input.kind}:${input.kind === 'unit' ? input.account.toUpperCase() : input.account}`;
    const account = await takeAttempt(_id);
    if (!(await checkPassword(account?.passwordHash, input.password)) || !account) {
      if (account && account.failures >= MAX_FAILURES) await lock(_id);
      throw new HallError('LOGIN_FAILED');
    }
    await AccountModel.updateOne({ _id }, { $set: { failures: 0, lockedUntil: 0 } });
    const { personId, name, unitId, idHash, roles, areas } = account;
    const hat = input.kind === 'staff' ? null : await hatOf(account);
    return openSession(broker(), { personId, kind: input.kind === 'staff' ? 'staff' : 'person', name, hat, unitId, idHash, roles, areas });
  });
/** The unit has its number and its 法人 has shown his card: he works as 法人. Before, the account can only do item 1. Another 法人 since: nothing. */
async function hatOf({ unitId, idHash, verified }: Account): Promise<'legal' | 'register'> {
  const unit = unitId ? await UnitCopyModel.findById(unitId).lean() : null;
  if (!unit?.facts.unitNo) return 'register';
  if (!idHash || !(await GrantModel.exists({ _id: grantId(unit._id, idHash, 'legal') }))) throw new HallError('NOT_ALLOWED');
  return verified ? 'legal' : 'register';
}
/**
 * Five wrong passwords in a row lock for half an hour of real time. The attempt is taken before the password is looked at, by the database,
 * so of a hundred guesses sent at once five are looked at.
 */
async function takeAttempt(_id: string): Promise<Account | null> {
  const now = realNow();
  const account = await AccountModel.findOneAndUpdate(
    { _id, lockedUntil: { $lte: now } },
    { $inc: { failures: 1 } },
    { returnDocument: 'after' },
  ).lean<Account>();
  if (account && account.failures <= MAX_FAILURES) return account;
  if (account) await lock(_id);
  const locked = await AccountModel.findById(_id).select({ lockedUntil: 1 }).lean();
  if (!locked) return null;
  throw new HallError('LOGIN_LOCKED', { minutes: Math.max(1, Math.ceil((locked.lockedUntil - now) / 60_000)) });
}
const lock = (_id: string) =>
  AccountModel.updateOne({ _id, lockedUntil: { $lte: realNow() } }, { $set: { failures: 0, lockedUntil: realNow() + LOCK_MS } });

export const meAction = implement(me, async ({ caller }) => meOf(await sessionOf(caller)));
export const logoutAction = (broker: () => ServiceBroker) =>
  implement(logout, async ({ caller }) => {
    if (caller.session) await endSessions(broker(), { _id: caller.session });
    return { ok: true as const };
  });
export const tokenAction = implement(token, async ({ input }) => {
  const row = await findSession(input.session, input.awake);
  return { token: await signCaller('identity', await callerOf(row)), csrf: row.csrf, expiresAt: isoOf(realNow() + TOKEN_SECONDS * 1000) };
});
export const revokeAction = (broker: () => ServiceBroker) =>
  implement(revoke, async ({ input }) => {
    await GrantModel.deleteMany({ unitId: input.unitId, idHash: input.idHash, hat: 'contact' });
    await endSessions(broker(), { unitId: input.unitId, idHash: input.idHash, hat: 'contact' });
    return { ok: true as const };
  });
