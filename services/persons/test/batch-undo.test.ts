import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import { batchUndo } from '@wangting/contracts/batch-actions';
import { item as enrolment } from '@wangting/contracts/persons/person-enrolment-batch';
import { item as stop } from '@wangting/contracts/persons/person-stop-batch';
import { item as singleStop } from '@wangting/contracts/persons/person-stop';
import { today } from '@wangting/kit/clock';
import { lookup as blind } from '@wangting/kit/sealed';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { leaving } from './hall.ts';
import { around, desk, forgetObjects, idNumber, neighbours } from './batch-hall.ts';

testEnvironment();
let hall: TestHall;
let enrolments: ReturnType<typeof desk>;
let stops: ReturnType<typeof desk>;
beforeAll(async () => {
  hall = await testHall([(await import('../src/persons.service.ts')).default, ...neighbours()]);
  enrolments = desk(hall, enrolment);
  stops = desk(hall, stop);
}, 60_000);
afterAll(async () => {
  await forgetObjects(hall.namespace);
  await hall.stop();
});

const [undoEnrolment, undoStop] = [batchUndo(enrolment), batchUndo(stop)];
const me = clerk('unit-1', [enrolment.id, stop.id, 'person-stop']);
const row = () => ({
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
});
const stored = async () => ({
  ...(await import('../src/applications.ts')).applications.models,
  ...(await import('../src/models/enrolment.ts')),
  ...(await import('../src/models/person.ts')),
});
const personOf = async ({ idNumber: id }: { idNumber: string }) => (await stored()).PersonModel.findOne({ idHash: blind('id', id) }).lean();
const guardOf = async ({ idNumber: id }: { idNumber: string }) => (await stored()).guards.findById(`active:210:${blind('id', id)}`).lean();
/** So many people enrolled by one file; row 3 of the file is the first. */
async function enrolled(count: number) {
  const people = Array.from({ length: count }, row);
  const { batchId } = await enrolments.checked(enrolments.csv(people), me);
  await enrolments.saved(batchId, me);
  return { people, batchId };
}
const first = <T>([one]: readonly T[]): T => one as T;

describe('撤销 of one row of 人员参保登记（批量）', () => {
  test('takes back that row alone, however often it is pressed, and says so in the list', async () => {
    const { people, batchId } = await enrolled(3);
    const pressed = await Promise.all([1, 2].map(() => hall.call(undoEnrolment, { batchId, rowNo: 4 }, me)));
    expect(pressed.map(({ message }) => message)).toEqual(['已撤销，该条不再生效', '已撤销，该条不再生效']);
    await hall.call(undoEnrolment, { batchId, rowNo: 4 }, me);
    expect(await Promise.all(people.map(async (one) => (await personOf(one))?.ranges.length))).toEqual([2, undefined, 2]);
    expect((await Promise.all(people.map(guardOf))).map(Boolean)).toEqual([true, false, true]);
    const { EnrolmentModel, guards } = await stored();
    const rows = await EnrolmentModel.find({ _id: /:4:/, applicationId: (await enrolments.view(batchId, me)).applicationId ?? '' }).lean();
    expect(rows.map(({ state, kind, rev }) => [state, kind, rev])).toEqual([
      ['3', 'undone', 2],
      ['3', 'undone', 2],
    ]);
    expect(await guards.countDocuments({ _id: /^open:/ })).toBe(0);
    const shown = await enrolments.rows(batchId, 'good', me);
    expect(shown.rows.map(({ rowNo, undo }) => [rowNo, undo])).toEqual([
      [3, 'may'],
      [5, 'may'],
      [4, 'done'],
    ]);
    // Who was never meant can be enrolled anew.
    const again = await enrolments.checked(enrolments.csv([people[1] as (typeof people)[number]]), me);
    expect(again).toMatchObject({ good: 1, bad: 0 });
  });

  test('is refused by name when the person has been stopped since, has an accident, or the day is over; nothing is half done', async () => {
    const { people, batchId } = await enrolled(2);
    const person = await personOf(first(people));
    await hall.call(itemActions(singleStop).submit, { requestKey: randomUUID(), values: leaving(person?.personNo ?? '') }, me);
    await expect(hall.call(undoEnrolment, { batchId, rowNo: 3 }, me)).rejects.toMatchObject({
      message: '该参保登记之后已有变更，不能撤销',
    });
    const other = await personOf(people[1] as (typeof people)[number]);
    around.injured.set(other?._id ?? '', { openCase: true });
    await expect(hall.call(undoEnrolment, { batchId, rowNo: 4 }, me)).rejects.toMatchObject({
      message: '该人员存在未办结的工伤业务或处于停工留薪期，不能撤销参保登记',
    });
    around.injured.clear();
    expect((await enrolments.rows(batchId, 'good', me)).rows.map(({ undo }) => undo)).toEqual(['may', 'may']);
    expect(await (await stored()).guards.countDocuments({ _id: /^open:/ })).toBe(0);
    await hall.clock(86_400_000);
    try {
      expect((await enrolments.rows(batchId, 'good', me)).rows.map(({ undo }) => undo)).toEqual([null, null]);
      await expect(hall.call(undoEnrolment, { batchId, rowNo: 4 }, me)).rejects.toMatchObject({
        message: '只能在办结当日撤销，请按变更业务办理或到经办机构办理',
      });
    } finally {
      await hall.clock(0);
    }
    expect((await personOf(people[1] as (typeof people)[number]))?.ranges.map(({ to }) => to)).toEqual([null, null]);
  });

  test('is for the unit’s own saved rows alone', async () => {
    const { batchId } = await enrolled(1);
    await expect(hall.call(undoEnrolment, { batchId, rowNo: 3 }, clerk('unit-2', [enrolment.id]))).rejects.toMatchObject({
      type: 'NOT_FOUND',
    });
    await expect(hall.call(undoEnrolment, { batchId, rowNo: 99 }, me)).rejects.toMatchObject({ type: 'NOT_FOUND' });
    const { batchId: waiting } = await enrolments.checked(enrolments.csv([row()]), me);
    await expect(hall.call(undoEnrolment, { batchId: waiting, rowNo: 3 }, me)).rejects.toMatchObject({ type: 'STEP_NOT_POSSIBLE' });
  });
});

describe('撤销 of one row of 人员停保登记（批量）', () => {
  const stopping = async (people: { idNumber: string; name: string }[]) => {
    const rows = people.map(({ idNumber: id, name }) => ({ idNumber: id, name, to: today(), reason: '调动、转往其他单位' }));
    const { batchId } = await stops.checked(stops.csv(rows), me);
    expect(await stops.saved(batchId, me)).toMatchObject({ saved: people.length, failed: 0 });
    return batchId;
  };
  test('lets the insurance run on as if nothing had been, guarded again; the others stay stopped', async () => {
    const { people } = await enrolled(2);
    const batchId = await stopping(people);
    await Promise.all([1, 2].map(() => hall.call(undoStop, { batchId, rowNo: 3 }, me)));
    await hall.call(undoStop, { batchId, rowNo: 3 }, me);
    expect((await Promise.all(people.map(personOf))).map((one) => one?.ranges.map(({ to }) => to))).toEqual([
      [null, null],
      [today(), today()],
    ]);
    expect((await Promise.all(people.map(guardOf))).map((guard) => guard?.kind)).toEqual(['lasting', undefined]);
    const person = await personOf(first(people));
    const { EnrolmentModel } = await stored();
    expect((await EnrolmentModel.find({ personId: person?._id }).lean()).map(({ state, kind, to }) => [state, kind, to])).toEqual([
      ['1', 'reopened', null],
      ['1', 'reopened', null],
    ]);
    // It can be stopped again, and that is the last word.
    await stopping([first(people)]);
    await hall.call(undoStop, { batchId, rowNo: 3 }, me);
    expect((await personOf(first(people)))?.ranges.map(({ to }) => to)).toEqual([today(), today()]);
  });

  test('is refused when he is insured anew since', async () => {
    const { people } = await enrolled(1);
    const batchId = await stopping(people);
    const one = first(people);
    const { personNo } = (await personOf(one)) ?? { personNo: '' };
    const tomorrow = { ...one, personNo, mode: 'resume', from: today() };
    const elsewhere = clerk('unit-2', [enrolment.id]);
    await hall.clock(86_400_000);
    try {
      const resumed = await enrolments.checked(enrolments.csv([{ ...tomorrow, from: today() }]), elsewhere);
      expect(await enrolments.saved(resumed.batchId, elsewhere)).toMatchObject({ saved: 1 });
    } finally {
      await hall.clock(0);
    }
    await expect(hall.call(undoStop, { batchId, rowNo: 3 }, me)).rejects.toMatchObject({
      message: '该人员停保后已有新的参保登记，不能撤销停保',
    });
    expect((await stops.rows(batchId, 'good', me)).rows.map(({ undo }) => undo)).toEqual(['may']);
  });
});
