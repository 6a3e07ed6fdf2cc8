import { describe, expect, test } from '@jest/globals';
import { projectDuesSaid } from '@wangting/contracts/contributions/project-dues';
import { injuryProjectRate, injuryReduction, projectRateAt } from '@wangting/contracts/policies/injury-rates';
import { projectOf, projectStanding, reckonProject, rowIdOf } from '../src/domain/project.ts';
import type { Due } from '../src/models/due.ts';

const charged = (...units: number[]) => units.map((unit) => ({ unit, unitPpm: 1_500 }));

describe('工程项目缴费 of policy §11.2', () => {
  test.each([
    ['before the tables it is that of their first rows', '201001', 1_500],
    ['2024', '202412', 1_500],
    ['2025: × 0.8', '202501', 1_200],
    ['the last month of 2025', '202512', 1_200],
    ['2026: no longer lowered', '202601', 1_500],
  ])('the rate, %s', (_what, month, ppm) => {
    expect(projectRateAt(month)).toBe(ppm);
  });
  test('the rate is marked 待核, and newer rows count', () => {
    expect(injuryProjectRate.rows.map(({ state }) => state)).toEqual(['unverified']);
    const project = [{ from: '202401', to: null, value: { ratePpm: 2_000 }, source: '示例', state: 'unverified' as const }];
    expect(projectRateAt('202506', { project, reduction: injuryReduction.rows })).toBe(1_600);
  });

  test.each([
    ['86 million yuan at 0.12 %', 8_600_000_00, 1_200, [], { kind: '71', unit: 10_320_00 }],
    ['half a fen goes up: 1,234,567.00 × 0.15 % = 1,851.8505', 1_234_567_00, 1_500, [], { kind: '71', unit: 1_851_85 }],
    ['10.00 × 0.15 % = 0.015', 10_00, 1_500, [], { kind: '71', unit: 2 }],
    ['no price', 0, 1_500, [], undefined],
    ['a price whose fee is no fen', 3_33, 1_500, [], undefined],
    ['nothing changed', 1_000_000_00, 1_500, charged(1_500_00), undefined],
    ['a rise', 1_200_000_00, 1_500, charged(1_500_00), { kind: '71', unit: 300_00 }],
    ['a fall is to go back', 800_000_00, 1_500, charged(1_500_00), { kind: '51', unit: -300_00 }],
    ['a fall after a rise', 1_000_000_00, 1_500, charged(1_500_00, 300_00), { kind: '51', unit: -300_00 }],
    ['each side is rounded by itself', 1_234_569_00, 1_500, charged(1_851_85), undefined],
    ['another rate since leaves what was charged', 1_200_000_00, 1_200, charged(1_500_00), { kind: '71', unit: 300_00 }],
  ] as const)('%s', (_what, price, ppm, before, row) => {
    const missing = reckonProject(price, ppm, before);
    expect(missing && { kind: missing.kind, unit: missing.unit }).toEqual(row);
  });
});

const due = (kind: string, unit: number, state: string, period = '202603'): Due => ({
  _id: rowIdOf('p1', 0),
  unitId: 'u1',
  personId: null,
  insurance: '410',
  kind,
  period,
  month: period,
  base: 0,
  unit,
  person: 0,
  unitPpm: 1_500,
  personPpm: 0,
  state,
  paidOn: null,
  cause: 'x',
});
test.each([
  ['nothing charged', [], null, '没有登记造价，或按造价计算的费用为零，没有应缴'],
  ['in its month', [due('71', 1_500_00, '0')], '0', '未缴1,500.00元（2026年03月起）'],
  ['after it', [due('71', 1_500_00, '0', '202602')], '2', '欠费1,500.00元（2026年02月起）'],
  ['paid', [due('71', 1_500_00, '1')], '1', '已实缴1,500.00元'],
  ['a rise not paid', [due('71', 1_500_00, '1', '202512'), due('71', 300_00, '0')], '0', '未缴300.00元（2026年03月起）'],
  ['a fall that waits', [due('71', 1_500_00, '1'), due('51', -300_00, '0')], '1', '已实缴1,500.00元，另有300.00元待退'],
  ['a fall that went', [due('71', 1_500_00, '1'), due('51', -300_00, '4')], '1', '已实缴1,500.00元'],
  ['deferred', [due('71', 1_500_00, '3')], '3', '缓缴1,500.00元（2026年03月起）'],
  ['written off', [due('71', 1_500_00, '5')], '5', '核销1,500.00元'],
] as const)('how a project stands: %s', (_what, dues, state, words) => {
  const standing = projectStanding('p1', dues, '202603');
  expect([standing.state, projectDuesSaid(standing, 0)]).toEqual([state, words]);
});
test('what cannot be known is said', () => {
  expect(projectDuesSaid(null, 5)).toBe('缴费状态暂时无法查询');
  expect(projectDuesSaid(projectStanding('p1', [], '202603'), 5)).toBe('应缴尚未生成，请稍后查询');
});
test('a row names its project, no other row does', () => {
  expect([projectOf(rowIdOf('a:b', 3)), projectOf('special:0001'), projectOf('u1:p1:410:202401:0')]).toEqual(['a:b', undefined, undefined]);
});
