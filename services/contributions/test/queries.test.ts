import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { queryDetail, querySpecial, querySummary } from '@wangting/contracts/contributions/back-payments';
import { exportMonths, queryMonths } from '@wangting/contracts/contributions/monthly-payments';
import { queryDues } from '@wangting/contracts/contributions/person-payments';
import { queryDetail as refundDetail, querySummary as refundSummary } from '@wangting/contracts/contributions/refunds';
import { queryChart, queryPeople, querySums } from '@wangting/contracts/contributions/unit-payments';
import { itemsOf } from '@wangting/contracts/catalogue';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { nowIso, nowMs } from '@wangting/kit/clock';
import { clerk, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';

testEnvironment();
/** The real persons beside the ledger: it tells who is insured, names people and finds them. */
const { default: contributions } = await import('../src/contributions.service.ts');
const { default: persons } = await import('../../persons/src/persons.service.ts');
const { seedPeople } = await import('../../persons/src/seed.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { openRun, workRun } = await import('../src/domain/run.ts');
const { pay } = await import('../src/domain/pay.ts');

const ITEMS = itemsOf('contributions').map(({ id }) => id);
const mine = clerk('u1', ITEMS);
const other = clerk('u2', ITEMS);
const idOf = (n: number) => residentIdOf('610113', '1990-01-01', 900 + n);
let hall: TestHall;
let numbers: string[];

beforeAll(async () => {
  hall = await testHall([contributions, persons]);
  await hall.clock(Date.parse('2024-06-20T04:00:00Z') - nowMs());
  const unit = (id: string) => ({
    unitId: id,
    unitNo: `61120000${id}`,
    name: `示例${id}公司`,
    creditCode: id,
    unitType: '10',
    area: '610113',
    riskClass: '1',
  });
  for (const id of ['u1', 'u2']) await UnitCopyModel.create({ _id: id, rev: 1, heardAt: nowIso(), unit: unit(id) } as never);
  const enrolled = (unitId: string, from: string, to: string | null = null) =>
    (['210', '410'] as const).map((insurance) => ({ unitId, insurance, from, to }));
  const person = (n: number, name: string, enrolments: ReturnType<typeof enrolled>) => ({
    name,
    idType: '01',
    idNumber: idOf(n),
    sex: '1',
    birthDate: '1990-01-01',
    mobile: '19900000000',
    enrolments,
  });
  numbers = await seedPeople([
    person(1, '张示例', enrolled('u1', '2023-01-01')),
    person(2, '欧阳𠮷', enrolled('u1', '2023-01-01')),
    person(3, '李别处', enrolled('u2', '2023-01-01')),
  ]);
  await until(async () => (await EnrolmentCopyModel.countDocuments({})) === 6);
  for (const period of ['202404', '202405', '202406']) await workRun(await openRun(period, 'test'));
  await pay({ key: 'p', unitId: 'u1', period: '202404', insurance: '210', kind: '10', amount: 2 * 70_00, on: '2024-04-25' });
}, 60_000);
afterAll(() => hall.stop());

const all = { page: 1, size: 10 };

describe('15 单位人员月缴费明细查询', () => {
  test('the last twelve months of the own unit, named and masked, newest first, with the sums of all', async () => {
    const { rows, total, totals } = await hall.call(queryMonths, { filter: {}, page: 1, size: 5 }, mine);
    expect([rows.length, total]).toEqual([5, 12]);
    expect(rows[0]).toMatchObject({ period: '202406', month: '202406', base: 700_000, unitName: '示例u1公司' });
    expect(rows.map(({ period }) => period)).toEqual(['202406', '202406', '202406', '202406', '202405']);
    expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(['张示例', '欧阳𠮷']));
    expect(rows[0]?.socialNo).toMatch(/\*{4,}/);
    expect(totals).toEqual({ rows: 12, total: 6 * (70_00 + 14_00), unit: 6 * (49_00 + 14_00), person: 6 * 21_00 });
  });
  test('by 缴费标志: what is over and unpaid is 欠费, this month is 未缴, what arrived is 已实缴 with its day and rates', async () => {
    const count = async (state: string) => (await hall.call(queryMonths, { filter: { state }, ...all }, mine)).total;
    expect([await count('0'), await count('1'), await count('2'), await count('4')]).toEqual([4, 2, 6, 0]);
    const { rows } = await hall.call(queryMonths, { filter: { state: '1' }, ...all }, mine);
    expect(rows[0]).toMatchObject({ paidOn: '2024-04-25', unitRate: '0.7%', personRate: '0.3%', state: '1' });
  });
  test('one person, by number, ID or name; sums are his', async () => {
    for (const filter of [{ personNo: numbers[1] }, { socialNo: idOf(2) }, { name: '欧阳𠮷' }]) {
      const { rows, total, totals } = await hall.call(queryMonths, { filter, ...all }, mine);
      expect([total, new Set(rows.map(({ name }) => name)), totals?.rows]).toEqual([6, new Set(['欧阳𠮷']), 6]);
    }
  });
  test.each([
    ['a person of another unit', { name: '李别处' }, 'RULE_REFUSED'],
    ['a reversed range', { from: '202406', to: '202405' }, 'INPUT_INVALID'],
    ['more than two years', { from: '202201', to: '202406' }, 'INPUT_INVALID'],
    ['a month that does not exist', { from: '202413' }, 'INPUT_INVALID'],
    ['a unit of one’s own choosing', { unitId: 'u2' }, 'INPUT_INVALID'],
  ])('%s is refused', async (_what, filter, type) => {
    await expect(hall.call(queryMonths, { filter: filter as never, ...all }, mine)).rejects.toMatchObject({ type });
  });
  test('nobody sees another unit’s; without the item nobody sees anything', async () => {
    const { rows } = await hall.call(queryMonths, { filter: {}, ...all }, other);
    expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(['李别处']));
    await expect(hall.call(queryMonths, { filter: {}, ...all }, clerk('u1', []))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
  test('导出 lays down a workbook with every row that matches', async () => {
    const { url, name, rows } = await hall.call(exportMonths, { filter: {} }, mine);
    expect([rows, name]).toEqual([12, '单位人员月缴费明细查询_月缴费明细_20240620.xlsx']);
    const { readStream } = await import('@wangting/kit/objects');
    const key = decodeURIComponent(new URL(url, 'http://x').pathname).replace(/^.*?(exports\/)/, '$1');
    const { default: exceljs } = await import('exceljs');
    const book = new exceljs.Workbook();
    await book.xlsx.read(await readStream(key));
    const sheet = book.worksheets[0];
    expect(sheet?.rowCount).toBe(13);
    expect(sheet?.getRow(1).getCell(4).value).toBe('费款所属期');
    expect(sheet?.getRow(2).getCell(4).value).toBe('2024年04月');
    expect(sheet?.getRow(2).getCell(8).value).toBe(7000);
  });
});

describe('17 单位缴费信息查询', () => {
  test('groups add up to their people', async () => {
    const { rows, total } = await hall.call(querySums, { filter: {}, ...all }, mine);
    expect(total).toBe(6);
    for (const { period, insurance, kind, ...sum } of rows) {
      const people = await hall.call(queryPeople, { filter: { period, insurance, kind }, ...all }, mine);
      expect([people.total, people.totals?.total, people.rows.reduce((all, row) => all + row.total, 0)]).toEqual([
        sum.people,
        sum.total,
        sum.total,
      ]);
    }
    expect(rows.find(({ period, insurance }) => period === '202404' && insurance === '210')).toMatchObject({
      state: '1',
      paidOn: '2024-04-25',
    });
  });
  test('图表: each month is what its groups add up to, to the fen, told apart by what became of it', async () => {
    const { rows, total, totals } = await hall.call(queryChart, { filter: {}, ...all, size: 100 }, mine);
    expect(rows.map(({ period, total, paid, owed, open }) => [period, total, paid, owed, open])).toEqual([
      ['202406', 168_00, 0, 0, 168_00],
      ['202405', 168_00, 0, 168_00, 0],
      ['202404', 168_00, 140_00, 28_00, 0],
    ]);
    expect([total, totals]).toEqual([3, { total: 504_00, paid: 140_00, owed: 196_00, open: 168_00, eased: 0, refund: 0 }]);
    await sameAsSums();
    const injury = await hall.call(queryChart, { filter: { from: '202404', to: '202405', insurance: '410' }, ...all }, mine);
    expect(injury.rows.map(({ period, total, owed }) => [period, total, owed])).toEqual([
      ['202405', 28_00, 28_00],
      ['202404', 28_00, 28_00],
    ]);
    expect((await hall.call(queryChart, { filter: { kind: '61' }, ...all }, mine)).rows).toEqual([]);
    expect((await hall.call(queryChart, { filter: {}, ...all }, other)).totals?.total).toBe(252_00);
  });
  test.each([
    ['more than two years', { from: '202201', to: '202406' }, mine, 'INPUT_INVALID'],
    ['a unit of one’s own choosing', { unitId: 'u2' }, mine, 'INPUT_INVALID'],
    ['without the item', {}, clerk('u1', []), 'NOT_ALLOWED'],
  ])('图表: %s is refused', async (_what, filter, as, type) => {
    await expect(hall.call(queryChart, { filter: filter as never, ...all }, as)).rejects.toMatchObject({ type });
  });
});
/** The bars say what the table of sums says, whatever happened. */
async function sameAsSums(): Promise<void> {
  const bars = await hall.call(queryChart, { filter: {}, ...all, size: 100 }, mine);
  const groups = await hall.call(querySums, { filter: {}, ...all, size: 100 }, mine);
  for (const { period, total, ...parts } of bars.rows) {
    expect(total).toBe(groups.rows.filter((row) => row.period === period).reduce((sum, row) => sum + row.total, 0));
    expect(total).toBe(parts.paid + parts.owed + parts.open + parts.eased + parts.refund);
  }
  expect(bars.totals?.total).toBe(groups.totals?.total);
}

describe('what happened late', () => {
  test('16 and 19: a joiner found late, a leaver found late', async () => {
    const first = (await EnrolmentCopyModel.findOne({ unitId: 'u1', insurance: '210' }).sort({ personId: 1 }).lean())?.personId ?? '';
    const heardAt = new Date(nowMs() + 1_000).toISOString();
    await EnrolmentCopyModel.updateMany({ unitId: 'u1', personId: first }, { $set: { to: '2024-04-30', state: '2', heardAt } });
    for (const insurance of ['210', '410'] as const)
      await EnrolmentCopyModel.create({
        _id: `late:${insurance}`,
        rev: 1,
        heardAt,
        unitId: 'u1',
        personId: (await EnrolmentCopyModel.findOne({ unitId: 'u2' }).lean())?.personId,
        insurance,
        identity: '101',
        from: '2024-05-10',
        to: null,
        state: '1',
        declared: 500_000,
      } as never);
    await workRun(await openRun('202406', 'again'));
    const back = await hall.call(querySummary, { filter: {}, ...all }, mine);
    expect(back.rows.map(({ period, kind, insurance, people, rows }) => [period, kind, insurance, people, rows])).toEqual([
      ['202406', '21', '210', 1, 1],
      ['202406', '21', '410', 1, 1],
    ]);
    const detail = await hall.call(queryDetail, { filter: { period: '202406', kind: '21', insurance: '210' }, ...all }, mine);
    expect(detail.rows).toMatchObject([{ month: '202405', total: 50_00 }]);
    const refunds = await hall.call(refundSummary, { filter: {}, ...all }, mine);
    expect(refunds.rows).toMatchObject([
      { period: '202406', kind: '41', months: 2, injury: 28_00, unemployment: 140_00, total: 168_00, interest: 0, state: '0' },
    ]);
    const { personId = '' } = refunds.rows[0] ?? {};
    expect(
      (await hall.call(refundDetail, { filter: { personId, period: '202406', kind: '41' }, ...all }, mine)).rows.map(
        ({ month, base, total }) => [month, base, total],
      ),
    ).toEqual([
      ['202405', 700_000, 84_00],
      ['202406', 700_000, 84_00],
    ]);
    expect((await hall.call(refundDetail, { filter: { personId, period: '202406', kind: '41' }, ...all }, other)).rows).toEqual([]);
    expect((await hall.call(querySpecial, { filter: {}, ...all }, mine)).total).toBe(0);
    // What goes back hangs below the line of its month, and a month with nothing in it is still there.
    await sameAsSums();
    const bars = await hall.call(queryChart, { filter: { to: '202408', from: '202403' }, ...all }, mine);
    expect(bars.rows.map(({ period, refund }) => [period, refund])).toEqual([
      ['202408', 0],
      ['202407', 0],
      ['202406', -168_00],
      ['202405', 0],
      ['202404', 0],
    ]);
  });
  test('18: everything of a person, refunds negative; it asks for a person', async () => {
    const { rows, totals } = await hall.call(queryDues, { filter: { name: '欧阳𠮷' }, ...all, size: 50 }, mine);
    expect(rows.length).toBeGreaterThanOrEqual(6);
    expect(rows.reduce((sum, row) => sum + row.total, 0)).toBe(totals?.total);
    await expect(hall.call(queryDues, { filter: {}, ...all }, mine)).rejects.toMatchObject({ type: 'RULE_REFUSED' });
  });
  test('16 and 17: 滞纳金 stands beside what was paid late, of whatever kind, and as a group with what became of it', async () => {
    const late = (kind: string, period: string, amount: number, on: string) =>
      pay({ key: `late:${kind}`, unitId: 'u1', period, insurance: '210', kind, amount, on });
    const back = await hall.call(querySummary, { filter: { insurance: '210' }, ...all }, mine);
    expect(back.rows).toMatchObject([{ kind: '21', period: '202406', total: 50_00, lateFee: 0 }]);
    const fees = {
      '21': (await late('21', '202406', 50_00, '2024-07-20')).lateFee,
      '10': (await late('10', '202405', 140_00, '2024-06-20')).lateFee,
    };
    expect(fees['21']).toBeGreaterThan(0);
    expect(fees['10']).toBeGreaterThan(fees['21']);
    expect((await hall.call(querySummary, { filter: { insurance: '210' }, ...all }, mine)).rows).toMatchObject([
      { kind: '21', period: '202406', lateFee: fees['21'] },
    ]);
    const { rows } = await hall.call(querySums, { filter: { insurance: '210', from: '202405' }, ...all, size: 100 }, mine);
    const row = (period: string, kind: string) => rows.find((one) => one.period === period && one.kind === kind);
    expect([row('202406', '10')?.lateFee, row('202406', '21')?.lateFee, row('202405', '10')?.lateFee]).toEqual([0, fees['21'], fees['10']]);
    expect(row('202405', '61')).toMatchObject({ total: fees['10'], unit: fees['10'], person: 0, people: 0, lateFee: 0, state: '2' });
    expect(row('202406', '61')).toMatchObject({ total: fees['21'], state: '0' });
    await sameAsSums();
    // Of one person nothing: the fee is the unit's.
    const his = await hall.call(querySummary, { filter: { name: '欧阳𠮷' }, ...all }, mine);
    expect(his.rows.every(({ lateFee }) => lateFee === 0)).toBe(true);
    const feePaid = await pay({
      key: 'fee',
      unitId: 'u1',
      period: '202405',
      insurance: '210',
      kind: '61',
      amount: fees['10'],
      on: '2024-06-20',
    });
    expect(feePaid).toMatchObject({ result: 'paid', lateFee: 0 });
    const fee = await hall.call(querySums, { filter: { kind: '61', from: '202405' }, ...all }, mine);
    expect(fee.rows.map(({ period, state }) => [period, state])).toEqual([
      ['202406', '0'],
      ['202405', '1'],
    ]);
  });
  test('19: the first page reads what goes back, not the thousands of dues around it', async () => {
    const { DueModel } = await import('../src/models/due.ts');
    const due = await DueModel.findOne({ unitId: 'u1', period: '202406', kind: '10' }).lean();
    const dues = Array.from({ length: 3_000 }, (_, n) => ({ ...due, _id: `around:${n}`, personId: `around-${n}` }));
    await DueModel.insertMany(dues);
    const ask = async () => expect((await hall.call(refundSummary, { filter: {}, ...all }, mine)).total).toBe(1);
    const looked = await reads(`${hall.namespace}_contributions`, ['due_rows'], ask);
    await DueModel.deleteMany({ _id: /^around:/ });
    if (looked) {
      expect(looked.scans).toEqual([]);
      // Four rows go back: once to tell them apart, once whole.
      expect(looked.documents).toBeLessThanOrEqual(2 * 4);
    }
  });
});
