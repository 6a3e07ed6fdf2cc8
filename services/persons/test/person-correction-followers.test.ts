import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { worker } from '@wangting/contracts/injury/questions';
import { item } from '@wangting/contracts/persons/person-enrolment-batch';
import { today } from '@wangting/kit/clock';
import { lookup as blind } from '@wangting/kit/sealed';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { desk, forgetObjects, idNumber, neighbours } from './batch-hall.ts';

/** Somebody’s number was put right: who keeps it besides follows, and a file that brings the old one names somebody else. */
testEnvironment();
let hall: TestHall;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  const { default: injury } = await import('../../injury/src/injury.service.ts');
  hall = await testHall([persons, injury, ...neighbours().filter(({ name }) => name !== 'injury')]);
  at = desk(hall, item);
}, 60_000);
afterAll(async () => {
  await forgetObjects(hall.namespace);
  await hall.stop();
});

const models = async () => ({
  ...(await import('../src/models/person.ts')),
  ...(await import('../src/models/enrolment.ts')),
});
/** Insured in unit 1 since 2024, and another number since. */
async function corrected() {
  const { seedPeople } = await import('../src/seed.ts');
  const { correctPerson } = await import('../src/correcting.ts');
  const { identityOf } = await import('../src/domain/correction.ts');
  const { PersonModel } = await models();
  const [old, right] = [idNumber(), idNumber()];
  const enrolments = [{ unitId: 'unit-1', insurance: '210' as const, from: '2024-01-01', to: null }];
  const seed = { name: '王示例', idType: '01', idNumber: old, sex: '1', birthDate: '1992-06-15', mobile: '19900001234', enrolments };
  const [personNo = ''] = await seedPeople([seed]);
  const person = await PersonModel.findOne({ personNo }).lean();
  if (!person) throw new Error('the seed made nobody');
  const before = identityOf(person);
  const correct = () =>
    correctPerson({
      applicationId: randomUUID(),
      itemId: 'person-correction',
      unitId: 'unit-1',
      area: '610113',
      decidedAt: '2026-01-01T00:00:00.000Z',
      submittedBy: 'somebody',
      values: {},
      keep: { personId: person._id, fields: ['idNumber'], before, after: { ...before, idNumber: right }, hat: '法人' },
      result: {},
    });
  return { personId: person._id, personNo, old, right, seed, correct };
}
const row = (number: string, over: Record<string, string> = {}): Record<string, string> => ({
  idType: '居民身份证',
  idNumber: number,
  name: '王示例',
  ethnicGroup: '汉族',
  householdKind: '统一居民户口',
  mobile: '19900001234',
  workStartOn: '2015-07-01',
  identity: '职工（劳动合同制）',
  from: today(),
  declaredBase: '7000',
  ...over,
});

test('injury knows the worker by the new number, and so does his e-card', async () => {
  const { personId, old, right, correct } = await corrected();
  const { CaseModel } = await import('../../injury/src/models/case.ts');
  const blank = { leaveFrom: null, leaveTo: null, grade: 0, conclusion: null, signedOn: null, reassessing: false };
  const one = { _id: randomUUID(), personId, idHash: blind('id', old), unitId: 'unit-1', state: 'closed' as const, ...blank };
  await CaseModel.create(one);
  const injured = async () =>
    (await hall.callAs('identity', worker, { idHashes: [old, right].map((number) => blind('id', number)) })).answers
      .map((answer) => answer.injured)
      .join();
  expect(await injured()).toBe('true,false');
  await correct();
  await until(async () => (await injured()) === 'false,true');
});
test('a file with the old number enrols somebody else beside him; with the new one it finds him', async () => {
  const { personId, personNo, old, right, correct } = await corrected();
  await correct();
  const as = at.clerkOf(2);
  const { batchId } = await at.checked(at.csv([row(old, { name: '真号主' }), row(right)]), as);
  const { rows: bad } = await at.rows(batchId, 'bad', as);
  expect(bad.map(({ issues }) => issues.map(({ message }) => message))).toEqual([[`该证件号码已存在个人编号${personNo}，请按续保办理`]]);
  expect(await at.saved(batchId, as)).toMatchObject({ state: 'saved' });
  const { PersonModel } = await models();
  const [his, other] = await Promise.all([right, old].map((number) => PersonModel.findOne({ idHash: blind('id', number) }).lean()));
  expect(his).toMatchObject({ _id: personId, personNo, ranges: [{ unitId: 'unit-1' }] });
  expect(other?._id).not.toBe(personId);
  expect(other?.ranges).toHaveLength(2);
});
test('seeded again he is the same, and nobody holds his old number', async () => {
  const { personNo, old, seed, correct } = await corrected();
  await correct();
  const { seedPeople } = await import('../src/seed.ts');
  const { applications } = await import('../src/applications.ts');
  expect(await seedPeople([seed])).toEqual([personNo]);
  expect(await applications.models.guards.exists({ _id: `active:210:${blind('id', old)}` })).toBeNull();
});
