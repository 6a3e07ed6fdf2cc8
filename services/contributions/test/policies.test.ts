import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  confirmPolicy,
  LEDGER_POLICIES,
  ledgerPolicies,
  savePolicy,
  type LedgerPolicy,
} from '@wangting/contracts/contributions/ledger-policies';
import { decideRate } from '@wangting/contracts/contributions/ledger';
import { limits } from '@wangting/contracts/contributions/limits';
import { queryBasis } from '@wangting/contracts/contributions/monthly-payments';
import { itemsOf } from '@wangting/contracts/catalogue';
import { policyTables } from '@wangting/contracts/policies/index';
import { nowIso, nowMs } from '@wangting/kit/clock';
import { clerk, staff, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

testEnvironment();
const { default: contributions } = await import('../src/contributions.service.ts');
const { EnrolmentCopyModel, UnitCopyModel } = await import('../src/models/copies.ts');
const { EntryModel } = await import('../src/models/ledger.ts');
const { PolicyModel } = await import('../src/models/policy.ts');
const { RunModel } = await import('../src/models/run.ts');
const { seedPolicies } = await import('../src/domain/policies.ts');
const { openRun, workRun } = await import('../src/domain/run.ts');
const second = staff('fuhe', ['second']);
const third = staff('shenpi', ['third']);
let hall: TestHall;

beforeAll(async () => {
  hall = await testHall([contributions]);
  await hall.clock(Date.parse('2024-06-20T04:00:00Z') - nowMs());
  const unit = { unitId: 'u1', unitNo: '6112000001', name: '示例公司', creditCode: 'c', area: '610113', riskClass: '1' };
  await UnitCopyModel.create({ _id: 'u1', rev: 1, heardAt: nowIso(), unit } as never);
  for (const insurance of ['210', '410'] as const)
    await EnrolmentCopyModel.create({
      _id: `p:${insurance}`,
      rev: 1,
      heardAt: nowIso(),
      unitId: 'u1',
      personId: 'p',
      insurance,
      identity: '101',
      from: '2024-01-01',
      to: null,
      state: '1',
      declared: 3000_00,
    });
}, 30_000);
afterAll(() => hall.stop());

const run = async (period: string) => workRun(await openRun(period, 'test'));
const table = async (name: LedgerPolicy) => (await hall.call(ledgerPolicies, {}, second)).tables.find((one) => one.name === name);
const rowsOf = async (name: LedgerPolicy) => (await table(name))?.inForce.rows ?? [];
const billed = async (month: string) =>
  (await EntryModel.find({ month, sort: 'due' }).sort({ insurance: 1 }).lean()).map(({ base, unit, person }) => [base, unit, person]);
/** The table with its open last row ending in May and another one from June on. */
async function fromJune(name: LedgerPolicy, value: Record<string, unknown>) {
  const rows = await rowsOf(name);
  const at = rows.findIndex(({ from, to }) => from <= '202406' && (to === null || to >= '202406'));
  const row = rows[at];
  if (!row) throw new Error('no row in force');
  const next = { ...row, from: '202406', value: { ...row.value, ...value }, source: '陕人社发〔2024〕示例号', state: 'checked' as const };
  return [...rows.slice(0, at), { ...row, to: '202405' }, next, ...rows.slice(at + 1)];
}
const save = async (name: LedgerPolicy, rows: Awaited<ReturnType<typeof fromJune>>, as = second, over: object = {}) =>
  hall.call(savePolicy, { requestKey: randomUUID(), table: name, seenVersion: (await table(name))?.newest ?? 0, rows, ...over }, as);

test('begins with the values of the contracts, however many look first', async () => {
  await Promise.all(Array.from({ length: 20 }, () => seedPolicies()));
  expect(await PolicyModel.countDocuments()).toBe(LEDGER_POLICIES.length);
  for (const name of LEDGER_POLICIES) expect([name, await rowsOf(name)]).toEqual([name, policyTables.get(name)?.rows]);
});
test('a table with a hole, an overlap, a wrong value or no source is refused by name, and nothing is kept', async () => {
  const rows = await fromJune('base-limits', { floorFen: 5000_00 });
  const june = rows.findIndex(({ from }) => from === '202406');
  const bent = (change: object) => rows.map((row, at) => (at === june ? { ...row, ...change } : row));
  for (const [bad, words] of [
    [bent({ from: '202407' }), '不能重叠或间断（2024年06月起没有参数）'],
    [bent({ from: '202405' }), '不能重叠或间断（2024年05月起与前一时段重叠）'],
    [
      bent({ value: { averageFen: 1, floorFen: -5, capFen: 9 } }),
      '参数内容不正确（2024年06月起的时段：缴费基数下限 必填或低于允许的大小）',
    ],
    [bent({ value: { averageFen: 'x', capFen: 9 } }), '2024年06月起的时段：月平均工资 格式不正确；2024年06月起的时段：缴费基数下限 必填'],
    [bent({ from: '202413' }), '参数内容不正确（202413起的时段起止时间不正确）'],
    [bent({ source: '' }), '请填写依据'],
  ] as const)
    await expect(save('base-limits', [...bad])).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: [expect.objectContaining({ message: expect.stringContaining(words) })] },
    });
  // Not a word of English reaches the page.
  const said = async (name: LedgerPolicy, bad: typeof rows) =>
    ((await save(name, bad).catch((error: unknown) => error)) as { data: { issues: { message: string }[] } }).data.issues[0]?.message;
  expect(await said('base-limits', [...bent({ value: { averageFen: 1.5 } })])).not.toMatch(/[A-Za-z]/);
  const floating = (await rowsOf('injury-floating')).map((row) => ({ ...row, value: { ...row.value, thresholds: [{ step: 'x' }] } }));
  expect(await said('injury-floating', floating)).not.toMatch(/[A-Za-z]/);
  await expect(save('base-limits', rows, staff('x', ['first']))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  expect(await PolicyModel.countDocuments()).toBe(LEDGER_POLICIES.length);
});
test('takes two people; of two who write at once one does; what was billed stays, later months use the new values', async () => {
  await run('202404');
  await run('202405');
  const before = [await billed('202404'), await billed('202405')];
  expect(before[1]).toEqual([
    [4559_00, 31_91, 13_68],
    [4559_00, 9_12, 0],
  ]);
  const rows = await fromJune('base-limits', { floorFen: 5000_00 });
  const once = { requestKey: randomUUID() };
  const both = await Promise.allSettled([
    save('base-limits', rows, second, once),
    save('base-limits', rows, second, once),
    save('base-limits', rows, third),
  ]);
  const won = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value.version] : []));
  expect(new Set(won)).toEqual(new Set([2]));
  expect(both.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  const { by } = (await PolicyModel.findById('base-limits:2').lean()) ?? { by: '' };
  const [mine, other] = by === 'fuhe' ? [second, third] : [third, second];
  await expect(hall.call(confirmPolicy, { table: 'base-limits', version: 2 }, mine)).rejects.toMatchObject({ type: 'RULE_REFUSED' });
  await expect(hall.call(confirmPolicy, { table: 'base-limits', version: 1 }, other)).rejects.toMatchObject({ type: 'STATE_CHANGED' });
  // Proposed only: the old floor still counts.
  expect((await table('base-limits'))?.inForce.version).toBe(1);
  expect((await hall.callAs('persons', limits, { months: ['202406'] })).answers).toMatchObject([{ limits: { floorFen: 4559_00 } }]);
  await Promise.all([1, 2].map(() => hall.call(confirmPolicy, { table: 'base-limits', version: 2 }, other)));
  expect((await table('base-limits'))?.proposed).toBeNull();
  // Whoever enrols people asks for the limits, and hears those in force.
  const { version, answers } = await hall.callAs('persons', limits, { months: ['202405', '202406', '202112'] });
  expect([version, answers.map((one) => one.limits?.floorFen)]).toEqual(['base-limits:2', [4559_00, 5000_00, undefined]]);
  await expect(hall.callAs('units', limits, { months: ['202406'] })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });

  const halved = await fromJune('unemployment-rates', { unitPpm: 5_000, personPpm: 2_000 });
  await save('unemployment-rates', halved);
  await hall.call(confirmPolicy, { table: 'unemployment-rates', version: 2 }, third);
  for (const period of ['202404', '202405', '202406']) await run(period);
  expect([await billed('202404'), await billed('202405')]).toEqual(before);
  expect(await billed('202406')).toEqual([
    [5000_00, 25_00, 10_00],
    [5000_00, 10_00, 0],
  ]);
  expect((await RunModel.findOne({ period: '202406' }).lean())?.policies.sort()).toEqual([
    'base-limits:2',
    'injury-base-rates:1',
    'injury-reduction:1',
    'stop-month:1',
    'unemployment-rates:2',
  ]);
});
test('somebody found later is billed each month by the values of that month', async () => {
  await EnrolmentCopyModel.create({
    _id: 'late:210',
    rev: 1,
    heardAt: nowIso(),
    unitId: 'u1',
    personId: 'late',
    insurance: '210',
    identity: '101',
    from: '2024-05-01',
    to: null,
    state: '1',
    declared: 3000_00,
  });
  await run('202406');
  const rows = await EntryModel.find({ personId: 'late' }).sort({ month: 1 }).lean();
  expect(rows.map(({ month, kind, base, unit }) => [month, kind, base, unit])).toEqual([
    ['202405', '21', 4559_00, 31_91],
    ['202406', '10', 5000_00, 25_00],
  ]);
});
describe('why a row is what it is', () => {
  const ITEMS = itemsOf('contributions').map(({ id }) => id);
  const mine = clerk('u1', ITEMS);
  const why = async (due: string, as = mine) => hall.call(queryBasis, { filter: { due }, page: 1, size: 10 }, as);
  const policiesOf = async (where: object) => (await EntryModel.find({ ...where, sort: 'due' }).lean()).map(({ policies }) => policies);

  test('each row keeps the versions it was reckoned with, and a newer version changes none of them', async () => {
    expect(await policiesOf({ personId: 'p', insurance: '210', month: { $lt: '202406' } })).toEqual([
      ['base-limits:1', 'unemployment-rates:1'],
      ['base-limits:1', 'unemployment-rates:1'],
    ]);
    expect(await policiesOf({ personId: 'p', month: '202406' })).toEqual([
      ['base-limits:2', 'unemployment-rates:2'],
      ['base-limits:2', 'injury-base-rates:1', 'injury-reduction:1'],
    ]);
    // Reckoned late, so by what was in force then, though the row of that month is the same in both versions.
    expect(await policiesOf({ personId: 'late', month: '202405' })).toEqual([['base-limits:2', 'unemployment-rates:2']]);
  });
  test('费率依据: what was in force for that month, from when to when, on what authority and since which version', async () => {
    const { rows, total } = await why('u1:p:210:202405:0');
    expect([total, rows.map(({ name, version }) => [name, version])]).toEqual([
      2,
      [
        ['缴费基数上下限', 1],
        ['失业保险费率', 1],
      ],
    ]);
    expect(rows[0]).toMatchObject({
      validity: '2024年01月至2024年12月',
      value: '月平均工资 7,598.33 元，缴费基数下限 4,559.00 元，缴费基数上限 22,795.00 元',
      source: '公开的工资计算器数据，上下限相符',
      checked: '推得',
    });
    expect((await why('u1:p:210:202406:0')).rows).toMatchObject([
      { version: 2, validity: '2024年06月至2024年12月', source: '陕人社发〔2024〕示例号', checked: '已核对' },
      { version: 2, value: '单位费率 0.5%，个人费率 0.2%' },
    ]);
  });
  test('a rate decided for the unit stands beside the limits; what goes back keeps the reasons it was billed for', async () => {
    const decision = {
      requestKey: randomUUID(),
      unitId: 'u1',
      insurance: '210',
      from: '202406',
      unitPpm: 4_000,
      personPpm: 1_000,
      source: '核定书1号',
    };
    await Promise.all([1, 2].map(() => hall.call(decideRate, decision as never, second)));
    const rows = await EntryModel.find({ personId: 'p', insurance: '210', month: '202406' }).sort({ _id: 1 }).lean();
    expect(rows.map(({ kind, policies }) => [kind, policies])).toEqual([
      ['10', ['base-limits:2', 'unemployment-rates:2']],
      ['43', ['base-limits:2', `unit-rate:${decision.requestKey}`]],
    ]);
    expect((await why('u1:p:210:202406:1')).rows.at(-1)).toMatchObject({
      name: '单位费率核定',
      validity: '2024年06月起',
      value: '单位费率 0.4%，个人费率 0.1%',
      source: '核定书1号',
      version: null,
    });
    const heardAt = new Date(nowMs() + 1_000).toISOString();
    await EnrolmentCopyModel.updateMany({ personId: 'p' }, { $set: { to: '2024-05-31', state: '2', heardAt } });
    await run('202406');
    expect(await policiesOf({ personId: 'p', insurance: '210', month: '202406', kind: '41' })).toEqual([
      ['base-limits:2', 'unemployment-rates:2', `unit-rate:${decision.requestKey}`],
    ]);
  });
  test.each([
    ['a due of another unit', 'u1:p:210:202405:0', clerk('u2', ITEMS), 'NOT_FOUND'],
    ['a due that is none', 'x', mine, 'NOT_FOUND'],
    ['nothing', ' ', mine, 'INPUT_INVALID'],
    ['a due, without the item', 'u1:p:210:202405:0', clerk('u1', []), 'NOT_ALLOWED'],
  ])('%s is refused', async (_what, due, as, type) => {
    await expect(why(due, as)).rejects.toMatchObject({ type });
  });
  test('a row of which nothing was kept says nothing, and guesses nothing', async () => {
    await EntryModel.updateOne({ _id: 'u1:p:210:202405:0' }, { $unset: { policies: 1 } });
    expect(await why('u1:p:210:202405:0')).toMatchObject({ rows: [], total: 0 });
  });
});
