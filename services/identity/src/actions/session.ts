import { idle, stay } from '@wangting/contracts/identity/security';
import { logout, me, revoke, token } from '@wangting/contracts/identity/session';
import { isoOf, realNow } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { signCaller, TOKEN_SECONDS } from '@wangting/kit/token';
import { authorisationId } from '../hats.ts';
import { GrantModel } from '../models/grant.ts';
import { AuthorisationModel } from '../models/mine.ts';
import type { Session } from '../models/session.ts';
import { callerOf, endOf, endSessions, findSession, keepAwake, meOf, sessionOf } from '../sessions.ts';

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
/** units took somebody off: what he was authorised to do goes with him, and his sessions end. */
export const revokeAction = implement(revoke, async ({ input: { unitId, idHash }, ctx }) => {
  await GrantModel.deleteMany({ unitId, idHash, hat: 'contact' });
  await AuthorisationModel.deleteOne({ _id: authorisationId(unitId, idHash) });
  await endSessions(ctx.broker, { unitId, idHash, hat: 'contact' }, 'revoked');
  return { ok: true as const };
});
