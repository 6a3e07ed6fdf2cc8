import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  correctWage,
  decideRate,
  markDues,
  chargeSpecial,
  receivePayments,
  runDues,
  dueRun,
  matchPayment,
  waitingPayments,
} from '@wangting/contracts/contributions/ledger';
import { addMonths, periodRange } from '@wangting/contracts/standards/period';
import { rateOf } from '@wangting/contracts/standards/money';
import { nowMs } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

testEnvironment();
const ops = staff('ops-1', ['ops']);
const reviewer = staff('first-1', ['first', 'second', 'third', 'finance']);
let hall: TestHall;
const models = {
  ...(await import('../src/models/due.ts')),
  ...(await import('../src/models/ledger.ts')),
  ...(await import('../src/models/sum.ts')),
  ...(await import('../src/models/copies.ts')),
};

beforeAll(async () => {
  const { default: contributions } = await import('../src/contributions.service.ts');
  hall = await testHall([contributions]);
  await hear({ unit: 'u1' });
  await hear({ unit: 'u2' });
}, 60_000);
afterAll(() => hall.stop());

/** A copy arrives, as facts bring it. */
async function hear(of: { unit?: string; person?: string; from?: string; to?: string | null; wage?: number; state?: '1' | '2' | '3' }) {
  const heardAt = new Date(nowMs()).toISOString();
  if (!of.person) {
    await models.UnitCopyModel.create({
      _id: of.unit,
      rev: 1,
      heardAt,
      unit: {
        unitId: of.unit,
        unitNo: `61120000${of.unit}`,
        name: `示例${of.unit}`,
        creditCode: `CODE-${of.unit}`,
        area: '610113',
        riskClass: '1',
      },
    } as never);
    return;
  }
  for (const insurance of ['210', '410'] as const)
    await models.EnrolmentCopyModel.replaceOne(
      { _id: `${of.person}:${insurance}` },
      {
        rev: 1,
        heardAt,
        unitId: 'u1',
        personId: of.person,
        insurance,
        identity: '101',
        from: of.from,
        to: of.to ?? null,
        state: of.state ?? '1',
        declared: of.wage,
      },
      { upsert: true },
    );
}
/** Asks for a run and waits until it is done, as the page does. */
async function run(period: string) {
  const { runId } = await hall.call(runDues, { period }, ops);
  return until(async () => {
    const { run: seen } = await hall.call(dueRun, { runId }, ops);
    return seen.state === 'done' && seen;
  }, 20_000);
}
let moved = 0;
async function on(day: string) {
  moved = Date.parse(`${day}T04:00:00Z`) - (nowMs() - moved);
  await hall.clock(moved);
}

/** What a person and month should net to, reckoned here by hand: limits and rates of 2024 written out. */
const LIMITS: Record<string, [number, number]> = { 2023: [4217_00, 21086_00], 2024: [4559_00, 22795_00], 2025: [4677_00, 23385_00] };
function byHand(insurance: string, month: string, wage: number) {
  const [floor, cap] = LIMITS[month.slice(0, 4)] ?? [0, 0];
  const base = Math.min(Math.max(wage, floor), cap);
  return insurance === '210'
    ? { base, unit: rateOf(base, 7_000), person: rateOf(base, 3_000) }
    : { base, unit: rateOf(base, 2_000), person: 0 };
}
const net = async (personId: string, insurance: string, month: string) => {
  const rows = await models.EntryModel.find({ unitId: 'u1', personId, insurance, month, sort: 'due' }).lean();
  return rows.reduce((sum, row) => ({ base: sum.base + row.base, unit: sum.unit + row.unit, person: sum.person + row.person }), {
    base: 0,
    unit: 0,
    person: 0,
  });
};
/** Rows of a unit and month add up to its summary, to the fen: checked after everything that happens. */
async function addsUp() {
  const dues = await models.DueModel.find({}).lean();
  const entries = await models.EntryModel.find({ sort: 'due' }).lean();
  const sums = await models.SumModel.find({}).lean();
  expect(dues.length).toBe(entries.length);
  const total = (rows: readonly { unit: number; person: number }[]) => rows.reduce((sum, row) => sum + row.unit + row.person, 0);
  for (const [group, rows] of Map.groupBy(entries, (row) => `${row.unitId}:${row.period}:${row.insurance}:${row.kind}`)) {
    const sum = sums.find(({ _id }) => _id === group);
    expect({ group, rows: sum?.rows, total: sum && sum.unit + sum.person, control: sum?.control }).toEqual({
      group,
      rows: rows.length,
      total: total(rows),
      control: total(rows),
    });
    expect(Object.values(sum?.states ?? {}).reduce((all, part) => all + part.unit + part.person, 0)).toBe(total(rows));
  }
  expect(new Set(sums.map(({ _id }) => _id)).size).toBe(
    Map.groupBy(entries, (r) => `${r.unitId}:${r.period}:${r.insurance}:${r.kind}`).size,
  );
}

describe('a year of a unit', () => {
  const YEAR = periodRange('202401', '202412');
  test('joiners, leavers, corrections and refunds net to what each month costs, whoever runs it how often', async () => {
    await on('2024-01-10');
    await hear({ person: 'stays', from: '2020-03-01', wage: 7000_00 });
    await hear({ person: 'low', from: '2022-05-01', wage: 3000_00 });
    await hear({ person: 'high', from: '2023-11-01', wage: 30_000_00 });
    await hear({ person: 'leaver', from: '2021-01-01', wage: 6500_00 });
    for (const period of YEAR) {
      const month = `${period.slice(0, 4)}-${period.slice(4)}`;
      await on(`${month}-20`);
      if (period === '202405') await hear({ person: 'joiner', from: '2024-03-15', wage: 5000_00 });
      if (period === '202410') await hear({ person: 'leaver', from: '2021-01-01', to: '2024-07-31', state: '2', wage: 6500_00 });
      if (period === '202411') await hear({ person: 'mistake', from: '2024-11-01', wage: 5000_00 });
      if (period === '202412') await hear({ person: 'mistake', from: '2024-11-01', wage: 5000_00, state: '3' });
      if (period === '202406')
        for (const insurance of ['210', '410'] as const) {
          const ask = {
            requestKey: randomUUID(),
            unitId: 'u1',
            personId: 'stays',
            insurance,
            from: '202403',
            declared: 8000_00,
            source: '工资核查',
          };
          const [first, second] = await Promise.all([hall.call(correctWage, ask, reviewer), hall.call(correctWage, ask, reviewer)]);
          expect(first.rows + second.rows).toBe(3); // March to May, once
          await expect(hall.call(correctWage, { ...ask, declared: 9000_00 }, reviewer)).rejects.toMatchObject({
            type: 'REQUEST_KEY_REUSED',
          });
        }
      await Promise.all([run(period), run(period)]);
      await addsUp();
    }
    const expected = (person: string, month: string): number | null => {
      if (person === 'stays') return month >= '202403' ? 8000_00 : 7000_00;
      if (person === 'low') return 3000_00;
      if (person === 'high') return 30_000_00;
      if (person === 'leaver') return month <= '202407' ? 6500_00 : null;
      if (person === 'joiner') return month >= '202403' ? 5000_00 : null;
      return null;
    };
    for (const person of ['stays', 'low', 'high', 'leaver', 'joiner', 'mistake'])
      for (const insurance of ['210', '410'])
        for (const month of YEAR) {
          const wage = expected(person, month);
          expect({ of: person, insurance, month, ...(await net(person, insurance, month)) }).toEqual({
            of: person,
            insurance,
            month,
            ...(wage === null ? { base: 0, unit: 0, person: 0 } : byHand(insurance, month, wage)),
          });
        }
    // Nobody was billed for months before the ledger's first run; a joiner's past months are 断缴补缴 of the month they were found in.
    expect(await models.EntryModel.countDocuments({ month: { $lt: '202401' } })).toBe(0);
    expect(
      (await models.EntryModel.find({ personId: 'joiner', insurance: '210', kind: '21' }).sort({ month: 1 }).lean()).map((row) => [
        row.period,
        row.month,
      ]),
    ).toEqual([
      ['202405', '202403'],
      ['202405', '202404'],
    ]);
    expect(
      (await models.EntryModel.find({ personId: 'leaver', insurance: '410', kind: '41' }).sort({ month: 1 }).lean()).map((row) => [
        row.period,
        row.month,
      ]),
    ).toEqual([
      ['202410', '202408'],
      ['202410', '202409'],
    ]);
  }, 60_000);

  test('a run shows its control totals, which are the ledger’s own; who has no business there sees nothing', async () => {
    const { run: seen, sums, failures } = await hall.call(dueRun, { runId: '202410:1' }, staff('fin', ['finance']));
    expect([seen.units, seen.todo, seen.failed, failures]).toEqual([2, 0, 0, []]);
    const rows = await models.EntryModel.find({ period: '202410', sort: 'due' }).lean();
    expect(sums.map(({ insurance, kind }) => `${insurance}:${kind}`)).toEqual(['210:10', '210:41', '410:10', '410:41']);
    for (const { insurance, kind, control, unit, person, paid, refunded } of sums) {
      const mine = rows.filter((row) => row.insurance === insurance && row.kind === kind);
      expect([control, unit + person]).toEqual(Array(2).fill(mine.reduce((all, row) => all + row.unit + row.person, 0)));
      expect([paid, refunded]).toEqual([0, 0]);
    }
    expect(seen.total).toBe(sums.reduce((all, { control }) => all + control, 0));
    await expect(hall.call(dueRun, { runId: '202410:9' }, ops)).rejects.toMatchObject({ type: 'NOT_FOUND' });
    await expect(hall.call(dueRun, { runId: '202410:1' }, staff('z', ['intake']))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });

  test('a process that stopped before projection and sums: the next run makes both from the ledger', async () => {
    const before = await models.DueModel.find({ period: '202412' }).sort({ _id: 1 }).lean();
    await models.DueModel.deleteMany({ period: '202412', personId: 'stays' });
    await models.SumModel.deleteMany({ period: '202412', insurance: '210' });
    await run('202412');
    expect(await models.DueModel.find({ period: '202412' }).sort({ _id: 1 }).lean()).toEqual(before);
    await addsUp();
  });

  test('a unit with a split of its own: the months from there on get 比例差, earlier ones stay as billed', async () => {
    const ask = {
      requestKey: randomUUID(),
      unitId: 'u1',
      insurance: '210' as const,
      from: '202411',
      unitPpm: 5_000,
      personPpm: 5_000,
      source: '测试单位',
    };
    const { rows } = await hall.call(decideRate, ask, reviewer);
    expect(rows).toBe(8); // four people, two months; the mistake is not among them
    expect(await net('high', '210', '202412')).toEqual({ base: 22_795_00, unit: 113_98, person: 113_98 });
    expect(await net('high', '210', '202410')).toEqual(byHand('210', '202410', 30_000_00));
    await addsUp();
  });
});

test('the timer goes on with an open run, opens this month’s from the 25th on, and once', async () => {
  const { runByTimer } = await import('../src/domain/run.ts');
  const { RunModel } = await import('../src/models/run.ts');
  await on('2025-01-24');
  await runByTimer();
  expect(await RunModel.exists({ period: '202501' })).toBeNull();
  await on('2025-01-25');
  await Promise.all([runByTimer(), runByTimer()]);
  expect(await RunModel.find({ period: '202501' }).lean()).toMatchObject([{ by: 'timer', state: 'done' }]);
  await RunModel.updateOne({ period: '202501' }, { $set: { state: 'open' } });
  await runByTimer();
  expect(await RunModel.find({ period: '202501' }).lean()).toMatchObject([{ state: 'done' }]);
  await addsUp();
});

describe('money arrives', () => {
  const record = (over: object) => ({
    recordNo: `r-${randomUUID()}`,
    creditCode: 'CODE-u1',
    period: '202402',
    insurance: '210' as const,
    kind: '10',
    amount: 0,
    paidOn: '2024-02-25',
    ...over,
  });
  const send = (...records: ReturnType<typeof record>[]) => hall.call(receivePayments, { source: 'tax', records }, reviewer);
  const owed = async (period: string, insurance = '210', kind = '10') => {
    const rows = await models.DueModel.find({ unitId: 'u1', period, insurance, kind, state: '0' }).lean();
    return rows.reduce((sum, row) => sum + row.unit + row.person, 0);
  };
  test('whole: all rows are 已实缴; the same record ten times at once is one payment', async () => {
    const one = record({ amount: await owed('202402') });
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(one)));
    expect(new Set(answers.map(({ results }) => results[0]?.result))).toEqual(new Set(['paid']));
    expect(await models.EntryModel.countDocuments({ sort: 'paid', period: '202402', insurance: '210' })).toBe(1);
    expect(await owed('202402')).toBe(0);
    expect((await send({ ...one, amount: 1 })).results[0]).toMatchObject({ result: 'reused' });
    await addsUp();
  });
  test('part: whole rows in order, the rest stays owed and the remainder waits; two payments at once never take one row twice', async () => {
    const total = await owed('202403');
    const half = Math.floor(total / 2);
    const { results } = await send(record({ period: '202403', amount: half }));
    expect(results[0]).toMatchObject({ result: 'part' });
    const rest = await owed('202403');
    expect(total - rest + (results[0]?.left ?? 0)).toBe(half);
    const both = await Promise.all([send(record({ period: '202403', amount: rest })), send(record({ period: '202403', amount: rest }))]);
    expect(both.map(({ results: [one] }) => one?.result).sort()).toEqual(['none', 'paid']);
    await addsUp();
  });
  test('late: 滞纳金 of five in ten thousand a day, owed by the unit, once', async () => {
    const principal = await owed('202404', '410');
    const one = record({ period: '202404', insurance: '410', amount: principal, paidOn: '2024-05-10' });
    expect((await send(one)).results[0]).toMatchObject({ result: 'paid', lateFee: Math.round((principal * 5 * 10) / 10_000) });
    await send(one);
    expect(await models.DueModel.find({ unitId: 'u1', period: '202404', kind: '61' }).lean()).toMatchObject([
      { personId: null, insurance: '410' },
    ]);
    await addsUp();
  });
  test('refunds go back under 退费, and what nobody owes waits for a person', async () => {
    const amount = await owed('202410', '210', '41');
    expect(amount).toBeLessThan(0);
    const back = () => send(record({ period: '202410', kind: '41', amount, paidOn: '2024-10-30' }));
    // Nothing goes back for months that were never paid: the record waits for a person.
    expect((await back()).results[0]).toMatchObject({ result: 'none', left: amount });
    await send(record({ period: '202408', amount: await owed('202408') }), record({ period: '202409', amount: await owed('202409') }));
    expect((await back()).results[0]).toMatchObject({ result: 'paid' });
    expect((await models.DueModel.find({ period: '202410', kind: '41', insurance: '210' }).lean()).map(({ state }) => state)).toEqual([
      '4',
      '4',
    ]);
    const { results } = await send(record({ period: '209901', amount: 100 }), record({ creditCode: 'NOBODY', amount: 100 }));
    expect(results.map(({ result, left }) => [result, left])).toEqual([
      ['none', 100],
      ['unknown', 100],
    ]);
  });
  test('a refused collection posts nothing and waits for a person, who can only close it', async () => {
    const before = [await owed('202405'), await models.EntryModel.countDocuments({ sort: 'paid' })];
    const one = record({ period: '202405', amount: 0, refused: '余额不足' });
    const answers = await Promise.all([send(one), send(one)]);
    expect(answers.map(({ results }) => results)).toEqual(Array(2).fill([expect.objectContaining({ result: 'refused', left: 0 })]));
    expect([await owed('202405'), await models.EntryModel.countDocuments({ sort: 'paid' })]).toEqual(before);
    const id = `tax:${one.recordNo}`;
    const waiting = async () => (await hall.call(waitingPayments, { page: 1, size: 100 }, reviewer)).rows.find((row) => row.id === id);
    expect(await waiting()).toMatchObject({ result: 'refused', refused: '余额不足', unitName: '示例u1' });
    await expect(hall.call(matchPayment, { id, how: 'again' }, reviewer)).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    await hall.call(matchPayment, { id, how: 'close', note: '已通知单位' }, reviewer);
    expect(await waiting()).toBeUndefined();
    for (const bad of [{ amount: 5, refused: '余额不足' }, { amount: 0 }])
      await expect(send(record({ period: '202405', ...bad }))).rejects.toMatchObject({ type: 'INPUT_INVALID' });
  });
  test('a file with one bad line is refused whole', async () => {
    await expect(send(record({ amount: 1 }), record({ amount: 1.5 }))).rejects.toMatchObject({ type: 'INPUT_INVALID' });
    await expect(send(record({ period: '202413' }))).rejects.toMatchObject({ type: 'INPUT_INVALID' });
  });
});

describe('what the agency decides', () => {
  test('特殊补缴 belongs to the unit, once per request', async () => {
    const ask = {
      requestKey: randomUUID(),
      unitId: 'u1',
      insurance: '210' as const,
      kind: '31' as const,
      period: '202412',
      month: '202406',
      amount: 1234_56,
      source: '稽核决定',
    };
    const [a, b] = await Promise.all([hall.call(chargeSpecial, ask, reviewer), hall.call(chargeSpecial, ask, reviewer)]);
    expect(a.serialNo).toBe(b.serialNo);
    expect(await models.DueModel.find({ kind: '31' }).lean()).toMatchObject([{ personId: null, base: 0, unit: 1234_56, state: '0' }]);
    await addsUp();
  });
  test('缓缴 and its lifting', async () => {
    const ask = { unitId: 'u1', period: '202407', insurance: '210' as const, kind: '10', source: '缓缴批复' };
    const { rows } = await hall.call(markDues, { ...ask, requestKey: randomUUID(), state: '3' }, reviewer);
    expect(rows).toBeGreaterThan(0);
    expect(await models.DueModel.countDocuments({ unitId: 'u1', period: '202407', insurance: '210', kind: '10', state: '3' })).toBe(rows);
    expect((await hall.call(markDues, { ...ask, requestKey: randomUUID(), state: '0' }, reviewer)).rows).toBe(rows);
    await addsUp();
  });
  test.each([
    ['another area', staff('x', ['first', 'second', 'third'], ['6102']), 'NOT_FOUND'],
    ['without the role', staff('y', ['intake']), 'NOT_ALLOWED'],
    ['nobody', null, 'NOT_LOGGED_IN'],
  ])('%s decides nothing', async (_who, as, type) => {
    const ask = {
      requestKey: randomUUID(),
      unitId: 'u1',
      personId: 'stays',
      insurance: '210' as const,
      from: '202401',
      declared: 1,
      source: 'x',
    };
    await expect(hall.call(correctWage, ask, as)).rejects.toMatchObject({ type });
  });
  test('a period ahead is refused, and one that does not exist', async () => {
    await expect(run(addMonths('202412', 30))).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    await expect(run('202400')).rejects.toMatchObject({ type: 'INPUT_INVALID' });
  });
});

test('inserted once: what is new is told from what was there, also of a mixed lot', async () => {
  const { insertOnce } = await import('../src/domain/insert-once.ts');
  const { TaskModel } = await import('../src/models/run.ts');
  const task = (n: number) => ({
    _id: `once:${n}`,
    runId: 'once',
    unitId: `u${n}`,
    differences: false,
    state: 'done' as const,
    lease: 0,
    rows: 0,
    total: 0,
    note: null,
    startedAt: null,
  });
  expect(await insertOnce(TaskModel, [task(1), task(2)])).toHaveLength(2);
  const lots = await Promise.all([1, 2, 3].map(() => insertOnce(TaskModel, [task(1), task(3), task(2), task(4)])));
  expect(
    lots
      .flat()
      .map(({ _id }) => _id)
      .sort(),
  ).toEqual(['once:3', 'once:4']);
});
