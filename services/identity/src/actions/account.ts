import type { ServiceBroker } from 'moleculer';
import {
  forgotPassword,
  changePassword,
  passwordState,
  resetPassword,
  PASSWORD_MESSAGES,
  PASSWORD_WORDS,
} from '@wangting/contracts/identity/password';
import { dayOf, isoOf } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { logger } from '@wangting/kit/log';
import { accountId, accountOf, confirmPassword, mustChange, passwordAtOf, passwordEnds, setPassword } from '../accounts.ts';
import { addressFailed, addressSuspicious, forget } from '../attempts.ts';
import { CODE_SECONDS, codeFits, codeText, newCode, useUp } from '../codes.ts';
import { refusedSecurity } from '../login-history.ts';
import { AccountModel, type Account } from '../models/account.ts';
import { SessionModel } from '../models/session.ts';
import { phoneOf } from '../phones.ts';
import { insistOnProof } from '../proof.ts';
import { checkPassword, passwordProblem, usedBefore } from '../secrets.ts';
import { endSessions, rightsChanged, sessionOf, tellPerson } from '../sessions.ts';
import { insistOnSms, sendSms } from '../sms.ts';

const log = logger('identity');

export const passwordStateAction = implement(passwordState, async ({ caller }) => {
  const session = await sessionOf(caller);
  const account = await accountOf(session);
  return {
    has: account !== null,
    changedAt: account ? passwordAtOf(account) : null,
    expiresOn: account ? dayOf(isoOf(passwordEnds(account))) : null,
    must: account !== null && (session.must === 'password' || mustChange(account)),
    rules: [...PASSWORD_WORDS],
  };
});

/** 修改密码: the old one is asked for, and guesses at it count; the other sessions of the identity end. */
export const changePasswordAction = implement(changePassword, async ({ input, caller, ctx }) => {
  const session = await sessionOf(caller);
  const account = await accountOf(session);
  if (!account) throw refuse(PASSWORD_MESSAGES.none);
  const { requestKey, current, next } = input;
  if (!(await setBefore(account, requestKey, next))) {
    const weak = passwordProblem(next);
    if (weak) throw refuse(weak, 'next');
    await confirmPassword(account, current, PASSWORD_MESSAGES.wrong, 'current');
    if (await usedBefore(next, [account.passwordHash, ...(account.history ?? [])])) throw refuse(PASSWORD_MESSAGES.used, 'next');
    if (!(await setPassword(account, next, requestKey))) {
      const now = await AccountModel.findById(account._id).lean<Account>();
      if (!now || !(await setBefore(now, requestKey, next))) throw new HallError('STATE_CHANGED');
    }
  }
  await SessionModel.updateOne({ _id: session._id }, { $set: { must: null } });
  await rightsChanged(ctx.broker, { _id: session._id });
  await endSessions(ctx.broker, { personId: session.personId, _id: { $ne: session._id } }, 'password');
  return { message: PASSWORD_MESSAGES.changed };
});
/** This very request was carried out already, sent twice. */
const setBefore = async (account: Account, requestKey: string, next: string): Promise<boolean> =>
  account.changeKey === requestKey && checkPassword(account.passwordHash, next);

/** The same rows are written and the same answer given for every account; the message goes out, or does not, after the answer. */
export const forgotAction = implement(forgotPassword, async ({ input, ctx }) => {
  insistOnSms();
  const { address } = ctx.meta;
  if (await addressSuspicious(address)) await insistOnProof(input.proof, 0);
  await addressFailed(address);
  const _id = accountId(input.kind, input.account);
  const code = await newCode('reset', _id);
  void sendReset(ctx.broker, _id, code).catch((error: unknown) => log.warn({ err: error }, 'a code for a forgotten password was not sent'));
  return { message: PASSWORD_MESSAGES.sent, seconds: CODE_SECONDS };
});
async function sendReset(broker: ServiceBroker, _id: string, code: string): Promise<void> {
  const account = await AccountModel.findById(_id).lean<Account>();
  const phone = account && !account.disabled ? await phoneOf(broker, account) : null;
  if (phone) await sendSms(phone.mobile, codeText(code));
}
/** A wrong code and an account nobody has are refused alike. The second factor, if there is one, stays. */
export const resetAction = implement(resetPassword, async ({ input, ctx }) => {
  const weak = passwordProblem(input.next);
  if (weak) throw refuse(weak, 'next');
  const _id = accountId(input.kind, input.account);
  const fits = await codeFits('reset', _id, input.code);
  const account = fits ? await AccountModel.findById(_id).lean<Account>() : null;
  if (!account) {
    await addressFailed(ctx.meta.address);
    refusedSecurity(ctx.broker, 'password reset (code)', ctx.meta);
    throw refuse(PASSWORD_MESSAGES.code, 'code');
  }
  if (await usedBefore(input.next, [account.passwordHash, ...(account.history ?? [])])) throw refuse(PASSWORD_MESSAGES.used, 'next');
  // Of two resets with one code, one resets.
  if (!(await useUp('reset', _id)) || !(await setPassword(account, input.next, ''))) throw refuse(PASSWORD_MESSAGES.code, 'code');
  await Promise.all([forget(_id), forget(`confirm:${_id}`)]);
  await endSessions(ctx.broker, { personId: account.personId }, 'password');
  await tellPerson(ctx.broker, account.personId, {
    title: '登录密码已重置',
    text: '您的登录密码已通过短信验证码重置。如非本人操作，请立即联系经办机构。',
  });
  return { message: PASSWORD_MESSAGES.reset };
});
