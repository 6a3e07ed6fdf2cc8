import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chargedPeople, history, personMonths } from '@wangting/contracts/contributions/questions';
import { nowMs } from '@wangting/kit/clock';
import { testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';

testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { resum } = await import('../src/domain/resum.ts');
const { DueModel } = await import('../src/models/due.ts');
let hall: TestHall;

/** What certificates and records say of months is asked for on the 26th of June 2024. */
beforeAll(async () => {
  hall = await testHall([contributions]);
  await hall.clock(Date.parse('2024-06-26T04:00:00Z') - nowMs());
}, 30_000);
afterAll(() => hall.stop());

interface Said {
  kind?: string;
  state: string;
  /** Of the unit; the person pays half as much. Negative: goes back. */
  unit: number;
  month?: string;
  period?: string;
}
let count = 0;
/** A unit of its own with one person, 失业 only, and what stands of him in the ledger. */
async function standing(...said: Said[]): Promise<{ unitId: string; personId: string }> {
  const [unitId, personId] = [`unit-${++count}`, `person-${count}`];
  for (const [n, { kind = '10', state, unit, month = '202405', period = month }] of said.entries()) {
    const group = { unitId, period, insurance: '210', kind };
    const money = { base: unit * 100, unit, person: unit / 2, unitPpm: 0, personPpm: 0 };
    await DueModel.create({ _id: `${unitId}:${n}`, ...group, personId, month, ...money, state, paidOn: null, cause: 'test' });
    await resum(group);
  }
  return { unitId, personId };
}
const span = { from: '202404', to: '202406' };
async function seen(...said: Said[]) {
  const { unitId, personId } = await standing(...said);
  const unit = await hall.callAs('documents', history, { unitId, ...span });
  const person = await hall.callAs('documents', history, { personId, ...span });
  const record = await hall.callAs('documents', personMonths, { unitId, personIds: [personId], ...span });
  return { unit: unit.months, person: person.months, record: record.people[0]?.months ?? [], counted: record.people[0]?.paidMonths ?? {} };
}

describe('what papers say of a month', () => {
  test.each<[string, Said[], { state: string; owed: number; paid: number; counted: number }]>([
    ['paid', [{ state: '1', unit: 100 }], { state: '1', owed: 0, paid: 150, counted: 1 }],
    ['unpaid, and over', [{ state: '0', unit: 100 }], { state: '2', owed: 150, paid: 0, counted: 0 }],
    ['unpaid, and not over', [{ state: '0', unit: 100, month: '202406' }], { state: '0', owed: 0, paid: 0, counted: 0 }],
    ['缓缴', [{ state: '3', unit: 100 }], { state: '3', owed: 0, paid: 0, counted: 0 }],
    ['核销', [{ state: '5', unit: 100 }], { state: '5', owed: 0, paid: 0, counted: 0 }],
    [
      'gone back whole',
      [
        { state: '1', unit: 100 },
        { kind: '41', state: '4', unit: -100 },
      ],
      { state: '4', owed: 0, paid: 0, counted: 0 },
    ],
    [
      'paid, a 差退 waits',
      [
        { state: '1', unit: 100 },
        { kind: '42', state: '0', unit: -20 },
      ],
      { state: '1', owed: 0, paid: 150, counted: 1 },
    ],
    [
      'unpaid, an equal 退费 waits',
      [
        { state: '0', unit: 100 },
        { kind: '41', state: '0', unit: -100 },
      ],
      { state: '2', owed: 150, paid: 0, counted: 0 },
    ],
    [
      'paid but for a 差补 of it',
      [
        { state: '1', unit: 100 },
        { kind: '22', state: '0', unit: 20 },
      ],
      { state: '2', owed: 30, paid: 150, counted: 0 },
    ],
    ['nothing was charged', [{ state: '0', unit: 0 }], { state: '1', owed: 0, paid: 0, counted: 1 }],
  ])('%s', async (_what, said, { state, owed, paid, counted }) => {
    const { unit, person, record, counted: months } = await seen(...said);
    for (const rows of [unit, person]) expect(rows).toMatchObject([{ state, owed, paid, people: 1 }]);
    expect(record).toMatchObject([{ state, owed: { unit: (owed / 3) * 2, person: owed / 3 } }]);
    expect(months['210'] ?? 0).toBe(counted);
  });
  test('a month in which money only goes back is negative, and said as it is', async () => {
    const { unit } = await seen({ kind: '41', state: '0', unit: -100, month: '202404', period: '202405' });
    expect(unit).toEqual([{ month: '202405', insurance: '210', people: 0, base: -10_000, due: -150, paid: 0, owed: 0, state: '0' }]);
    const gone = await seen({ kind: '41', state: '4', unit: -100 });
    expect(gone.unit).toMatchObject([{ due: -150, paid: -150, owed: 0, state: '4' }]);
  });
  test('a 补缴 is in arrears when its own 费款所属期 is over, not the month it is for', async () => {
    const { unit, record } = await seen({ kind: '21', state: '0', unit: 100, month: '202404', period: '202406' });
    expect(unit).toMatchObject([{ month: '202406', owed: 0, state: '0' }]);
    expect(record).toMatchObject([{ month: '202404', owed: { unit: 0 }, state: '0' }]);
  });
});

test('who was charged in a year is asked by the months that were charged, not by when they were billed', async () => {
  const { unitId, personId: late } = await standing({ kind: '21', state: '1', unit: 100, month: '202312', period: '202405' });
  const of = (year: string) => hall.callAs('documents', chargedPeople, { unitId, from: `${year}01`, to: `${year}12`, size: 10 });
  expect([await of('2023'), await of('2024')]).toEqual([
    { personIds: [late], total: 1 },
    { personIds: [], total: 0 },
  ]);
  const due = await DueModel.findOne({ unitId }).lean();
  const group = { unitId, period: '202405', insurance: '210' };
  const more = [
    { personId: 'a-month', kind: '10', month: '202405' },
    { personId: 'b-fee', kind: '61', month: '202405' },
    { personId: null, kind: '31', month: '202405' },
  ];
  for (const one of more) {
    await DueModel.create({ ...due, ...one, _id: `${unitId}:${one.kind}` });
    await resum({ ...group, kind: one.kind });
  }
  expect([await of('2023'), await of('2024')]).toEqual([
    { personIds: [late], total: 1 },
    { personIds: ['a-month'], total: 1 },
  ]);
  expect(await hall.callAs('documents', chargedPeople, { unitId, from: '202301', to: '202412', after: 'a-month', size: 1 })).toEqual({
    personIds: [late],
    total: 2,
  });
  // Those in time are read from the index alone; of the others only what came late is looked at.
  await DueModel.insertMany(
    Array.from({ length: 500 }, (_, n) => ({ ...due, _id: `many:${unitId}:${n}`, personId: `many-${n}`, kind: '10', month: '202405' })),
  );
  const looked = await reads(`${hall.namespace}_contributions`, ['due_rows'], async () => void (await of('2023')));
  if (looked) expect(looked).toEqual({ documents: 2, scans: [] });
});
