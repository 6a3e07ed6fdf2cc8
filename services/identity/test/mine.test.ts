import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { audit, favourites, notices, notify, readNotice, setFavourite } from '@wangting/contracts/identity/session';
import { clerk } from '@wangting/kit/testing';
import { identityHall } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

test('a notice told twice is one, read by each for himself, seen by no other unit', async () => {
  const [unit, other] = [randomUUID(), randomUUID()];
  const [legal, contact, stranger] = [clerk(unit, []), clerk(unit, [], { id: 'contact-1', hat: 'contact' }), clerk(other, [])];
  const notice = { key: `done-${unit}`, unitId: unit, title: '企业参保登记已办结', text: '单位编号已生成。', link: null };
  await Promise.all([1, 2, 3].map(() => set.hall.callAs('units', notify, notice)));
  const { rows, unread } = await set.hall.call(notices, {}, legal);
  expect([rows.length, unread, rows[0]?.read]).toEqual([1, 1, false]);
  expect((await set.hall.call(readNotice, { id: rows[0]?.id ?? '' }, legal)).unread).toBe(0);
  expect((await set.hall.call(notices, {}, contact)).unread).toBe(1);
  expect((await set.hall.call(notices, {}, stranger)).rows).toEqual([]);
  await expect(set.hall.call(readNotice, { id: rows[0]?.id ?? '' }, stranger)).rejects.toMatchObject({ type: 'NOT_FOUND' });
  await expect(set.hall.call(notify, notice, legal)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
});
test('favourites set at once from many tabs are all kept', async () => {
  const me = clerk(randomUUID(), [], { id: randomUUID() });
  const ids = ['unit-registration', 'person-enrolment', 'person-stop', 'unit-certificate'];
  await Promise.all(ids.map((itemId) => set.hall.call(setFavourite, { itemId, on: true }, me)));
  expect(new Set((await set.hall.call(favourites, {}, me)).items)).toEqual(new Set(ids));
  expect((await set.hall.call(setFavourite, { itemId: 'person-stop', on: false }, me)).items).toHaveLength(3);
});
test('an audit batch sent again adds only what was missing', async () => {
  const entry = (id: string) => ({
    id,
    who: 'p1',
    kind: 'person',
    whose: 'p2',
    fields: ['idNumber'],
    what: 'person-enrolment',
    at: '2026-01-01T00:00:00.000Z',
  });
  const [a, b] = [randomUUID(), randomUUID()];
  await set.hall.callAs('persons', audit, { entries: [entry(a)] });
  await set.hall.callAs('persons', audit, { entries: [entry(a), entry(b)] });
  const { AuditModel } = await import('../src/models/small.ts');
  expect(await AuditModel.countDocuments({ whose: 'p2' })).toBe(2);
  await expect(set.hall.call(audit, { entries: [entry(a)] }, clerk('u', []))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
});
