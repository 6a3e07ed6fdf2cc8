import { passwordLogin } from '@wangting/contracts/identity/session';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { logger } from '@wangting/kit/log';
import { accountId, mustChange } from '../accounts.ts';
import {
  addressFailed,
  addressSuspicious,
  failuresOf,
  forget,
  FREE_FAILURES,
  giveBack,
  lock,
  MAX_FAILURES,
  takeAttempt,
} from '../attempts.ts';
import { recordLogin, refusedSecurity, type Via } from '../login-history.ts';
import { AccountModel, type Account } from '../models/account.ts';
import { grantId, GrantModel, UnitCopyModel } from '../models/grant.ts';
import { insistOnProof, newChallenge } from '../proof.ts';
import { checkPassword } from '../secrets.ts';
import { openSession } from '../sessions.ts';
import { insistOnSecondFactor } from '../totp.ts';
import type { ServiceBroker } from 'moleculer';

const log = logger('identity');

/**
 * Nothing here tells whether there is such an account: failures, proofs and locks hang on what was typed, the time of a check is spent
 * anyway, and what is written down only for real accounts is written after the answer.
 */
export const passwordAction = implement(passwordLogin, async ({ input, ctx }) => {
  const via: Via = ctx.meta;
  const _id = accountId(input.kind, input.account);
  const before = await failuresOf(_id);
  const proved = before >= FREE_FAILURES || (await addressSuspicious(via.address));
  if (proved) await insistOnProof(input.proof, before - FREE_FAILURES);
  const nth = await takeAttempt(_id);
  if (nth > FREE_FAILURES && !proved) {
    await giveBack(_id); // many guesses at once
    throw new HallError('PROOF_NEEDED', { ...newChallenge(nth - FREE_FAILURES) });
  }
  const found = await AccountModel.findById(_id).lean<Account>();
  const account = found?.disabled ? null : found;
  if (!(await checkPassword(account?.passwordHash, input.password)) || !account) {
    if (nth >= MAX_FAILURES) await lock(_id);
    noteFailure(ctx.broker, account, nth >= MAX_FAILURES ? 'locked' : 'failed', via);
    throw new HallError('LOGIN_FAILED');
  }
  await insistOnSecondFactor(account, input.totp, {
    missing: () => giveBack(_id),
    wrong: async () => {
      if (nth >= MAX_FAILURES) await lock(_id);
      noteFailure(ctx.broker, account, 'totp', via);
    },
  });
  await forget(_id);
  const { personId, name, unitId, idHash, roles, areas } = account;
  const hat = input.kind === 'staff' ? null : await hatOf(account);
  const kind = input.kind === 'staff' ? ('staff' as const) : ('person' as const);
  const must = mustChange(account) ? ('password' as const) : null;
  return openSession(
    ctx.broker,
    { personId, kind, name, hat, unitId, idHash, roles, areas, way: 'password', account: _id, must, proved: null },
    via,
  );
});
function noteFailure(broker: ServiceBroker, account: Account | null, result: 'failed' | 'locked' | 'totp', via: Via): void {
  refusedSecurity(broker, `password login (${result})`, via, account?.personId);
  const written = Promise.all([
    addressFailed(via.address),
    account ? recordLogin({ personId: account.personId, way: 'password', result }, via) : Promise.resolve(),
  ]);
  void written.catch((error: unknown) => log.warn({ err: error }, 'a failed login could not be written down'));
}
/** The unit has its number and its 法人 has shown his card: he works as 法人. Before, the account can only do item 1. Another 法人 since: nothing. */
async function hatOf({ unitId, idHash, verified }: Account): Promise<'legal' | 'register'> {
  const unit = unitId ? await UnitCopyModel.findById(unitId).lean() : null;
  if (!unit?.facts.unitNo) return 'register';
  if (!idHash || !(await GrantModel.exists({ _id: grantId(unit._id, idHash, 'legal') }))) throw new HallError('NOT_ALLOWED');
  return verified ? 'legal' : 'register';
}
