import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { headcount } from '@wangting/contracts/persons/questions';
import { nowIso } from '@wangting/kit/clock';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';

const namespace = testEnvironment();
const { default: persons } = await import('../src/persons.service.ts');
const { followHeads } = await import('../src/heads.ts');
const { EnrolmentModel } = await import('../src/models/enrolment.ts');
const { HeadModel } = await import('../src/models/head.ts');
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall([persons]);
}, 60_000);
afterAll(() => hall.stop());

const row = (unitId: string, personId: string, insurance: '210' | '410', over: object = {}) => ({
  _id: randomUUID(),
  personId,
  unitId,
  insurance,
  identity: '101',
  from: '2024-01-01',
  to: null,
  state: '1' as const,
  declared: 0,
  base: 0,
  kind: 'started' as const,
  nameHash: 'x',
  hostUnitId: null,
  applicationId: 'a',
  rev: 1,
  at: nowIso(),
  pending: true,
  ...over,
});
const counts = async (unitId: string) => (await hall.callAs('units', headcount, { unitId })).counts;

test('people are counted once whatever they are insured for, and follow what changes, by whatever way it was written', async () => {
  const unitId = randomUUID();
  const [both, one, other] = [randomUUID(), randomUUID(), randomUUID()];
  const rows = [row(unitId, both, '210'), row(unitId, both, '410'), row(unitId, one, '210'), row(unitId, other, '410')];
  await EnrolmentModel.insertMany([...rows, row(randomUUID(), both, '410')]);
  await until(async () => (await counts(unitId)).people === 3);
  expect(await counts(unitId)).toEqual({ '210': 2, '410': 2, people: 3 });
  const change = (at: number, state: '1' | '2' | '3') =>
    EnrolmentModel.updateOne({ _id: rows[at]?._id }, { $set: { state, pending: true, at: nowIso() }, $inc: { rev: 1 } });
  // One insurance ends: he is still there. The other too: he is not. Taken back: he is again.
  await change(0, '2');
  await until(async () => !(await EnrolmentModel.exists({ unitId, pending: true })));
  expect(await counts(unitId)).toEqual({ '210': 1, '410': 2, people: 3 });
  await change(1, '2');
  await until(async () => (await counts(unitId)).people === 2);
  await change(1, '1');
  await change(2, '3');
  await until(async () => !(await EnrolmentModel.exists({ unitId, pending: true })));
  expect(await counts(unitId)).toEqual({ '210': 0, '410': 2, people: 2 });
});
test('until it has followed, a number is never below one insurance or above both', async () => {
  const unitId = randomUUID();
  const person = randomUUID();
  const quiet = { pending: undefined };
  await EnrolmentModel.insertMany([row(unitId, person, '210', quiet), row(unitId, person, '410', quiet)]);
  expect(await counts(unitId)).toEqual({ '210': 1, '410': 1, people: 1 });
  await HeadModel.create({ _id: `${unitId}:gone`, unitId, insured: true, rev: 1 });
  await HeadModel.create({ _id: `${unitId}:gone2`, unitId, insured: true, rev: 1 });
  await HeadModel.create({ _id: `${unitId}:gone3`, unitId, insured: true, rev: 1 });
  expect((await counts(unitId)).people).toBe(2);
});
test('followed by many at once and late: the newest stands, and who knows less says nothing', async () => {
  const unitId = randomUUID();
  const one = row(unitId, randomUUID(), '410', { pending: undefined });
  await EnrolmentModel.create(one);
  await Promise.all(Array.from({ length: 10 }, () => followHeads([one])));
  await EnrolmentModel.updateOne({ _id: one._id }, { $set: { state: '2' }, $inc: { rev: 1 } });
  await Promise.all(Array.from({ length: 10 }, () => followHeads([one])));
  expect(await HeadModel.find({ unitId }).lean()).toMatchObject([{ insured: false, rev: 2 }]);
  await HeadModel.updateOne({ unitId }, { $set: { insured: true, rev: 9 } });
  await followHeads([one]);
  expect(await HeadModel.find({ unitId }).lean()).toMatchObject([{ insured: true, rev: 9 }]);
});
test('a number reads nobody, however many there are', async () => {
  const unitId = randomUUID();
  const people = Array.from({ length: 1_000 }, () => randomUUID());
  const quiet = { pending: undefined };
  const rows = people.flatMap((person) => [row(unitId, person, '210', quiet), row(unitId, person, '410', quiet)]);
  await EnrolmentModel.insertMany(rows);
  await followHeads(rows);
  const looked = await reads(`${namespace}_persons`, ['enrolments', 'heads'], () => counts(unitId));
  expect(await counts(unitId)).toEqual({ '210': 1_000, '410': 1_000, people: 1_000 });
  if (looked) expect(looked.scans).toEqual([]);
  // Others' relays look for what waits meanwhile.
  if (looked) expect(looked.documents).toBeLessThanOrEqual(20);
});
