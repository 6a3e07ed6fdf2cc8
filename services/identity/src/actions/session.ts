import { idle, stay } from '@wangting/contracts/identity/security';
import { logout, me, revoke, token } from '@wangting/contracts/identity/session';
import { isoOf, realNow } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { signCaller, TOKEN_SECONDS } from '@wangting/kit/token';
import { grantId, GrantModel } from '../models/grant.ts';
import type { Session } from '../models/session.ts';
import { callerOf, endOf, endSessions, findSession, keepAwake, meOf, sessionOf } from '../sessions.ts';
import { endStanding } from '../withdraw.ts';

export const meAction = implement(me, async ({ caller, ctx }) => meOf(ctx.broker, await sessionOf(caller)));
const leftOf = (row: Pick<Session, 'createdAt' | 'seenAt'>) => {
  const ends = endOf(row);
  return {
    idleEndsAt: isoOf(ends),
    expiresAt: isoOf(row.createdAt + 12 * 3_600_000),
    secondsLeft: Math.max(0, Math.trunc((ends - realNow()) / 1000)),
  };
};
export const idleAction = implement(idle, async ({ caller }) => leftOf(await sessionOf(caller)));
export const stayAction = implement(stay, async ({ caller }) => leftOf(await keepAwake(await sessionOf(caller))));
export const logoutAction = implement(logout, async ({ caller, ctx }) => {
  if (caller.session) await endSessions(ctx.broker, { _id: caller.session }, 'logout');
  return { ok: true as const };
});
export const tokenAction = implement(token, async ({ input, ctx }) => {
  const row = await findSession(ctx.broker, input.session, input.awake);
  return {
    token: await signCaller('identity', await callerOf(ctx.broker, row)),
    csrf: row.csrf,
    expiresAt: isoOf(realNow() + TOKEN_SECONDS * 1000),
  };
});
/**
 * units took somebody off. It may come late: whoever was added again meanwhile has a grant of a later revision, and keeps it with all that stands
 * on it. Without any grant the rest is still done: a process may have stopped half-way.
 */
export const revokeAction = implement(revoke, async ({ input: { unitId, idHash, hat, rev }, ctx }) => {
  const _id = grantId(unitId, idHash, hat);
  await GrantModel.deleteOne({ _id, rev: { $lt: rev } });
  if (!(await GrantModel.exists({ _id }))) await endStanding(ctx.broker, { unitId, idHash, hat });
  return { ok: true as const };
});
