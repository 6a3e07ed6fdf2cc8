import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { markDues, matchPayment, receivePayments, waitingPayments } from '@wangting/contracts/contributions/ledger';

import { nowIso, nowMs, realNow } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

/** Money that arrives while other money arrives, while a process dies, and while a person looks at it. */
testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { DueModel } = await import('../src/models/due.ts');
const { EntryModel } = await import('../src/models/ledger.ts');
const { PaymentModel } = await import('../src/models/record.ts');
const { store } = await import('../src/store.ts');
const { openRun, workRun } = await import('../src/domain/run.ts');
const { pay } = await import('../src/domain/pay.ts');
const finance = staff('caiwu', ['finance', 'third']);
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall([contributions]);
  await hall.clock(Date.parse('2024-04-10T04:00:00Z') - nowMs());
}, 90_000);
afterAll(() => hall.stop());
/** One unit, two people, each of whom owes 42.00 + 18.00 of 失业保险 for April. */
beforeEach(async () => {
  for (const model of Object.values(store.connection.models)) await model.deleteMany({});
  const unit = { unitId: 'u1', unitNo: '6112000001', name: '示例公司', creditCode: 'CODE-u1', area: '610113', riskClass: '1' };
  await UnitCopyModel.create({ _id: 'u1', rev: 1, heardAt: nowIso(), unit } as never);
  for (const personId of ['a', 'b']) {
    const person = { unitId: 'u1', personId, insurance: '210', identity: '101', from: '2024-01-01', to: null, state: '1' };
    await EnrolmentCopyModel.create({ _id: personId, rev: 1, heardAt: nowIso(), ...person, declared: 6000_00 } as never);
  }
  await workRun(await openRun('202404', 'test'));
});
const EACH = 60_00;
const group = { period: '202404', insurance: '210' as const, kind: '10' };
const april = { unitId: 'u1', ...group, amount: EACH, on: '2024-04-20' };
const record = (over: object = {}) => ({
  recordNo: `r-${randomUUID()}`,
  creditCode: 'CODE-u1',
  ...group,
  amount: EACH,
  paidOn: '2024-04-20',
  ...over,
});
const send = async (one: ReturnType<typeof record>) =>
  (await hall.call(receivePayments, { source: 'tax', records: [one] }, finance)).results[0];
const takenBy = async () => (await EntryModel.find({ sort: 'paid' }).sort({ _id: 1 }).lean()).map(({ cause, dues }) => [cause, dues]);

/** Holds the first call of a model's act until it is let go, as a slow database would: others overtake it. */
function held<K extends 'updateMany' | 'create'>(model: Record<K, unknown>, act: K) {
  const real = (model[act] as (...args: unknown[]) => Promise<unknown>).bind(model);
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let reached = false;
  model[act] = (async (...args: unknown[]) => {
    model[act] = real as never;
    reached = true;
    await gate;
    return real(...args);
  }) as never;
  return { reached: () => until(async () => reached), letGo };
}

describe('two records for one group', () => {
  test('at once, the first not yet shown: each takes its own dues', async () => {
    const slow = held(DueModel as never, 'updateMany');
    const first = pay({ key: 'tax:1', ...april });
    await slow.reached();
    expect(await pay({ key: 'tax:2', ...april })).toEqual({ result: 'paid', left: 0, lateFee: 0 });
    slow.letGo();
    expect(await first).toEqual({ result: 'paid', left: 0, lateFee: 0 });
    expect(await takenBy()).toEqual([
      ['tax:1', ['u1:a:210:202404:0']],
      ['tax:2', ['u1:b:210:202404:0']],
    ]);
    expect(await pay({ key: 'tax:3', ...april })).toEqual({ result: 'none', left: EACH, lateFee: 0 });
  });
});

describe('a record a person has settled elsewhere', () => {
  const close = (id: string) => hall.call(matchPayment, { id, how: 'close', note: '已退回单位' }, finance);
  const again = (id: string) => hall.call(matchPayment, { id, how: 'again' }, finance);
  const billed = async (personId: string) => {
    const person = { unitId: 'u1', personId, insurance: '210', identity: '101', from: '2024-03-01', to: null, state: '1' };
    await EnrolmentCopyModel.create({ _id: personId, rev: 1, heardAt: nowIso(), ...person, declared: 6000_00 } as never);
    await workRun(await openRun('202404', 'test'));
  };
  test.each([
    ['found no due', { kind: '21' }],
    ['found no unit', { creditCode: 'CODE-u2' }],
  ])('that %s is not posted when it is sent again and would find one now', async (_what, over) => {
    const one = record(over);
    const before = await send(one);
    await close(`tax:${one.recordNo}`);
    await ('kind' in over ? billed('late') : UnitCopyModel.updateOne({ _id: 'u1' }, { $set: { 'unit.creditCode': 'CODE-u2' } }));
    expect(await send(one)).toMatchObject({ result: before?.result, left: EACH, message: expect.stringContaining('已由工作人员处理完毕') });
    expect(await takenBy()).toEqual([]);
    await expect(again(`tax:${one.recordNo}`)).rejects.toMatchObject({ type: 'RULE_REFUSED' });
  });
  test('while another person matches it again, nobody closes it: one of the two happens', async () => {
    const one = record({ kind: '21' });
    await send(one);
    await billed('late');
    const slow = held(EntryModel as never, 'create');
    const matching = again(`tax:${one.recordNo}`);
    await slow.reached();
    await expect(close(`tax:${one.recordNo}`)).rejects.toMatchObject({ message: expect.stringContaining('正在核对') });
    slow.letGo();
    expect(await matching).toMatchObject({ waits: false });
    await expect(close(`tax:${one.recordNo}`)).rejects.toMatchObject({ message: expect.stringContaining('已处理') });
    expect(await PaymentModel.findById(`tax:${one.recordNo}`).lean()).toMatchObject({ result: 'paid', closed: null, posting: [] });
  });
  test('is not closed when it stands in the ledger already, and a process that stopped does not keep it from being closed', async () => {
    const one = record();
    await send(one);
    const id = `tax:${one.recordNo}`;
    await PaymentModel.updateOne({ _id: id }, { $set: { result: 'new', waits: true, posting: [`${realNow() - 1}:gone`] } });
    await expect(close(id)).rejects.toMatchObject({ message: expect.stringContaining('已入账') });
    expect(await again(id)).toMatchObject({ waits: false });
    const other = record({ kind: '21' });
    await send(other);
    await PaymentModel.updateOne({ _id: `tax:${other.recordNo}` }, { $set: { posting: [`${realNow() - 1}:gone`] } });
    await close(`tax:${other.recordNo}`);
  });
});

test('money that waits is shown to, and closed by, whoever serves the unit’s area; of nobody known, who serves the province', async () => {
  const known = record({ kind: '21' });
  const unknown = record({ creditCode: 'NOBODY' });
  await send(known);
  await send(unknown);
  const seen = async (areas: string[]) =>
    (await hall.call(waitingPayments, { page: 1, size: 10 }, staff('x', ['finance'], areas))).rows.map(({ recordNo }) => recordNo).sort();
  const both = [known.recordNo, unknown.recordNo].sort();
  expect(await Promise.all([['61'], ['6101'], ['610113'], ['6102', '6101'], ['6102'], ['610112'], []].map(seen))).toEqual([
    both,
    [known.recordNo],
    [known.recordNo],
    [known.recordNo],
    [],
    [],
    [],
  ]);
  const close = (one: { recordNo: string }, areas: string[]) =>
    hall.call(matchPayment, { id: `tax:${one.recordNo}`, how: 'close', note: 's' }, staff('x', ['finance'], areas));
  await expect(close(known, ['6102'])).rejects.toMatchObject({ type: 'NOT_FOUND' });
  await expect(close(unknown, ['6101'])).rejects.toMatchObject({ type: 'NOT_FOUND' });
  await close(known, ['6101']);
  await close(unknown, ['61']);
});

describe('滞纳金', () => {
  const mark = (state: '0' | '3') =>
    hall.call(markDues, { requestKey: randomUUID(), unitId: 'u1', ...group, state, source: '缓缴批复' }, finance);
  const at = (day: string) => hall.clock(Date.parse(`${day}T04:00:00Z`) - realNow());
  const late = (on: string, amount = 2 * EACH) => pay({ key: `tax:${randomUUID()}`, ...april, amount, on });
  afterAll(() => at('2024-04-10'));

  test('none for days under 缓缴: of forty days of arrears ten before it and ten after it are charged', async () => {
    await at('2024-05-11');
    await mark('3');
    await at('2024-05-31');
    await mark('0');
    // 120.00 × 0.05 % × 20
    expect(await late('2024-06-09')).toEqual({ result: 'paid', left: 0, lateFee: 1_20 });
  });
  test('none at all when 缓缴 was granted in time and is still on', async () => {
    await at('2024-04-20');
    await mark('3');
    expect(await late('2024-08-31')).toEqual({ result: 'paid', left: 0, lateFee: 0 });
  });
  test('only of those dues that were deferred', async () => {
    await at('2024-04-20');
    await DueModel.updateOne({ personId: 'b' }, { $set: { state: '1' } });
    await mark('3');
    await DueModel.updateOne({ personId: 'b' }, { $set: { state: '0' } });
    // 60.00 × 0.05 % × 31
    expect(await late('2024-05-31')).toEqual({ result: 'paid', left: 0, lateFee: 93 });
  });
  test('at the rate of the day from which it is owed, not of the day of payment', async () => {
    const fee = { unitId: 'u1', insurance: '210', kind: '31', personId: null, base: 0, unitPpm: 0, personPpm: 0, person: 0, cause: 's' };
    for (const [period, unit] of [
      ['201105', 100_00],
      ['201106', 100_00],
      ['199001', 100_00],
    ] as const)
      await DueModel.create({ _id: `special:${period}`, ...fee, period, month: period, unit, state: '0', paidOn: null });
    const paid = (period: string, on: string) =>
      pay({ key: `tax:${period}`, unitId: 'u1', period, insurance: '210', kind: '31', amount: 100_00, on });
    // Owed from 1 June 2011: two in a thousand. From 1 July: five in ten thousand. Older than the table: its first row, up to the principal.
    expect((await paid('201105', '2011-07-10')).lateFee).toBe(8_00);
    expect((await paid('201106', '2011-07-10')).lateFee).toBe(50);
    expect((await paid('199001', '2011-07-10')).lateFee).toBe(100_00);
  });
});
