import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  confirmPolicy,
  LEDGER_POLICIES,
  ledgerPolicies,
  savePolicy,
  type LedgerPolicy,
} from '@wangting/contracts/contributions/ledger-policies';
import { policyTables } from '@wangting/contracts/policies/index';
import { nowIso, nowMs } from '@wangting/kit/clock';
import { staff, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';

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
    [bent({ from: '202407' }), '不能重叠或间断'],
    [bent({ from: '202405' }), '不能重叠或间断'],
    [bent({ value: { averageFen: 1, floorFen: -5, capFen: 9 } }), '参数内容不正确'],
    [bent({ from: '202413' }), '参数内容不正确'],
    [bent({ source: '' }), '请填写依据'],
  ] as const)
    await expect(save('base-limits', [...bad])).rejects.toMatchObject({
      type: 'INPUT_INVALID',
      data: { issues: [expect.objectContaining({ message: expect.stringContaining(words) })] },
    });
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
  await Promise.all([1, 2].map(() => hall.call(confirmPolicy, { table: 'base-limits', version: 2 }, other)));
  expect((await table('base-limits'))?.proposed).toBeNull();

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
