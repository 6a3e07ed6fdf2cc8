import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { debt } from '@wangting/contracts/contributions/questions';
import { dueRun, runDues } from '@wangting/contracts/contributions/ledger';
import { nowIso, nowMs } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';

jest.setTimeout(120_000);
const namespace = testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { ExemptionModel } = await import('../src/models/decision.ts');
const { SumModel } = await import('../src/models/sum.ts');
const { pay } = await import('../src/domain/pay.ts');
const ops = staff('ops-1', ['ops']);
let hall: TestHall;
let moved = 0;
async function on(day: string) {
  moved = Date.parse(`${day}T04:00:00Z`) - (nowMs() - moved);
  await hall.clock(moved);
}
/** A copy arrives, as facts bring it. */
async function hear(unitId: string, personId: string, from: string, to: string | null = null) {
  for (const insurance of ['210', '410'] as const) {
    const row = { unitId, personId, insurance, identity: '101', from, to, state: to ? '2' : '1', declared: 7_000_00 };
    await EnrolmentCopyModel.replaceOne(
      { _id: `${unitId}:${personId}:${insurance}:${from}` },
      { ...row, rev: 1, heardAt: nowIso() } as never,
      { upsert: true },
    );
  }
}
async function unit(unitId: string) {
  const facts = { unitId, unitNo: `6112${unitId}`, name: unitId, creditCode: unitId, area: '610113', riskClass: '1' };
  await UnitCopyModel.create({ _id: unitId, rev: 1, heardAt: nowIso(), unit: facts } as never);
}
async function run(period: string) {
  const { runId } = await hall.call(runDues, { period }, ops);
  await until(async () => (await hall.call(dueRun, { runId }, ops)).run.state === 'done', 60_000);
  // What is heard next is heard later than the run began.
  await hall.clock((moved += 60_000));
}
const of = (unitId: string) => hall.callAs('units', debt, { unitId });
const unbilled = async (unitId: string) => (await of(unitId)).unbilled;

beforeAll(async () => {
  hall = await testHall([contributions]);
  await on('2024-03-10');
  for (const id of ['u1', 'u2', 'u3']) await unit(id);
  await hear('u1', 'old', '2020-01-01');
}, 60_000);
afterAll(() => hall.stop());

test('before the ledger began nothing is said: what was owed then is known elsewhere', async () => {
  expect(await of('u1')).toEqual({ owed: 0, months: [], unbilled: [] });
});

test('the month of the stop is still to be billed, until it is; then it is a debt until it is paid', async () => {
  await run('202403');
  expect(await unbilled('u1')).toEqual([]);
  await on('2024-04-10');
  expect(await unbilled('u1')).toEqual(['202404']);
  await hear('u1', 'old', '2020-01-01', '2024-04-08');
  expect(await of('u1')).toMatchObject({ months: ['202403'], unbilled: ['202404'] });
  await run('202404');
  const after = await of('u1');
  expect(after).toMatchObject({ months: ['202403', '202404'], unbilled: [] });
  for (const { period, insurance, states } of await SumModel.find({ unitId: 'u1' }).lean()) {
    const amount = (states['0']?.unit ?? 0) + (states['0']?.person ?? 0);
    await pay({
      key: `${period}${insurance}`,
      unitId: 'u1',
      period,
      insurance,
      kind: '10',
      amount,
      on: `${period.slice(0, 4)}-${period.slice(4)}-20`,
    });
  }
  expect(await of('u1')).toEqual({ owed: 0, months: [], unbilled: [] });
  // Nobody was insured in May: a month that begins later is nobody's.
  await on('2024-05-10');
  expect(await unbilled('u1')).toEqual([]);
});

test('whoever was entered and stopped after the run of the month, back to earlier months, is found too', async () => {
  await on('2024-05-26');
  await run('202405');
  await hear('u2', 'late', '2024-03-05', '2024-04-20');
  expect(await unbilled('u2')).toEqual(['202403', '202404']);
  await hear('u2', 'short', '2024-05-27', '2024-05-28');
  expect(await unbilled('u2')).toEqual(['202403', '202404', '202405']);
  await run('202405');
  expect(await unbilled('u2')).toEqual([]);
  // A stop that is told after the run changes nothing that was not billed; one taken back into months after it does.
  await hear('u2', 'short', '2024-05-27', '2024-05-29');
  expect(await unbilled('u2')).toEqual([]);
  await hear('u2', 'late', '2024-03-05', '2024-05-20');
  expect(await unbilled('u2')).toEqual(['202405']);
});

test('months of an exemption are nobody’s debt, those of one that was ended early are', async () => {
  await hear('u3', 'foreign', '2024-04-01', '2024-05-20');
  const exemption = {
    _id: 'x1',
    unitId: 'u3',
    personId: 'foreign',
    insurances: ['210', '410'],
    country: 'KOR',
    personKind: '1',
    from: '2024-01-01',
    to: '2024-12-31',
    valid: true,
    reason: null,
    applicationId: 'a1',
    at: nowIso(),
  };
  await ExemptionModel.create(exemption);
  expect(await unbilled('u3')).toEqual([]);
  await run('202405');
  expect(await unbilled('u3')).toEqual([]);
  await ExemptionModel.updateOne({ _id: 'x1' }, { $set: { to: '2024-04-30', endedAt: nowIso() } });
  expect(await unbilled('u3')).toEqual(['202405']);
});

test('of a unit that was never reckoned every month since it began', async () => {
  await unit('u4');
  await hear('u4', 'one', '2024-04-15', '2024-05-15');
  expect(await unbilled('u4')).toEqual(['202404', '202405']);
});

test('many people cost no more than few: who was reckoned and stopped before is not read', async () => {
  await unit('big');
  const heardAt = nowIso();
  const rows = Array.from({ length: 3_000 }, (_, n) => ({
    _id: `big:${n}`,
    rev: 1,
    heardAt,
    unitId: 'big',
    personId: `p${n}`,
    insurance: '410' as const,
    identity: '101',
    from: '2024-05-01',
    to: '2024-05-28',
    state: '2' as const,
    declared: 7_000_00,
  }));
  await EnrolmentCopyModel.insertMany(rows);
  // More than anybody looks through for one answer: the month counts as open, the run settles it.
  expect(await unbilled('big')).toEqual(['202405']);
  await hall.clock((moved += 300_000));
  await run('202405');
  await on('2024-06-10');
  const looked = await reads(`${namespace}_contributions`, ['enrolment_copies', 'ledger', 'sums', 'run_units', 'runs'], () => of('big'));
  expect(await unbilled('big')).toEqual([]);
  if (looked) {
    expect(looked.scans).toEqual([]);
    expect(looked.documents).toBeLessThanOrEqual(60);
  }
});

test('where the month of a stop is not billed it is not waited for, unless the stretch began in it', async () => {
  await hear('u2', 'late', '2024-03-05', '2024-06-05');
  expect(await unbilled('u2')).toEqual(['202406']);
  const { tableOf, propose, confirm } = await import('../src/domain/policies.ts');
  const [row] = tableOf('stop-month').rows;
  const rows = [
    { ...row, to: '2024-05-31' },
    { ...row, from: '2024-06-01', value: { charged: false } },
  ];
  await propose({ requestKey: 'k', table: 'stop-month', seenVersion: 1, rows: rows as never, by: 'one' });
  await confirm('stop-month', 2, 'another');
  expect(await unbilled('u2')).toEqual([]);
  await hear('u2', 'brief', '2024-06-02', '2024-06-03');
  expect(await unbilled('u2')).toEqual(['202406']);
});
