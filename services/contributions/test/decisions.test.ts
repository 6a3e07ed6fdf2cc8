import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { correctWage, decideRate, markDues } from '@wangting/contracts/contributions/ledger';
import { baseLimits } from '@wangting/contracts/policies/base-limits';
import { nowIso, nowMs } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

/** What the agency decides while others decide, and asked a second time. */
testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { UnitRateModel, WageModel } = await import('../src/models/decision.ts');
const { DueModel } = await import('../src/models/due.ts');
const { EntryModel } = await import('../src/models/ledger.ts');
const { PolicyModel } = await import('../src/models/policy.ts');
const { store } = await import('../src/store.ts');
const { seedPolicies } = await import('../src/domain/policies.ts');
const { openRun, workRun } = await import('../src/domain/run.ts');
const agency = staff('fuhe', ['first', 'second', 'third']);
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall([contributions]);
  await hall.clock(Date.parse('2024-05-20T04:00:00Z') - nowMs());
}, 90_000);
afterAll(() => hall.stop());
/** One unit of class two, one person with both insurances, billed on 4559.00 (the floor) in April and May. */
beforeEach(async () => {
  for (const model of Object.values(store.connection.models)) await model.deleteMany({});
  await seedPolicies();
  const unit = { unitId: 'u1', unitNo: '6112000001', name: '示例公司', creditCode: 'c', area: '610113', riskClass: '2' };
  await UnitCopyModel.create({ _id: 'u1', rev: 1, heardAt: nowIso(), unit } as never);
  for (const insurance of ['210', '410'] as const) {
    const person = { unitId: 'u1', personId: 'p', insurance, identity: '101', from: '2024-01-01', to: null, state: '1' as const };
    await EnrolmentCopyModel.create({ _id: `p:${insurance}`, rev: 1, heardAt: nowIso(), ...person, declared: 4000_00 });
  }
  for (const period of ['202404', '202405']) await workRun(await openRun(period, 'test'));
});

const wage = (over: object = {}) => ({
  requestKey: randomUUID(),
  unitId: 'u1',
  personId: 'p',
  insurance: '210' as const,
  from: '202404',
  declared: 8000_00,
  source: '工资核查',
  ...over,
});
const split = (over: object = {}) => ({
  requestKey: randomUUID(),
  unitId: 'u1',
  insurance: '210' as const,
  from: '202404',
  unitPpm: 5_000,
  personPpm: 5_000,
  source: '核定书',
  ...over,
});
const correct = (ask: ReturnType<typeof wage>, as = agency) => hall.call(correctWage, ask as never, as);
const decide = (ask: object, as = agency) => hall.call(decideRate, ask as never, as);
const net = async (insurance: string, month: string) => {
  const rows = await EntryModel.find({ insurance, month, sort: 'due' }).lean();
  const dues = await DueModel.find({ insurance, month }).lean();
  expect(dues.map(({ _id }) => _id).sort()).toEqual(rows.map(({ _id }) => _id).sort());
  const total = (of: 'base' | 'unit' | 'person') => rows.reduce((sum, row) => sum + row[of], 0);
  return [total('base'), total('unit'), total('person')];
};

describe('differences', () => {
  test.each([
    ['a rate finds a wage’s rows', 'wage first'],
    ['a wage finds a rate’s rows', 'rate first'],
  ])('%s under its keys: it is reckoned again, and both are in what the months come to', async (_what, order) => {
    const insertMany = EntryModel.insertMany.bind(EntryModel) as (...args: unknown[]) => Promise<never>;
    const doors: (() => void)[] = [];
    EntryModel.insertMany = (async (...args: unknown[]) => {
      await new Promise<void>((resolve) => doors.push(resolve));
      return insertMany(...args);
    }) as never;
    const reckoned = (n: number) => until(async () => doors.length === n);
    const [first, second] =
      order === 'wage first' ? [() => correct(wage()), () => decide(split())] : [() => decide(split()), () => correct(wage())];
    // The second knows of both decisions, the first only of its own, and writes first.
    const quick = first();
    await reckoned(1);
    const slow = second();
    await reckoned(2);
    EntryModel.insertMany = insertMany as never;
    doors[0]?.();
    await quick;
    doors[1]?.();
    await slow;
    for (const month of ['202404', '202405']) expect(await net('210', month)).toEqual([8000_00, 40_00, 40_00]);
  });

  test('are of the insurance that was decided on, and of no other', async () => {
    // A floor that came late: nobody has decided that what was billed is corrected by it.
    const rows = baseLimits.rows.map((row) => (row.from === '202401' ? { ...row, value: { ...row.value, floorFen: 4800_00 } } : row));
    const confirmed = { state: 'confirmed' as const, requestKey: 'k', by: 'a', at: nowIso(), confirmedBy: 'b', confirmedAt: nowIso() };
    await PolicyModel.create({ _id: 'base-limits:2', table: 'base-limits', version: 2, rows, ...confirmed } as never);
    const before = [await net('210', '202404'), await net('210', '202405')];
    expect((await correct(wage({ insurance: '410', declared: 9000_00 }))).rows).toBe(2);
    expect((await decide({ ...split(), insurance: '410', unitPpm: undefined, personPpm: undefined, stepPercent: 150 })).rows).toBe(2);
    expect([await net('210', '202404'), await net('210', '202405')]).toEqual(before);
    expect(await net('410', '202405')).toEqual([9000_00, 54_00, 0]);
  });
});

describe('单位费率核定', () => {
  const ended = async () => (await UnitRateModel.find({}).sort({ from: 1 }).lean()).map(({ from, to }) => [from, to]);
  test('two at once: one after the other, or one is refused; never two in force', async () => {
    const answers = await Promise.allSettled([
      ...[1, 2, 3].map(() => decide(split({ from: '202404' }))),
      decide(split({ from: '202405', unitPpm: 6_000 })),
    ]);
    const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as { type: string }] : []));
    for (const error of refused) expect(error).toMatchObject({ type: 'RULE_REFUSED' });
    const rows = await ended();
    expect(rows.map(([, to]) => to)).toEqual([...rows.slice(1).map(() => '202404'), null]);
    expect(rows.length + refused.length).toBe(4);
    await workRun(await openRun('202405', 'again'));
    expect((await correct(wage())).rows).toBeGreaterThan(0);
  });
  test('two rows left without an end by an older version are no overlap any more', async () => {
    for (const [_id, from, unitPpm] of [
      ['a', '202404', 6_000],
      ['b', '202405', 5_000],
    ] as const)
      await UnitRateModel.create({
        _id,
        unitId: 'u1',
        insurance: '210',
        from,
        to: null,
        unitPpm,
        personPpm: 5_000,
        source: 's',
        by: 'x',
        at: nowIso(),
      });
    await correct(wage());
    expect([await net('210', '202404'), await net('210', '202405')]).toEqual([
      [8000_00, 48_00, 40_00],
      [8000_00, 40_00, 40_00],
    ]);
  });
  test('the same request is answered again, also when a newer decision followed; with other words it changes nothing', async () => {
    const first = split({ from: '202404' });
    await decide(first);
    const newer = split({ from: '202405', unitPpm: 6_000 });
    await decide(newer);
    expect(await decide(first)).toMatchObject({ rows: 0 });
    const before = await ended();
    expect(before).toEqual([
      ['202404', '202404'],
      ['202405', null],
    ]);
    await expect(decide({ ...newer, from: '202406' })).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    await expect(decide({ ...first, unitPpm: 7_000 })).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    await expect(decide(first, staff('other', ['first']))).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
    await expect(decide(split({ from: '202405' }))).rejects.toMatchObject({ type: 'RULE_REFUSED' });
    expect(await ended()).toEqual(before);
  });
  test('floating steps are those of the class: up only for class one, and none in between', async () => {
    const step = (stepPercent: number, riskClass?: string) =>
      decide({
        requestKey: randomUUID(),
        unitId: 'u1',
        insurance: '410',
        from: '202405',
        source: 's',
        stepPercent,
        ...(riskClass && { riskClass }),
      });
    for (const [percent, riskClass] of [
      [80, '1'],
      [50, '1'],
      [110, '1'],
      [90, undefined],
      [130, '8'],
    ] as const)
      await expect(step(percent, riskClass)).rejects.toMatchObject({
        type: 'RULE_REFUSED',
        message: expect.stringContaining('浮动档次为'),
      });
    await expect(decide({ ...split(), unitPpm: undefined, personPpm: undefined, stepPercent: 120 })).rejects.toMatchObject({
      message: expect.stringContaining('失业保险没有风险类别'),
    });
    expect(await UnitRateModel.countDocuments({})).toBe(0);
    await step(80);
    expect(await net('410', '202405')).toEqual([4559_00, 14_59, 0]);
  });
});

test('缴费工资更正 keeps its 更正依据; the key with another one is refused', async () => {
  const ask = wage();
  await correct(ask);
  expect(await WageModel.findById(ask.requestKey).lean()).toMatchObject({ source: '工资核查' });
  await correct(ask);
  await expect(correct({ ...ask, source: '另一份依据' })).rejects.toMatchObject({ type: 'REQUEST_KEY_REUSED' });
});

test('缓缴 that was lifted stays lifted when its request is sent again', async () => {
  const ask = (state: '0' | '3') => ({
    requestKey: randomUUID(),
    unitId: 'u1',
    period: '202404',
    insurance: '210' as const,
    kind: '10',
    state,
    source: 's',
  });
  const defer = ask('3');
  const states = async () => (await DueModel.find({ period: '202404', insurance: '210' }).lean()).map(({ state }) => state);
  await hall.call(markDues, defer, agency);
  // A crash between the mark and the dues: the same request completes it.
  await DueModel.updateMany({ period: '202404', insurance: '210' }, { $set: { state: '0' } });
  await hall.call(markDues, defer, agency);
  expect(await states()).toEqual(['3']);
  await hall.call(markDues, ask('0'), agency);
  expect(await hall.call(markDues, defer, agency)).toMatchObject({ rows: 1 });
  expect(await states()).toEqual(['0']);
});
