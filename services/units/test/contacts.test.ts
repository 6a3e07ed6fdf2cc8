import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { maskId } from '@wangting/contracts/standards/masking';
import { saveContacts, view, type Contact } from '@wangting/contracts/units/contacts';
import { unsealJson } from '@wangting/kit/sealed';
import { until, type clerk } from '@wangting/kit/testing';
import { idNumber, refusal, unitsHall, type UnitsHall } from './hall.ts';

let at: UnitsHall;
beforeAll(async () => {
  at = await unitsHall();
});
afterAll(() => at.stop());

const contact = (name: string, over: Partial<Contact> = {}): Contact => ({
  name,
  idType: '01',
  idNumber: idNumber(),
  mobile: '19900000010',
  ...over,
});
/** A registered unit with two contacts, its 法人 and one of them. */
async function unit(over: { state?: '1' | '3' } = {}) {
  const kept = [contact('李一'), contact('李二')];
  return { ...(await at.registered({ ...over, name: '西安联系人测试有限公司', contacts: kept, items: ['unit-maintenance'] })), kept };
}
const save = (who: ReturnType<typeof clerk>, seenRev: number, contacts: Contact[], requestKey = randomUUID()) =>
  at.hall.call(saveContacts, { requestKey, seenRev, contacts }, who);

test('looking shows masked numbers to everybody; only the 法人 may edit', async () => {
  const { legal, agent, kept } = await unit();
  const mine = await at.hall.call(view, {}, legal);
  expect(mine).toMatchObject({ editable: true, rev: 1, basic: { name: '西安联系人测试有限公司', state: '1' } });
  expect(mine.contacts[0]?.idNumber).toBe(maskId(kept[0]?.idNumber ?? ''));
  expect((await at.hall.call(view, {}, agent)).editable).toBe(false);
  expect(mine.contacts).toHaveLength(2);
});

test('the rules by name', async () => {
  const { legal, agent } = await unit();
  expect(await refusal(save(agent, 1, []))).toMatchObject({
    name: 'RULE_REFUSED',
    message: '联系人信息仅法人可维护，请使用法人电子社保卡登录',
  });
  const six = Array.from({ length: 6 }, (_, index) => contact(`王${'一二三四五六'[index]}`));
  expect(await refusal(save(legal, 1, six))).toMatchObject({ name: 'RULE_REFUSED', message: '单位联系人最多5人' });
  const twin = contact('王一');
  expect(await refusal(save(legal, 1, [twin, { ...twin, name: '王二' }]))).toMatchObject({
    name: 'RULE_REFUSED',
    message: '该证件号码的联系人已存在',
    data: { issues: [{ path: 'contacts.1.idNumber' }] },
  });
  expect(await refusal(save(legal, 1, [contact('王一', { idNumber: '619***********0001' })]))).toMatchObject({
    name: 'RULE_REFUSED',
    data: { issues: [{ path: 'contacts.0.idNumber' }] },
  });
  expect(await refusal(save(legal, 1, [contact('王一', { postcode: '12' })]))).toMatchObject({
    name: 'INPUT_INVALID',
    data: { issues: [{ path: 'contacts.0.postcode', message: '邮政编码应为6位数字' }] },
  });
  expect(await refusal(save(legal, 1, [contact('王一', { email: 'x@' })]))).toMatchObject({ name: 'INPUT_INVALID' });
  expect(await refusal(save(legal, 7, []))).toMatchObject({ name: 'STATE_CHANGED' });
  const closed = await unit({ state: '3' });
  expect(await refusal(save(closed.legal, 1, []))).toMatchObject({ name: 'RULE_REFUSED', message: '单位登记状态为“注销”，不能维护联系人' });
  expect((await at.hall.call(view, {}, legal)).rev).toBe(1);
});

test('adding, changing and removing: masks mean unchanged, history keeps both sides, who is removed is logged out', async () => {
  const { legal, unitId, kept } = await unit();
  const { contacts } = await at.hall.call(view, {}, legal);
  const [first] = contacts;
  const saved = await save(legal, 1, [{ ...(first as Contact), address: '西安市示例路3号', phone: '02912345678' }, contact('王新')]);
  expect(saved).toMatchObject({
    message: '保存成功',
    view: { rev: 2, contacts: [{ name: '李一', address: '西安市示例路3号', phone: '029-12345678' }, { name: '王新' }] },
  });
  const { unitById } = await import('../src/domain/write.ts');
  const { contactOf, idHashOf } = await import('../src/domain/people.ts');
  expect(contactOf((await unitById(unitId))?.contacts[0] as never).idNumber).toBe(kept[0]?.idNumber);
  expect(at.identity.revoked.filter((one) => one.unitId === unitId)).toEqual([
    { unitId, idHash: idHashOf(kept[1]?.idNumber ?? ''), hat: 'contact', rev: 2 },
  ]);

  const { ChangeModel } = await import('../src/models/change.ts');
  const change = await until(() => ChangeModel.findById(`${unitId}:2`).lean());
  const differences = unsealJson<{ path: string; before: unknown; after: unknown }[]>(change.differences);
  expect(change).toMatchObject({ who: legal.id, kind: 'people' });
  expect(differences).toContainEqual({ path: expect.stringMatching(/^contacts\..*\.address$/), before: null, after: '西安市示例路3号' });
  expect(differences.filter(({ after }) => after === '王新')).toHaveLength(1);
  expect(differences.filter(({ before }) => before === '李二')).toHaveLength(1);
  expect(JSON.stringify(change)).not.toContain(kept[1]?.idNumber);

  // The last one may go: the 法人 can still log in.
  expect((await save(legal, 2, [])).view.contacts).toEqual([]);
});

test('a repeat is answered, not done again; another payload under the key is refused; parallel saves do not overwrite', async () => {
  const { legal, unitId } = await unit();
  const requestKey = randomUUID();
  const rows = [contact('王一')];
  const answers = await Promise.all(Array.from({ length: 5 }, () => save(legal, 1, rows, requestKey)));
  expect(new Set(answers.map((one) => one.view.rev))).toEqual(new Set([2]));
  expect((await refusal(save(legal, 2, [], requestKey))).name).toBe('REQUEST_KEY_REUSED');
  const race = await Promise.all([contact('王二'), contact('王三'), contact('王四')].map((row) => refusal(save(legal, 2, [row]))));
  expect(race.map(({ name }) => name).sort()).toEqual(['STATE_CHANGED', 'STATE_CHANGED', 'none']);
  const { ChangeModel } = await import('../src/models/change.ts');
  await until(async () => (await ChangeModel.countDocuments({ unitId })) === 3);
});

test('identity away: saved, and the log-out follows', async () => {
  const { legal, unitId } = await unit();
  at.identity.away = true;
  expect((await save(legal, 1, [])).message).toBe('保存成功');
  expect(at.identity.revoked.filter((one) => one.unitId === unitId)).toEqual([]);
  at.identity.away = false;
  await until(async () => at.identity.revoked.filter((one) => one.unitId === unitId).length === 2, 12_000);
});
