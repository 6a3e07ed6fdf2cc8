import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { grants, saveGrants, type CategoryGrant } from '@wangting/contracts/identity/grants';
import { me, revoke } from '@wangting/contracts/identity/session';
import { today } from '@wangting/kit/clock';
import { until } from '@wangting/kit/testing';
import { addDays } from '@wangting/contracts/standards/day';
import { identityHall, nameOf } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

const PUBLIC: CategoryGrant = { category: '公共业务', until: null };
async function stage() {
  const unit = await set.unitWithContact();
  const legal = await set.callerOf((await set.enterAs(unit.idHash, 'legal', unit.unitId)).session);
  const { session } = await set.enterAs(unit.contact, 'contact', unit.unitId);
  const save = (wanted: CategoryGrant[], seenRev: number, over: object = {}, as = legal) =>
    set.hall.call(saveGrants, { requestKey: randomUUID(), contactId: unit.contactId, seenRev, grants: wanted, ...over }, as);
  const scopes = async () => (await set.callerOf(session)).scopes.filter((scope) => scope.startsWith('item:'));
  return { ...unit, legal, session, save, scopes };
}

test('a contact may do all business until the 法人 says which, and until when', async () => {
  const { legal, save, scopes, contactId } = await stage();
  const before = await set.hall.call(grants, {}, legal);
  expect(before.contacts).toMatchObject([{ contactId, name: '测联系', idNumber: '610***********0000', explicit: false, rev: 0 }]);
  expect(before.contacts[0]?.grants).toHaveLength(4);
  expect(await scopes()).toContain('item:treatment-filing');
  const saved = await save([PUBLIC, { category: '失业保险', until: today() }], 0);
  expect(saved).toMatchObject({ message: '授权已保存，立即生效', contacts: [{ explicit: true, rev: 1 }] });
  // The very session that is open has lost the others, and keeps what it has.
  expect(await scopes()).toEqual(expect.arrayContaining(['item:person-enrolment', 'item:stability-claim']));
  expect(await scopes()).not.toContain('item:treatment-filing');
  // A day later the second has run out.
  await set.hall.clock(86_400_000);
  expect(await scopes()).toContain('item:person-enrolment');
  expect(await scopes()).not.toContain('item:stability-claim');
  await set.hall.clock(0);
});
test('everything withdrawn ends his session at once, and his hat is offered no more', async () => {
  const { save, session, contact, unitId } = await stage();
  expect((await save([], 0)).message).toBe('授权已撤销，该联系人已退出登录');
  expect(await nameOf(set.callerOf(session))).toBe('NOT_LOGGED_IN');
  expect((await set.scan(contact)).choices).toEqual([]);
  expect(await nameOf(set.enterAs(contact, 'contact', unitId))).toBe('NOT_ALLOWED');
  await save([PUBLIC], 1);
  expect((await set.enterAs(contact, 'contact', unitId)).me.scopes).toContain('item:person-enrolment');
});
test('a contact sees and saves none of it, and his try is in the audit', async () => {
  const { session, save, contact } = await stage();
  const caller = await set.callerOf(session);
  expect(await nameOf(set.hall.call(grants, {}, caller))).toBe('NOT_ALLOWED');
  expect(await nameOf(save([PUBLIC], 0, {}, caller))).toBe('NOT_ALLOWED');
  // Also with a scope he should not have: the hat is asked again.
  expect(await nameOf(save([PUBLIC], 0, {}, { ...caller, scopes: ['unit.contacts'] }))).toBe('NOT_ALLOWED');
  const lines = await set.auditOf(`card-${contact}`);
  expect(lines.filter((what) => what === 'refused identity.grants.save')).toHaveLength(2);
  expect(lines).toContain('refused identity.grants.list');
});
test('another unit, another contact, wrong words', async () => {
  const mine = await stage();
  const other = await stage();
  const words = (answer: Promise<unknown>) =>
    answer.then(
      () => 'done',
      (error: Error) => error.message,
    );
  expect(await nameOf(mine.save([PUBLIC], 0, { contactId: other.contactId }))).toBe('NOT_FOUND');
  expect(await nameOf(mine.save([PUBLIC], 7))).toBe('STATE_CHANGED');
  expect(await words(mine.save([{ category: '公共业务', until: addDays(today(), -1) }], 0))).toBe('截止日期不能早于今天');
  expect(await words(mine.save([PUBLIC, { ...PUBLIC, until: today() }], 0))).toBe('同一类事项只能授权一次');
  expect(await nameOf(mine.save([{ category: '所有业务' as never, until: null }], 0))).toBe('INPUT_INVALID');
  expect(await nameOf(mine.save([PUBLIC], 0, { unitId: other.unitId }))).toBe('INPUT_INVALID');
});
test('saved at once by two tabs one wins; the same request again is one change', async () => {
  const { save, contact } = await stage();
  const wishes: CategoryGrant[][] = [[PUBLIC], [{ category: '工伤保险', until: null }], [{ category: '失业保险', until: null }]];
  const names = await Promise.all(wishes.map((wish) => nameOf(save(wish, 0))));
  expect(names.sort()).toEqual(['STATE_CHANGED', 'STATE_CHANGED', 'in']);
  const requestKey = randomUUID();
  const same = await Promise.all([1, 2, 3, 4].map(() => nameOf(save([PUBLIC], 1, { requestKey }))));
  expect(new Set(same)).toEqual(new Set(['in']));
  expect(await nameOf(save([], 2, { requestKey }))).toBe('REQUEST_KEY_REUSED');
  const { AuthorisationModel } = await import('../src/models/mine.ts');
  expect((await AuthorisationModel.find({ idHash: contact }).lean()).map(({ rev }) => rev)).toEqual([2]);
});
test('taken off by the unit, he loses the authorisation with the hat', async () => {
  const { save, session, unitId, contact } = await stage();
  await save([PUBLIC], 0);
  await set.hall.callAs('units', revoke, { unitId, idHash: contact, hat: 'contact', rev: 9 });
  await until(async () => (await nameOf(set.callerOf(session))) === 'NOT_LOGGED_IN');
  const { AuthorisationModel } = await import('../src/models/mine.ts');
  expect(await AuthorisationModel.countDocuments({ idHash: contact })).toBe(0);
  expect(await nameOf(set.hall.call(me, {}))).toBe('NOT_LOGGED_IN');
});
