import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { confirmPolicy, savePolicy } from '@wangting/contracts/contributions/ledger-policies';
import { item as file } from '@wangting/contracts/persons/person-enrolment-batch';
import { baseLimits } from '@wangting/contracts/policies/base-limits';
import { addMonths } from '@wangting/contracts/standards/period';
import { thisMonth, today } from '@wangting/kit/clock';
import { lookup as blind } from '@wangting/kit/sealed';
import { staff, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { desk as fileDesk, forgetObjects, neighbours as around } from './batch-hall.ts';
import { desk, idNumber, person } from './hall.ts';

testEnvironment();
/** The real contributions beside persons: the agency changes the limits there, and whoever is enrolled from then on has the new base. */
const { default: contributions } = await import('../../contributions/src/contributions.service.ts');
let hall: TestHall;
const { enrol, view } = desk(() => hall);

beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, contributions, ...around().filter(({ name }) => name !== 'contributions')]);
}, 30_000);
afterAll(async () => {
  await forgetObjects(hall.namespace);
  await hall.stop();
});

/** From this month on, by two people. */
async function setFloor(yuan: number): Promise<void> {
  const table = 'base-limits' as const;
  const month = thisMonth();
  const last = baseLimits.rows.at(-1);
  if (!last) throw new Error('no row in force');
  const rows = [
    ...baseLimits.rows.slice(0, -1),
    { ...last, to: addMonths(month, -1) },
    { ...last, from: month, value: { ...last.value, floorFen: yuan * 100 }, source: '陕人社发〔2026〕示例号' },
  ];
  await hall.call(savePolicy, { requestKey: randomUUID(), table, seenVersion: 1, rows }, staff('fuhe', ['second']));
  await hall.call(confirmPolicy, { table, version: 2 }, staff('shenpi', ['third']));
}
async function rowsOf(number: string) {
  const { PersonModel } = await import('../src/models/person.ts');
  const { EnrolmentModel } = await import('../src/models/enrolment.ts');
  const found = await PersonModel.findOne({ idHash: blind('id', number) }).lean();
  return EnrolmentModel.find({ personId: String(found?._id) }).lean();
}

test('the base follows the limits the agency has confirmed, singly and in a file, and says by which version', async () => {
  const poor = () => person({ declaredBase: 100_000 });
  const floor = baseLimits.rows.at(-1)?.value.floorFen ?? 0;
  const before = poor();
  await enrol(before);
  for (const { base, limits } of await rowsOf(before.idNumber)) expect([base, limits]).toEqual([floor, 'base-limits:1']);

  await setFloor(5_000);
  const after = poor();
  const { applicationId } = await enrol(after);
  expect((await view(applicationId)).flags).toContainEqual({ code: 'floor', message: '低于缴费基数下限，按下限5000.00元核定' });
  const single = await rowsOf(after.idNumber);
  expect(single.map(({ base, limits, declared }) => [base, limits, declared])).toEqual(
    [1, 2].map(() => [500_000, 'base-limits:2', 100_000]),
  );

  const at = fileDesk(hall, file);
  const as = at.clerkOf(1);
  const number = idNumber();
  const row = {
    idType: '居民身份证',
    idNumber: number,
    name: '王示例',
    ethnicGroup: '汉族',
    householdKind: '统一居民户口',
    mobile: '19900001234',
    workStartOn: '2015-07-01',
    identity: '职工（劳动合同制）',
    from: today(),
    declaredBase: '1000',
    femaleCadre: '否',
  };
  const { batchId } = await at.checked(at.csv([row]), as);
  expect((await at.rows(batchId, 'good', as)).rows[0]?.notes).toEqual(['低于缴费基数下限，按下限5000.00元核定']);
  await at.saved(batchId, as);
  expect((await rowsOf(number)).map(({ base, limits }) => [base, limits])).toEqual([1, 2].map(() => [500_000, 'base-limits:2']));
}, 60_000);
