import type { ServiceBroker } from 'moleculer';
import {
  changePhone,
  endOthers,
  logins,
  phoneCode,
  phoneNotices,
  phoneState,
  SECURITY_MESSAGES,
  totpConfirm,
  totpEnrol,
  totpRemove,
  totpState,
} from '@wangting/contracts/identity/security';
import { startChallenge } from '@wangting/contracts/identity/challenge';
import { maskPhone } from '@wangting/contracts/standards/masking';
import { checkMobile } from '@wangting/contracts/standards/phone';
import type { Caller } from '@wangting/contracts/caller';
import { isoOf, realNow } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { seal, unseal } from '@wangting/kit/sealed';
import { accountOf, confirmPassword } from '../accounts.ts';
import { takeAttempt, forget } from '../attempts.ts';
import { CODE_SECONDS, codeFits, sendCodeTo, useUp } from '../codes.ts';
import type { Account } from '../models/account.ts';
import { LoginModel, ProfileModel, type LoginRow, type Profile } from '../models/security.ts';
import { SessionModel } from '../models/session.ts';
import { phoneOf } from '../phones.ts';
import { newChallenge } from '../proof.ts';
import { endSessions, sessionOf, tellPerson } from '../sessions.ts';
import { insistOnSms } from '../sms.ts';
import { confirmTotp, enrolTotp, removeTotp, secondFactorFits } from '../totp.ts';

const DAYS_90 = 90 * 86_400_000;

const loginsAction = implement(logins, async ({ input: { page, size }, caller }) => {
  const mine = { personId: caller.id };
  const [rows, total, lately, live] = await Promise.all([
    LoginModel.find(mine)
      .sort({ at: -1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<LoginRow[]>(),
    LoginModel.countDocuments(mine),
    LoginModel.find({ ...mine, at: { $gte: isoOf(realNow() - DAYS_90) } })
      .sort({ at: -1 })
      .limit(200)
      .lean<LoginRow[]>(),
    SessionModel.find(mine).select({ _id: 1 }).lean(),
  ]);
  const alive = new Set(live.map(({ _id }) => _id));
  const devices = [
    ...Map.groupBy(
      lately.filter(({ result }) => result === 'ok'),
      ({ browser, address }) => `${browser} ${address}`,
    ).values(),
  ].map((same) => ({
    browser: same[0]?.browser ?? '',
    address: same[0]?.address ?? '',
    lastAt: same[0]?.at ?? '',
    live: same.some(({ session }) => session !== null && alive.has(session)),
    current: same.some(({ session }) => session === caller.session),
  }));
  return {
    page,
    size,
    total,
    devices,
    rows: rows.map(({ _id, at, way, result, address, browser, session }) => ({
      id: _id,
      at,
      way,
      result,
      address,
      browser,
      current: session !== null && session === caller.session,
    })),
  };
});
const endOthersAction = implement(endOthers, async ({ caller, ctx }) => ({
  ended: await endSessions(ctx.broker, { personId: caller.id, _id: { $ne: (await sessionOf(caller))._id } }, 'others'),
}));
const challengeAction = implement(startChallenge, async () => newChallenge(0));

const knownPhone = async (broker: ServiceBroker, caller: Caller) => phoneOf(broker, await sessionOf(caller));
const phoneStateAction = implement(phoneState, async ({ caller, ctx }) => {
  const [phone, profile] = await Promise.all([knownPhone(ctx.broker, caller), ProfileModel.findById(caller.id).lean<Profile>()]);
  return {
    mobile: phone && maskPhone(phone.mobile),
    source: phone && phone.source,
    boundAt: phone && phone.boundAt,
    notices: profile?.notices ?? true,
  };
});
const mobileOf = (typed: string): string => {
  const mobile = checkMobile(typed);
  if (!mobile.ok) throw new HallError('INPUT_INVALID', { issues: [{ path: 'mobile', message: mobile.message }] });
  return mobile.normalised;
};
const phoneCodeAction = implement(phoneCode, async ({ input, caller, ctx }) => {
  insistOnSms();
  if (input.to === 'old') {
    const phone = await knownPhone(ctx.broker, caller);
    if (!phone) throw refuse('尚未绑定手机');
    await sendCodeTo('phone-old', phone.mobile, caller.id);
  } else await sendCodeTo('phone-new', mobileOf(input.mobile), caller.id);
  return { sent: true as const, seconds: CODE_SECONDS };
});
/** Whoever holds only the session binds no phone: he needs the old phone, or where none is known, the password. */
const changePhoneAction = implement(changePhone, async ({ input, caller, ctx }) => {
  const session = await sessionOf(caller);
  const mobile = mobileOf(input.mobile);
  const profile = await ProfileModel.findById(caller.id).lean<Profile>();
  const done = { message: SECURITY_MESSAGES.phoneChanged, mobile: maskPhone(mobile) };
  if (profile?.requestKey === input.requestKey && profile.mobile && unseal(profile.mobile) === mobile) return done;
  const old = await phoneOf(ctx.broker, session);
  if (old?.source === 'bound' && old.mobile === mobile) throw refuse(SECURITY_MESSAGES.samePhone, 'mobile');
  const account = await accountOf(session);
  if (!old && account) {
    if (!input.password) throw refuse(SECURITY_MESSAGES.password, 'password');
    await confirmPassword(account, input.password, SECURITY_MESSAGES.wrongPassword, 'password');
  }
  if (old && !input.oldCode) throw refuse(SECURITY_MESSAGES.oldPhone, 'oldCode');
  if (old && !(await codeFits('phone-old', `${caller.id}:${old.mobile}`, input.oldCode ?? '')))
    throw refuse(SECURITY_MESSAGES.phoneCode, 'oldCode');
  if (!(await codeFits('phone-new', `${caller.id}:${mobile}`, input.code))) throw refuse(SECURITY_MESSAGES.phoneCode, 'code');
  // Of two changes with one code, one changes.
  if (!(await useUp('phone-new', `${caller.id}:${mobile}`))) throw refuse(SECURITY_MESSAGES.phoneCode, 'code');
  if (old) await useUp('phone-old', `${caller.id}:${old.mobile}`);
  await saveProfile(caller.id, { mobile: seal(mobile), boundAt: isoOf(realNow()), requestKey: input.requestKey });
  await tellPerson(ctx.broker, caller.id, {
    title: '绑定手机已修改',
    text: '您的绑定手机已修改。如非本人操作，请立即修改密码并联系经办机构。',
  });
  return done;
});
async function saveProfile(personId: string, change: Partial<Profile>): Promise<void> {
  const save = () => ProfileModel.updateOne({ _id: personId }, { $set: change }, { upsert: true });
  await save().catch((error: unknown) => (isDuplicateKey(error) ? save() : Promise.reject(error)));
}
const phoneNoticesAction = implement(phoneNotices, async ({ input, caller }) => {
  await saveProfile(caller.id, { notices: input.on });
  return { on: input.on };
});

async function ownAccount(caller: Caller): Promise<Account> {
  const account = caller.kind === 'staff' ? await accountOf(await sessionOf(caller)) : null;
  if (!account) throw new HallError('NOT_ALLOWED');
  return account;
}
const totpStateAction = implement(totpState, async ({ caller }) => {
  const { totp } = await ownAccount(caller);
  return { enrolled: Boolean(totp?.since), since: totp?.since ?? null, recoveryLeft: totp?.since ? totp.recovery.length : 0 };
});
const totpEnrolAction = implement(totpEnrol, async ({ input, caller }) => {
  const account = await ownAccount(caller);
  await confirmPassword(account, input.password, SECURITY_MESSAGES.wrongPassword, 'password');
  return enrolTotp(account);
});
const totpConfirmAction = implement(totpConfirm, async ({ input, caller, ctx }) => {
  const recovery = await confirmTotp(await ownAccount(caller), input.code);
  await tellPerson(ctx.broker, caller.id, { title: '动态口令已启用', text: '此后登录时除密码外还需要动态口令。' });
  return { message: SECURITY_MESSAGES.totpOn, recovery };
});
const totpRemoveAction = implement(totpRemove, async ({ input, caller, ctx }) => {
  const account = await ownAccount(caller);
  await confirmPassword(account, input.password, SECURITY_MESSAGES.wrongPassword, 'password');
  const guess = `totp:${account._id}`;
  await takeAttempt(guess);
  if (!(await secondFactorFits(account, input.code))) throw refuse(SECURITY_MESSAGES.totpWrong, 'code');
  await forget(guess);
  await removeTotp(account);
  await tellPerson(ctx.broker, caller.id, { title: '动态口令已停用', text: '此后登录只需要密码。如非本人操作，请立即修改密码。' });
  return { message: SECURITY_MESSAGES.totpOff };
});

export const securityActions = [
  loginsAction,
  endOthersAction,
  challengeAction,
  phoneStateAction,
  phoneCodeAction,
  changePhoneAction,
  phoneNoticesAction,
  totpStateAction,
  totpEnrolAction,
  totpConfirmAction,
  totpRemoveAction,
] as unknown as Implemented[];
