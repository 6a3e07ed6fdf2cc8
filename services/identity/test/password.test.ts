import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changePassword, forgotPassword, passwordState, resetPassword } from '@wangting/contracts/identity/password';
import { me, passwordLogin } from '@wangting/contracts/identity/session';
import { isoOf, realNow } from '@wangting/kit/clock';
import { identityHall, mobile, nameOf, solve } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

const login = (kind: 'unit' | 'staff', account: string, password: string) => set.hall.call(passwordLogin, { kind, account, password });
async function inAs(kind: 'unit' | 'staff', account: string, password: string) {
  const { session, me: who } = await login(kind, account, password);
  return { session, who, caller: await set.callerOf(session) };
}
const change = (caller: never, current: string, next: string, requestKey = randomUUID()) =>
  set.hall.call(changePassword, { requestKey, current, next }, caller);
const words = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'done',
    (error: Error) => error.message,
  );

describe('修改密码', () => {
  test('asks for the old one, keeps the rules, and forgets none of the last five', async () => {
    const { form } = await set.registered();
    const { caller } = await inAs('unit', form.creditCode, form.password);
    const as = caller as never;
    expect(await words(change(as, form.password, 'abcdefgh'))).toBe('密码应为 8 至 20 位，并含大写字母、小写字母、数字、符号中的三类');
    expect(await words(change(as, form.password, 'Ab1-Ab1-Ab1-Ab1-Ab1-Ab1'))).toContain('8 至 20 位');
    expect(await words(change(as, 'Wrong-2026', 'Next-2026-1'))).toBe('原密码不正确');
    expect(await words(change(as, form.password, form.password))).toBe('不能使用最近 5 次用过的密码');
    let now = form.password;
    for (let n = 1; n <= 4; n += 1) {
      expect(await words(change(as, now, `Next-2026-${n}`))).toBe('done');
      now = `Next-2026-${n}`;
    }
    expect(await words(change(as, now, form.password))).toBe('不能使用最近 5 次用过的密码');
    expect(await words(change(as, now, 'Next-2026-5'))).toBe('done');
    // Six back it may be used again.
    expect(await words(change(as, 'Next-2026-5', form.password))).toBe('done');
    expect(await nameOf(login('unit', form.creditCode, 'Next-2026-5'))).toBe('LOGIN_FAILED');
    expect(await nameOf(login('unit', form.creditCode, form.password))).toBe('in');
  });
  test('wrong old passwords lock the change, not the login', async () => {
    const { form } = await set.registered();
    const { caller } = await inAs('unit', form.creditCode, form.password);
    for (let n = 0; n < 5; n += 1) expect(await words(change(caller as never, `Wrong-${n}-Aa`, 'Next-2026-1'))).toBe('原密码不正确');
    expect(await nameOf(change(caller as never, form.password, 'Next-2026-1'))).toBe('LOGIN_LOCKED');
    expect(await nameOf(login('unit', form.creditCode, form.password))).toBe('in');
  });
  test('sent five times at once it is one change; two different ones at once, one wins', async () => {
    const { form } = await set.registered();
    const { caller } = await inAs('unit', form.creditCode, form.password);
    const requestKey = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => words(change(caller as never, form.password, 'Next-2026-1', requestKey))),
    );
    expect(new Set(answers)).toEqual(new Set(['done']));
    const { AccountModel } = await import('../src/models/account.ts');
    expect((await AccountModel.findById(`unit:${form.creditCode}`).lean())?.history).toHaveLength(1);
    const race = await Promise.all(['A', 'B', 'C'].map((x) => nameOf(change(caller as never, 'Next-2026-1', `Race-2026-${x}`))));
    expect(race.filter((name) => name === 'in')).toHaveLength(1);
    expect(race.filter((name) => name !== 'in').every((name) => ['STATE_CHANGED', 'RULE_REFUSED'].includes(name))).toBe(true);
  });
  test('is forced at first use and after 90 days: nothing else may be done before', async () => {
    await set.staffAccount('xinren', ['intake']);
    const { AccountModel } = await import('../src/models/account.ts');
    await AccountModel.updateOne({ _id: 'staff:xinren' }, { $set: { mustChange: true } });
    const first = await inAs('staff', 'xinren', 'Staff-2026');
    expect(first.who).toMatchObject({ must: 'password', scopes: [] });
    expect(await set.hall.call(passwordState, {}, first.caller)).toMatchObject({ has: true, must: true });
    await change(first.caller as never, 'Staff-2026', 'Mine-2026');
    expect((await set.hall.call(me, {}, first.caller)).scopes).toEqual(['staff.intake']);
    expect((await inAs('staff', 'xinren', 'Mine-2026')).who).toMatchObject({ must: null, scopes: ['staff.intake'] });
    const old = isoOf(realNow() - 90 * 86_400_000 - 1000);
    await AccountModel.updateOne({ _id: 'staff:xinren' }, { $set: { passwordAt: old } });
    expect((await inAs('staff', 'xinren', 'Mine-2026')).who).toMatchObject({ must: 'password', scopes: [] });
    // The hall's clock may be moved in tests; what guards security may not.
    await AccountModel.updateOne({ _id: 'staff:xinren' }, { $set: { passwordAt: isoOf(realNow()) } });
    await set.hall.clock(100 * 86_400_000);
    expect((await inAs('staff', 'xinren', 'Mine-2026')).who.must).toBeNull();
    await set.hall.clock(0);
  });
  test('ends the other sessions of the identity, and whoever came by card has none to change', async () => {
    const { unitId, idHash } = await set.unitWithContact();
    const legal = await set.enterAs(idHash, 'legal', unitId);
    expect((await set.hall.call(passwordState, {}, await set.callerOf(legal.session))).has).toBe(true);
    const { contact } = await set.unitWithContact();
    const { choices } = await set.scan(contact);
    const other = await set.enterAs(contact, 'contact', String(choices[0]?.unitId));
    const caller = await set.callerOf(other.session);
    expect(await set.hall.call(passwordState, {}, caller)).toMatchObject({ has: false, must: false });
    expect(await words(change(caller as never, 'x', 'Next-2026-1'))).toBe('您使用电子社保卡登录，没有登录密码');
  });
});

describe('忘记密码', () => {
  const forgot = (account: string, more = {}) => set.hall.call(forgotPassword, { kind: 'unit', account, ...more });
  const reset = (account: string, code: string, next = 'Reset-2026') => set.hall.call(resetPassword, { kind: 'unit', account, code, next });
  /** The phone units has on record for this 法人. */
  async function withPhone() {
    const unit = await set.registered();
    const phone = mobile();
    set.reachable.set(unit.idHash, { contactId: 'none', name: '测法人', mobile: phone });
    return { ...unit, phone };
  }
  const codeFor = async (phone: string) => {
    const { until } = await import('@wangting/kit/testing');
    return until(async () => set.messageTo(phone));
  };

  test('a code to the registered phone sets a new one, once; sessions end; the lock is lifted', async () => {
    const { form, phone } = await withPhone();
    const { session } = await login('unit', form.creditCode, form.password);
    expect((await forgot(form.creditCode)).message).toBe('如该账号存在并登记了手机号码，验证码已发送到登记的手机，5 分钟内有效');
    const code = await codeFor(phone);
    expect(await words(reset(form.creditCode, '000000'))).toBe('短信验证码不正确或已过期，请重新获取');
    expect(await words(reset(form.creditCode, code, 'weak'))).toContain('8 至 20 位');
    expect(await words(reset(form.creditCode, code, form.password))).toBe('不能使用最近 5 次用过的密码');
    const both = await Promise.all(['A', 'B', 'C'].map((x) => words(reset(form.creditCode, code, `Reset-2026-${x}`))));
    expect(both.filter((one) => one === 'done')).toHaveLength(1);
    expect(await words(reset(form.creditCode, code))).toBe('短信验证码不正确或已过期，请重新获取');
    expect(await nameOf(set.callerOf(session))).toBe('NOT_LOGGED_IN');
    const fresh = ['A', 'B', 'C'][both.indexOf('done')];
    expect(await nameOf(login('unit', form.creditCode, `Reset-2026-${fresh}`))).toBe('in');
  });
  test('an account nobody has answers alike, waits alike and refuses alike; nothing is sent', async () => {
    const { form, phone } = await withPhone();
    const { SmsModel } = await import('../src/models/security.ts');
    const before = await SmsModel.countDocuments();
    const unknown = '91610199TNOBODY00X';
    expect(await forgot(unknown)).toEqual(await forgot(form.creditCode));
    await codeFor(phone);
    const again = await Promise.all(
      [unknown, form.creditCode].map((account) => forgot(account).catch((e: { type: string; data: unknown }) => [e.type, e.data])),
    );
    expect(again[0]).toEqual(again[1]);
    expect(again[0]).toEqual(['TOO_MANY_REQUESTS', { seconds: expect.any(Number) }]);
    expect(await words(reset(unknown, '123456'))).toBe(await words(reset(form.creditCode, '000000')));
    expect(await SmsModel.countDocuments()).toBe(before + 1);
  });
  test('a code bears five guesses', async () => {
    const { form, phone } = await withPhone();
    await forgot(form.creditCode);
    const code = await codeFor(phone);
    const guesses = Array.from({ length: 20 }, (_, n) => String(n).padStart(6, '0')).filter((guess) => guess !== code);
    await Promise.all(guesses.map((guess) => words(reset(form.creditCode, guess))));
    expect(await words(reset(form.creditCode, code))).toBe('短信验证码不正确或已过期，请重新获取');
  });
  test('one address that asks for many accounts must work for it', async () => {
    const ask = (account: string, more: object = {}) =>
      set.hall.caller.call('identity.password.forgot', { kind: 'staff', account, ...more }, { meta: { address: '203.0.113.77' } });
    for (let n = 0; n < 10; n += 1) expect(await nameOf(ask(`guess${n}`))).toBe('in');
    const asked = (await ask('guess11').catch((error: unknown) => error)) as { type: string; data: never };
    expect(asked.type).toBe('PROOF_NEEDED');
    expect(await nameOf(ask('guess11', { proof: solve(asked.data) }))).toBe('in');
  });
});
