import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { item as enrolments } from '@wangting/contracts/persons/person-enrolment-batch';
import { item as stops } from '@wangting/contracts/persons/person-stop-batch';
import { exportRoster, people, queryRoster } from '@wangting/contracts/persons/roster';
import { addMonthsToDay } from '@wangting/contracts/standards/day';
import { today } from '@wangting/kit/clock';
import { lookup as blind } from '@wangting/kit/sealed';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { desk as fileDesk, forgetObjects, idNumber, neighbours } from './batch-hall.ts';
import { desk, leaving, person } from './hall.ts';

/** What the unit declares of the work stands with the stretch, not only in the case or in the rows of a file, which go after ninety days. */
testEnvironment();
let hall: TestHall;
const { enrol, stop } = desk(() => hall);
const me = clerk('unit-1', ['person-enrolment', 'person-stop', 'roster', enrolments.id, stops.id]);

beforeAll(async () => {
  hall = await testHall([(await import('../src/persons.service.ts')).default, ...neighbours()]);
}, 60_000);
afterAll(async () => {
  await forgetObjects(hall.namespace);
  await hall.stop();
});

const rowsOf = async (number: string) => {
  const { PersonModel } = await import('../src/models/person.ts');
  const { EnrolmentModel } = await import('../src/models/enrolment.ts');
  const found = await PersonModel.findOne({ idHash: blind('id', number) }).lean();
  return EnrolmentModel.find({ personId: String(found?._id) }).lean();
};
/** The lines of the roster's file about one person, by the words over its columns. */
async function fileOf(number: string): Promise<Record<string, unknown>[]> {
  const { url } = await hall.call(exportRoster, { filter: { idNumber: number } }, me);
  const { readStream } = await import('@wangting/kit/objects');
  const book = new ExcelJS.Workbook();
  await book.xlsx.read(await readStream(decodeURIComponent(/exports\/[\w-]+/.exec(url)?.[0] ?? '')));
  const [head = [], ...lines] = (book.worksheets[0]?.getSheetValues() ?? []).slice(1).map((row) => (row as string[]).slice(1));
  expect(head).toEqual([...people.columns, ...(people.fileColumns ?? [])].map(({ label }) => label));
  return lines.map((line) => Object.fromEntries(head.map((label, at) => [label, line[at]])));
}

test('singly: identity of a 农民工, post, kind of work, contract and the note of the stop', async () => {
  const contract = { contractFrom: addMonthsToDay(today(), -1), contractTo: addMonthsToDay(today(), 12) };
  const v = person({
    from: addMonthsToDay(today(), -1),
    migrantWorker: '1',
    dutyKind: '2',
    dutyLevel: '163',
    employmentKind: '2',
    ...contract,
  });
  const { result } = await enrol(v, me);
  for (const { work } of await rowsOf(v.idNumber))
    expect(work).toEqual({ migrantWorker: '1', dutyKind: '2', dutyLevel: '163', employmentKind: '2', ...contract });

  await stop(leaving(String(result.personNo), { note: '张三来电确认' }), me);
  for (const { stop: ended } of await rowsOf(v.idNumber)) {
    expect(ended).toMatchObject({ reason: '18', note: expect.any(String) });
    expect(ended?.note).not.toContain('张三'); // sealed
  }
  const lines = await fileOf(v.idNumber);
  expect(lines).toHaveLength(2);
  for (const line of lines)
    expect(line).toMatchObject({
      农民工标识: '是',
      行政职务类别: '非领导职务',
      行政职务级别: '办事员',
      用工形式: '劳务派遣用工',
      劳动合同起始日期: contract.contractFrom,
      劳动合同终止日期: contract.contractTo,
      停保原因: '本人辞职',
      停保备注: '张三来电确认',
    });
  // The page shows what it showed before.
  const { rows } = await hall.call(queryRoster, { filter: { idNumber: v.idNumber }, page: 1, size: 10 }, me);
  expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(['id', ...people.columns.map(({ name }) => name)].toSorted());
});

test('by files: 农民工标识 and 备注 of the row that enrolled, 备注 of the row that stopped', async () => {
  const number = idNumber();
  const enrolling = {
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
    migrantWorker: '否',
    note: '随项目部参保',
  };
  const first = fileDesk(hall, enrolments);
  await first.saved((await first.checked(first.csv([enrolling]), me)).batchId, me);
  const second = fileDesk(hall, stops);
  const leaves = { idNumber: number, name: '王示例', to: today(), reason: '调动、转往其他单位', note: '已办交接' };
  await second.saved((await second.checked(second.csv([leaves]), me)).batchId, me);
  const lines = await fileOf(number);
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatchObject({ 农民工标识: '否', 备注: '随项目部参保', 停保备注: '已办交接' });
});
