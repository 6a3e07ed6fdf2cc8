import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { runDifferences, runDues } from '@wangting/contracts/contributions/ledger';
import { baseLimits } from '@wangting/contracts/policies/base-limits';
import { nowIso, nowMs, realNow } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { DueModel } = await import('../src/models/due.ts');
const { EntryModel } = await import('../src/models/ledger.ts');
const { PolicyModel } = await import('../src/models/policy.ts');
const { RunModel, TaskModel } = await import('../src/models/run.ts');
const { SumModel } = await import('../src/models/sum.ts');
const { seedPolicies } = await import('../src/domain/policies.ts');
const { openRun, runByTimer, workRun } = await import('../src/domain/run.ts');
const ops = staff('yunwei', ['ops']);
let hall: TestHall;

beforeAll(async () => {
  hall = await testHall([contributions]);
  await hall.clock(Date.parse('2024-06-10T04:00:00Z') - nowMs());
}, 30_000);
afterAll(() => hall.stop());
beforeEach(async () => {
  for (const model of [EnrolmentCopyModel, UnitCopyModel, DueModel, EntryModel, SumModel, RunModel, TaskModel, PolicyModel])
    await (model as typeof RunModel).deleteMany({});
  await seedPolicies();
  for (const unitId of ['u1', 'u2']) {
    const unit = { unitId, unitNo: `61${unitId}`, name: '示例公司', creditCode: unitId, area: '610113', riskClass: '1' };
    await UnitCopyModel.create({ _id: unitId, rev: 1, heardAt: nowIso(), unit } as never);
  }
});

/** 失业 only, so that each month is one row. */
const enrol = (unitId: string, personId: string, from: string, declared: number) =>
  EnrolmentCopyModel.create({
    _id: `${unitId}:${personId}`,
    rev: 1,
    heardAt: nowIso(),
    unitId,
    personId,
    insurance: '210',
    identity: '101',
    from,
    to: null,
    state: '1',
    declared,
  });
const month = async (period: string) => workRun(await openRun(period, 'test'));
const differences = async (from: string) => workRun(await openRun('202406', 'test', from));
/** The floor of 2024 as it is published in June, for the whole year. */
const floorFrom = async (floorFen: number) => {
  const rows = baseLimits.rows.map((row) => (row.from === '202401' ? { ...row, value: { ...row.value, floorFen } } : row));
  const confirmed = { state: 'confirmed' as const, requestKey: 'k', by: 'a', at: nowIso(), confirmedBy: 'b', confirmedAt: nowIso() };
  await PolicyModel.create({ _id: 'base-limits:2', table: 'base-limits', version: 2, rows, ...confirmed } as never);
};
const rowsOf = async (where: object = {}) =>
  (
    await EntryModel.find({ ...where, sort: 'due' })
      .sort({ unitId: 1, personId: 1, period: 1, month: 1 })
      .lean()
  ).map((row) => [row.personId, row.kind, row.period, row.month, row.base, row.unit, row.person]);

test('a limit that came late: who was billed below it owes the difference of each month, in this month, once; the others owe nothing', async () => {
  await enrol('u1', 'low', '2024-01-01', 3000_00);
  await enrol('u2', 'low2', '2024-01-01', 4600_00);
  await enrol('u2', 'high', '2024-01-01', 9000_00);
  for (const period of ['202404', '202405']) await month(period);
  const before = await rowsOf();
  await floorFrom(4800_00);
  await Promise.all([differences('202405'), differences('202405'), differences('202405')]);
  await differences('202405');
  // Floor 4559.00 → 4800.00: 0.7 % 31.91 → 33.60, 0.3 % 13.68 → 14.40; of 4600.00: 32.20 → 33.60, 13.80 → 14.40.
  expect(await rowsOf({ period: '202406' })).toEqual([
    ['low', '22', '202406', '202405', 241_00, 1_69, 72],
    ['low2', '22', '202406', '202405', 200_00, 1_40, 60],
  ]);
  expect(await rowsOf({ period: { $lt: '202406' } })).toEqual(before);
  const sums = await SumModel.find({ period: '202406' }).lean();
  expect(sums.reduce((all, { unit, person }) => all + unit + person, 0)).toBe(1_69 + 72 + 1_40 + 60);
  expect((await RunModel.find({ differencesFrom: '202405' }).sort({ _id: 1 }).lean()).map(({ _id, rows }) => [_id, rows])).toEqual([
    ['202406:d1', 2],
    ['202406:d2', 0],
  ]);
});

test('a lower limit gives back, month by month', async () => {
  await enrol('u1', 'low', '2024-01-01', 3000_00);
  for (const period of ['202404', '202405']) await month(period);
  await floorFrom(4000_00);
  await differences('202401');
  expect(await rowsOf({ period: '202406' })).toEqual([
    ['low', '42', '202406', '202404', -559_00, -3_91, -1_68],
    ['low', '42', '202406', '202405', -559_00, -3_91, -1_68],
  ]);
});

test('a month nobody billed is left to the monthly run, which still finds who was heard of before the differences', async () => {
  await enrol('u1', 'low', '2024-04-01', 9000_00);
  await month('202404');
  await enrol('u1', 'late', '2024-04-01', 9000_00);
  await differences('202404');
  expect(await rowsOf({ personId: 'late' })).toEqual([]);
  await month('202405');
  expect((await rowsOf({ personId: 'late' })).map(([, kind, , at]) => [kind, at])).toEqual([
    ['21', '202404'],
    ['10', '202405'],
  ]);
});

test('refusals have names: no month yet, a month to come, another run under way, who may not', async () => {
  const begin = (from: string, as = ops) => hall.call(runDifferences, { from }, as);
  await expect(begin('202401')).rejects.toMatchObject({ type: 'RULE_REFUSED', message: expect.stringContaining('尚未核定过应缴') });
  await enrol('u1', 'low', '2024-04-01', 9000_00);
  await month('202404');
  await expect(begin('202407')).rejects.toMatchObject({ type: 'RULE_REFUSED', message: expect.stringContaining('起始月份不能晚于本月') });
  await expect(begin('202413')).rejects.toMatchObject({ type: 'INPUT_INVALID' });
  for (const as of [staff('x', ['finance']), staff('y', ['second'])])
    await expect(begin('202404', as)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });

  const open = await openRun('202405', 'test');
  await expect(begin('202404')).rejects.toMatchObject({ type: 'RULE_REFUSED', message: expect.stringContaining('另一项核定正在进行') });
  await workRun(open);
  await openRun('202406', 'test', '202404');
  await expect(begin('202403')).rejects.toMatchObject({ type: 'RULE_REFUSED' });
  await expect(hall.call(runDues, { period: '202406' }, ops)).rejects.toMatchObject({ type: 'RULE_REFUSED' });
  // The timer waits its turn, and goes on with what is open.
  await hall.clock(Date.parse('2024-06-26T04:00:00Z') - realNow());
  await runByTimer();
  expect((await RunModel.findById('202406:d1').lean())?.state).toBe('done');
  expect(await RunModel.exists({ _id: '202406:1' })).toBeNull();
  await runByTimer();
  await until(async () => (await RunModel.findById('202406:1').lean())?.state === 'done');
});

test('of two who reckon one month at the same moment, what the ledger keeps is what is due', async () => {
  await enrol('u1', 'low', '2024-01-01', 3000_00);
  await month('202405');
  await floorFrom(4800_00);
  const insertMany = EntryModel.insertMany.bind(EntryModel) as (rows: object[], options?: object) => Promise<never>;
  EntryModel.insertMany = (async (rows: object[], options: object) => {
    EntryModel.insertMany = insertMany as never;
    // The person was stopped, and a refund of the whole month takes the key first.
    await insertMany([{ ...rows[0], kind: '41', base: -4559_00, unit: -31_91, person: -13_68, cause: 'rival' }], { lean: true });
    return insertMany(rows, options);
  }) as never;
  await differences('202405');
  const kept = await EntryModel.find({ personId: 'low', period: '202406' }).lean();
  const dues = await DueModel.find({ personId: 'low', period: '202406' }).lean();
  const told = (rows: readonly { _id: string; kind: string; unit: number; cause: string }[]) =>
    rows.map(({ _id, kind, unit, cause }) => [_id, kind, unit, cause]);
  expect(told(kept)).toEqual([['u1:low:210:202405:1', '41', -31_91, 'rival']]);
  expect(told(dues)).toEqual(told(kept));
});
