import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { isoOf, nowIso, nowMs, realNow } from '@wangting/kit/clock';
import { testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

/** Runs out of their order: an earlier month once more, months in which nothing ran, changes heard while a run went on. */
testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { EntryModel } = await import('../src/models/ledger.ts');
const { RunModel, TaskModel } = await import('../src/models/run.ts');
const { store } = await import('../src/store.ts');
const { openRun, runByTimer, workRun } = await import('../src/domain/run.ts');
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall([contributions]);
}, 90_000);
afterAll(() => hall.stop());
const at = (day: string) => hall.clock(Date.parse(`${day}T04:00:00Z`) - realNow());
beforeEach(async () => {
  for (const model of Object.values(store.connection.models)) await model.deleteMany({});
  await at('2024-03-20');
  const unit = { unitId: 'u1', unitNo: '6112000001', name: '示例公司', creditCode: 'c', area: '610113', riskClass: '1' };
  await UnitCopyModel.create({ _id: 'u1', rev: 1, heardAt: nowIso(), unit } as never);
  await heard('stays', '2024-01-01');
});
/** 失业 only, so that each month is one row. */
const heard = (personId: string, from: string, over: object = {}) =>
  EnrolmentCopyModel.replaceOne(
    { _id: personId },
    {
      rev: 1,
      heardAt: nowIso(),
      unitId: 'u1',
      personId,
      insurance: '210',
      identity: '101',
      from,
      to: null,
      state: '1',
      declared: 6000_00,
      ...over,
    },
    { upsert: true },
  );
const run = async (period: string) => workRun(await openRun(period, 'test'));
const rowsOf = async (personId: string) =>
  (await EntryModel.find({ personId, sort: 'due' }).sort({ month: 1, _id: 1 }).lean()).map(({ month, period, kind }) => [
    month,
    period,
    kind,
  ]);

describe('an earlier month is run once more', () => {
  test('what was heard since the latest month’s run is still found: months to bill and months to give back', async () => {
    await heard('leaves', '2024-01-01');
    await run('202403');
    await at('2024-04-20');
    await run('202404');
    await at('2024-04-22');
    await heard('joins', '2024-04-01');
    await heard('leaves', '2024-01-01', { to: '2024-03-31', state: '2' });
    await at('2024-04-24');
    await run('202403');
    await at('2024-05-20');
    await run('202405');
    expect(await rowsOf('joins')).toEqual([
      ['202404', '202405', '21'],
      ['202405', '202405', '10'],
    ]);
    expect(await rowsOf('leaves')).toEqual([
      ['202403', '202403', '10'],
      ['202404', '202404', '10'],
      ['202404', '202405', '41'],
    ]);
  });
  test('a month before the ledger’s first is nobody’s, however steady he is', async () => {
    await run('202403');
    await run('202402');
    expect(await rowsOf('stays')).toEqual([['202403', '202403', '10']]);
  });
});

test('a copy asked for just before a run and written after it is found by the next one', async () => {
  await run('202403');
  await at('2024-04-20');
  const asked = isoOf(nowMs() - 20_000);
  await run('202404');
  await heard('slow', '2024-04-01', { heardAt: asked });
  await at('2024-05-20');
  await run('202405');
  expect(await rowsOf('slow')).toEqual([
    ['202404', '202405', '21'],
    ['202405', '202405', '10'],
  ]);
});

describe('the timer', () => {
  test('makes up for months in which nothing ran, the oldest first, each once', async () => {
    await run('202403');
    await at('2024-07-03');
    await Promise.all([runByTimer(), runByTimer()]);
    await runByTimer();
    const runs = await RunModel.find({}).sort({ startedAt: 1 }).lean();
    expect(runs.map(({ _id, state }) => [_id, state])).toEqual([
      ['202403:1', 'done'],
      ['202404:1', 'done'],
      ['202405:1', 'done'],
      ['202406:1', 'done'],
    ]);
    expect(await rowsOf('stays')).toEqual(['202403', '202404', '202405', '202406'].map((month) => [month, month, '10']));
  });
  test('opens none for a ledger that nobody began, none before the 25th, and none while another process is at one', async () => {
    await at('2024-07-26');
    await runByTimer();
    expect(await RunModel.countDocuments({})).toBe(0);
    await run('202406');
    await at('2024-07-24');
    await runByTimer();
    expect(await RunModel.exists({ period: '202407' })).toBeNull();
    await at('2024-08-01');
    const open = await openRun('202406', 'test');
    const theirs = { runId: open._id, unitId: 'u1', state: 'todo' as const, lease: realNow() + 60_000 };
    await TaskModel.create({ _id: `${open._id}:u1`, ...theirs, differences: false, rows: 0, total: 0, note: null, startedAt: nowIso() });
    await runByTimer();
    expect(await RunModel.exists({ period: '202407' })).toBeNull();
    await TaskModel.updateOne({ _id: `${open._id}:u1` }, { $set: { lease: 0 } });
    await runByTimer();
    expect(await RunModel.findById('202407:1').lean()).toMatchObject({ state: 'done', by: 'timer' });
  });
});

test('stop_month_charged is the agency’s to set: from that 停保日期 on the month of the stop is given back, or not billed at all', async () => {
  await heard('leaves', '2024-01-01');
  await run('202403');
  await at('2024-04-20');
  await run('202404');
  const { tableOf, propose, confirm } = await import('../src/domain/policies.ts');
  const [row] = tableOf('stop-month').rows;
  const rows = [
    { ...row, to: '2024-03-31' },
    { ...row, from: '2024-04-01', value: { charged: false } },
  ];
  await propose({ requestKey: 'k', table: 'stop-month', seenVersion: 1, rows: rows as never, by: 'one' });
  await confirm('stop-month', 2, 'another');
  await heard('leaves', '2024-01-01', { to: '2024-04-15', state: '2' });
  await heard('soon', '2024-05-01', { to: '2024-05-31', state: '2' });
  await heard('later', '2024-04-01', { to: '2024-05-31', state: '2' });
  await at('2024-05-20');
  await run('202405');
  expect(await rowsOf('leaves')).toEqual([
    ['202403', '202403', '10'],
    ['202404', '202404', '10'],
    ['202404', '202405', '41'],
  ]);
  expect(await rowsOf('later')).toEqual([['202404', '202405', '21']]);
  expect(await rowsOf('soon')).toEqual([['202405', '202405', '10']]);
});
