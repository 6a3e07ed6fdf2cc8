import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item } from '@wangting/contracts/persons/person-enrolment-batch';
import { headcount } from '@wangting/contracts/persons/questions';
import { lookup as blind } from '@wangting/kit/sealed';
import { today } from '@wangting/kit/clock';
import { testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { desk, forgetObjects, idNumber, neighbours } from './batch-hall.ts';

testEnvironment();
let hall: TestHall;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
  hall = await testHall([(await import('../src/persons.service.ts')).default, ...neighbours()]);
  at = desk(hall, item);
});
afterAll(async () => {
  await forgetObjects(hall.namespace);
  await hall.stop();
});

const row = (over: Record<string, string> = {}): Record<string, string> => ({
  idType: '居民身份证',
  idNumber: idNumber(),
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

describe('a good file', () => {
  test('is checked, shown, saved, counted and listed as one case', async () => {
    const as = at.clerkOf(1);
    const people = Array.from({ length: 5 }, () => row());
    const batch = await at.checked(at.csv(people), as);
    expect(batch).toMatchObject({ state: 'checked', rows: 5, good: 5, bad: 0, message: '校验完成，成功5条，失败0条' });
    const preview = await at.rows(batch.batchId, 'good', as);
    expect(preview.total).toBe(5);
    expect(preview.rows[0]).toMatchObject({ no: 1, rowNo: 3, saved: false, values: { name: '王示例', sex: '1', birthDate: '1992-06-15' } });
    expect(String(preview.rows[0]?.values.idNumber)).toMatch(/^619\*{11}.{4}$/);
    const before = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    const saved = await at.saved(batch.batchId, as);
    expect(saved).toMatchObject({
      state: 'saved',
      saved: 5,
      failed: 0,
      message: '保存完成，成功5条，失败0条',
      serialNo: expect.stringMatching(/^\d{20}$/),
    });
    const after = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    expect(after.people - before.people).toBe(5);
    const shown = await at.rows(batch.batchId, 'good', as);
    expect(shown.rows.map(({ values }) => values.personNo)).toEqual(Array.from({ length: 5 }, () => expect.stringMatching(/^61\d{10}$/)));
    const { PersonModel } = await import('../src/models/person.ts');
    const found = await PersonModel.find({ idHash: { $in: people.map((one) => blind('id', one.idNumber ?? '')) } }).lean();
    expect(found.map(({ ranges }) => ranges.map(({ insurance }) => insurance))).toEqual(people.map(() => ['210', '410']));
  });
});
