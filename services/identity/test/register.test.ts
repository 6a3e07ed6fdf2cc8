import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { passwordLogin, register, sendCode, simulatorState } from '@wangting/contracts/identity/session';
import { until } from '@wangting/kit/testing';
import { identityHall, mobile } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());
const accounts = async (creditCode: string) =>
  (await import('../src/models/account.ts')).AccountModel.countDocuments({ _id: `unit:${creditCode}` });

describe('注册', () => {
  test('makes one account, which does item 1 and nothing else', async () => {
    const form = await set.registration();
    expect(await set.hall.call(register, form)).toEqual({ message: '注册成功，请登录后办理企业参保登记', account: form.creditCode });
    const { me: who } = await set.hall.call(passwordLogin, { kind: 'unit', account: form.creditCode, password: form.password });
    expect(who).toMatchObject({
      hat: 'register',
      scopes: ['unit.work', 'item:unit-registration'],
      unit: { creditCode: form.creditCode, unitNo: null },
    });
  });
  test('sent eight times at once is one account and one answer', async () => {
    const form = await set.registration();
    const answers = await Promise.all(Array.from({ length: 8 }, () => set.hall.call(register, form)));
    expect(new Set(answers.map(({ account }) => account))).toEqual(new Set([form.creditCode]));
    expect(await accounts(form.creditCode)).toBe(1);
    // And again when everything is over, the code used up.
    expect((await set.hall.call(register, form)).account).toBe(form.creditCode);
  });
  test('a code that has an account says so; a key of another unit is refused', async () => {
    const form = await set.registration();
    await set.hall.call(register, form);
    await expect(set.hall.call(register, { ...form, requestKey: randomUUID() })).rejects.toMatchObject({
      type: 'RULE_REFUSED',
      message: '该统一社会信用代码已注册，请直接登录',
    });
    const other = await set.registration({ requestKey: form.requestKey });
    await expect(set.hall.call(register, other)).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    expect(await accounts(other.creditCode)).toBe(0);
  });
  test.each<[string, object, string]>([
    ['a wrong check character', { creditCode: '91610100MA6TE5T17X' }, 'creditCode'],
    ['a wrong ID number', { legalIdNumber: '610113198001010010' }, 'legalIdNumber'],
    ['a name with digits', { legalName: '张3' }, 'legalName'],
    ['a weak password', { password: 'abcdefgh1' }, 'password'],
    ['an area nobody has', { area: '999999' }, 'area'],
    ['an area that was replaced', { area: '610125' }, 'area'],
    ['an unknown field', { role: 'admin' }, 'role'],
    ['no agreement', { agreed: false }, 'agreed'],
  ])('%s is named with its field, and nothing is kept', async (_what, over, field) => {
    const form = await set.registration();
    const before = set.asked.reserve;
    await expect(set.hall.call(register, { ...form, ...over } as never)).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: expect.arrayContaining([expect.objectContaining({ path: field })]) },
    });
    expect([await accounts(form.creditCode), set.asked.reserve]).toEqual([0, before]);
  });
  test('a wrong SMS code is refused, five wrong ones use it up', async () => {
    const form = await set.registration();
    const wrong = form.code === '000000' ? '111111' : '000000';
    for (let i = 0; i < 5; i += 1)
      await expect(set.hall.call(register, { ...form, code: wrong })).rejects.toMatchObject({
        type: 'RULE_REFUSED',
        data: { issues: [{ path: 'code' }] },
      });
    await expect(set.hall.call(register, form)).rejects.toMatchObject({ type: 'RULE_REFUSED' });
  });
  test('a second code has to wait; no code is stored in the clear', async () => {
    const number = mobile();
    await set.hall.call(sendCode, { mobile: number });
    await expect(set.hall.call(sendCode, { mobile: number })).rejects.toMatchObject({ type: 'TOO_MANY_REQUESTS' });
    const { SmsCodeModel } = await import('../src/models/small.ts');
    const code = await set.messageTo(number);
    expect(code).toMatch(/^\d{6}$/);
    expect(JSON.stringify(await SmsCodeModel.find().lean())).not.toContain(`"${code}"`);
  });
  test('the new 法人 can scan at once; his password works as 法人 only after number and card', async () => {
    const { form, unitId, idHash } = await set.registered();
    expect((await set.hall.call(simulatorState, {})).identities.some(({ idNumber }) => idNumber === form.legalIdNumber)).toBe(true);
    expect((await set.scan(idHash)).choices).toMatchObject([{ hat: 'legal', unitId, unitNo: null }]);
    await set.tell(unitId, { state: '1', unitNo: '6112000002' });
    await until(async () => (await set.scan(idHash)).choices[0]?.unitNo);
    const login = async () =>
      (await set.hall.call(passwordLogin, { kind: 'unit', account: form.creditCode, password: form.password })).me.hat;
    expect(await login()).toBe('register');
    await set.enterAs(idHash, 'legal', unitId);
    expect(await login()).toBe('legal');
  });
});
