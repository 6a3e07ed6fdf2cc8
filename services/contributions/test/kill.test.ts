import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { receivePayments, type PaymentRecord } from '@wangting/contracts/contributions/ledger';
import { nowIso } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

testEnvironment();
const finance = staff('fin', ['finance']);
const schemas: Parameters<typeof testHall>[0][number][] = [];
const RECORDS = 12;
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall(schemas);
}, 30_000);
afterAll(() => hall.stop());

/** Sends the file to a process that is killed on the way; comes back when it is dead and the sender knows that nobody answered. */
async function sentInVain(records: PaymentRecord[], at: number, when: 'before-ledger' | 'after-ledger'): Promise<void> {
  const dying = spawn(process.execPath, [fileURLToPath(new URL('./dying-in-file.ts', import.meta.url))], {
    env: { ...process.env, DIES_AT: String(at), DIES_WHEN: when },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(dying.stdout, 'data');
    await hall.caller.waitForServices('contributions', 20_000);
    const died = once(dying, 'exit');
    const unanswered = hall.call(receivePayments, { source: 'tax', records }, finance).then(
      () => false,
      () => true,
    );
    expect((await died)[1]).toBe('SIGKILL');
    expect(await unanswered).toBe(true);
  } finally {
    dying.kill('SIGKILL');
  }
}

test('killed between the ledger and its projection: another record of the same group finds what is left, never the same dues again', async () => {
  const { store } = await import('../src/store.ts');
  const { EntryModel } = await import('../src/models/ledger.ts');
  const { DueModel } = await import('../src/models/due.ts');
  const { UnitCopyModel, EnrolmentCopyModel } = await import('../src/models/copies.ts');
  const { openRun, workRun } = await import('../src/domain/run.ts');
  const { pay } = await import('../src/domain/pay.ts');
  const { PaymentModel } = await import('../src/models/record.ts');
  await store.open();
  const unit = { unitId: 'both', unitNo: '6112000099', name: '示例两人', creditCode: 'CODE-both', area: '610113', riskClass: '1' };
  await UnitCopyModel.create({ _id: 'both', rev: 1, heardAt: nowIso(), unit } as never);
  for (const personId of ['first', 'second']) {
    const person = { unitId: 'both', personId, insurance: '210', identity: '101', from: '2024-01-01', to: null, state: '1' };
    await EnrolmentCopyModel.create({ _id: `${personId}:210`, rev: 1, heardAt: nowIso(), ...person, declared: 6000_00 } as never);
  }
  await workRun(await openRun('202403', 'test'));
  const said = { period: '202403', insurance: '210' as const, kind: '10', amount: 60_00 };
  await sentInVain([{ recordNo: 's-1', creditCode: 'CODE-both', ...said, paidOn: '2024-03-20' }], 0, 'after-ledger');
  expect([await EntryModel.countDocuments({ sort: 'paid' }), await DueModel.countDocuments({ state: '1' })]).toEqual([1, 0]);

  expect(await pay({ key: 'tax:s-2', unitId: 'both', ...said, on: '2024-03-21' })).toEqual({ result: 'paid', left: 0, lateFee: 0 });
  const paid = await EntryModel.find({ sort: 'paid' }).sort({ _id: 1 }).lean();
  expect(paid.map(({ cause, dues }) => [cause, dues])).toEqual([
    ['tax:s-1', ['both:first:210:202403:0']],
    ['tax:s-2', ['both:second:210:202403:0']],
  ]);
  expect((await DueModel.find({}).sort({ _id: 1 }).lean()).map(({ state, paidOn }) => [state, paidOn])).toEqual([
    ['1', '2024-03-20'],
    ['1', '2024-03-21'],
  ]);
  // The record that died is still noted as new: sent again, it finds its own row in the ledger.
  expect((await PaymentModel.find({}).lean()).map(({ _id, result }) => [_id, result])).toEqual([['tax:s-1', 'new']]);
  for (const model of Object.values(store.connection.models)) await model.deleteMany({});
}, 120_000);

test('killed half-way through a payment file, twice, at two places: the same file again completes it, each record once', async () => {
  const { store } = await import('../src/store.ts');
  const { EntryModel } = await import('../src/models/ledger.ts');
  const { DueModel } = await import('../src/models/due.ts');
  const { SumModel } = await import('../src/models/sum.ts');
  const { PaymentModel } = await import('../src/models/record.ts');
  const { UnitCopyModel, EnrolmentCopyModel } = await import('../src/models/copies.ts');
  const { openRun, workRun } = await import('../src/domain/run.ts');
  await store.open();
  const units = Array.from({ length: RECORDS }, (_, at) => `u${String(at).padStart(2, '0')}`);
  for (const [at, _id] of units.entries()) {
    const unit = { unitId: _id, unitNo: `61120000${_id}`, name: `示例${_id}`, creditCode: `CODE-${_id}`, area: '610113', riskClass: '1' };
    await UnitCopyModel.create({ _id, rev: 1, heardAt: nowIso(), unit } as never);
    const person = { unitId: _id, personId: `p${at}`, insurance: '210', identity: '101', from: '2024-01-01', to: null, state: '1' };
    await EnrolmentCopyModel.create({ _id: `p${at}:210`, rev: 1, heardAt: nowIso(), ...person, declared: 5000_00 + at * 100_00 } as never);
  }
  await workRun(await openRun('202404', 'test'));
  const owed = new Map((await SumModel.find({ period: '202404' }).lean()).map(({ unitId, unit, person }) => [unitId, unit + person]));
  const records = units.map((id, at) => ({
    recordNo: `r-${at}`,
    creditCode: `CODE-${id}`,
    period: '202404',
    insurance: '210' as const,
    kind: '10',
    amount: owed.get(id) ?? 0,
    paidOn: '2024-04-20',
  }));

  await sentInVain(records, 5, 'after-ledger');
  // The sixth record stands in the ledger and nowhere else: the state a person sees is behind.
  expect(await EntryModel.countDocuments({ sort: 'paid' })).toBe(6);
  expect(await DueModel.countDocuments({ state: '1' })).toBe(5);
  await sentInVain(records, 3, 'before-ledger');
  expect(await EntryModel.countDocuments({ sort: 'paid' })).toBe(9);
  expect(await DueModel.countDocuments({ state: '1' })).toBe(9);

  const { default: contributions } = await import('../src/contributions.service.ts');
  hall.server.createService(contributions);
  schemas.push(contributions); // its database goes with the hall
  await hall.caller.waitForServices('contributions', 20_000);
  for (let again = 0; again < 2; again += 1) {
    const { results } = await hall.call(receivePayments, { source: 'tax', records }, finance);
    expect(results.map(({ result, left }) => [result, left])).toEqual(records.map(() => ['paid', 0]));
  }
  const paid = await EntryModel.find({ sort: 'paid' }).lean();
  expect(new Set(paid.map(({ cause }) => cause))).toEqual(new Set(records.map(({ recordNo }) => `tax:${recordNo}`)));
  expect(paid.map(({ unitId, unit, person }) => [unitId, unit + person]).sort()).toEqual([...owed].sort());
  expect([await DueModel.countDocuments({ state: '1' }), await PaymentModel.countDocuments({ waits: true })]).toEqual([RECORDS, 0]);
  for (const { unit, person, control, states } of await SumModel.find({ period: '202404' }).lean())
    expect([control, states['1']?.rows]).toEqual([unit + person, 1]);
}, 120_000);
