import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { Agreement, agreementAt, agreements, unemploymentExempt } from '../../policies/agreements.ts';
import { baseLimits, clipBase } from '../../policies/base-limits.ts';
import {
  careAllowance,
  deathGrant,
  dependantPensions,
  disabilityAllowance,
  disabilityGrant,
  endGrants,
  funeralGrant,
  ownWageOf,
} from '../../policies/benefit-formulas.ts';
import { benefitTerms, endMonths, urbanIncome } from '../../policies/benefits.ts';
import { contributionOf, differenceOf, injuryDue, unemploymentDue } from '../../policies/contribution.ts';
import { hiringSubsidy, isRecentGraduate, isYoung } from '../../policies/hiring-subsidy.ts';
import { policyTables } from '../../policies/index.ts';
import { injuryBaseRates, injuryFloating, injuryRateAt, injuryReduction, suggestedStep } from '../../policies/injury-rates.ts';
import { jobRetention, layoffRate, refundOf, shrinkRate, withinLayoffLimit } from '../../policies/job-retention.ts';
import { arrearsDays, lateFee, lateFeeOf } from '../../policies/late-fee.ts';
import { PolicyError, problemsOf, rowAt, valueAt, type PolicyRow, type PolicyTable } from '../../policies/policy.ts';
import { deadlineFor, timeLimitAt } from '../../policies/time-limits.ts';
import { country, isForeign } from '../../dictionaries/country.ts';
import { labelOf } from '../../dictionaries/dictionary.ts';

const row = (from: string, to: string | null, value = 1): PolicyRow<number> => ({ from, to, value, source: 'x', state: 'checked' });
const table = (...rows: PolicyRow<number>[]): PolicyTable<number> => ({
  name: 't',
  title: 't',
  keyDate: 'x',
  by: 'period',
  value: z.int(),
  rows,
});

describe('the row in force', () => {
  test('both ends are included', () => {
    const rows = [row('202401', '202403', 1), row('202404', null, 2)];
    expect(['202401', '202403', '202404', '203001'].map((key) => valueAt(rows, key))).toEqual([1, 1, 2, 2]);
  });

  test('a gap and an overlap are refused by name', () => {
    expect(() => valueAt([row('202404', null)], '202403')).toThrow(PolicyError);
    expect(() => valueAt([], '202403')).toThrow('POLICY_GAP: 202403');
    expect(() => rowAt([row('202401', null), row('202403', null)], '202404')).toThrow(
      expect.objectContaining({ name: 'POLICY_OVERLAP', key: '202404' }),
    );
  });

  test('a table says what is wrong with it', () => {
    expect(problemsOf(table(row('202401', '202403'), row('202404', null)))).toEqual([]);
    expect(problemsOf(table(row('202401', '202402'), row('202404', null)))).toEqual(['t 202403: POLICY_GAP']);
    expect(problemsOf(table(row('202401', '202404'), row('202404', null)))).toEqual(['t 202404: POLICY_OVERLAP']);
    expect(problemsOf(table(row('202401', null), row('202404', null)))).toEqual(['t 202404: POLICY_OVERLAP']);
    expect(problemsOf(table(row('202413', null)))).toEqual(['t 202413: POLICY_KEY_INVALID']);
    expect(problemsOf(table(row('202401', '202312')))).toEqual(['t 202401: POLICY_KEY_INVALID']);
    expect(problemsOf(table(row('202401', null, 0.5)))).toHaveLength(1);
  });
});

test.each([...policyTables.values()].map((one) => [one.name, one] as const))('%s is whole and says where it comes from', (_, one) => {
  expect(problemsOf(one)).toEqual([]);
  expect(one.rows.length).toBeGreaterThan(0);
});

describe('缴费', () => {
  test.each([
    ['202403', 430_000, 3_010, 1_290, 4_300],
    ['202403', 650_000, 4_550, 1_950, 6_500],
    ['202312', 421_700, 2_952, 1_265, 4_217],
  ])('unemployment %s base %s', (period, base, unitFen, personFen, totalFen) =>
    expect(unemploymentDue(base, period)).toEqual({ unitFen, personFen, totalFen }),
  );

  test('the unit of the manual with rates of its own', () => {
    expect(contributionOf(421_700, { unitPpm: 5_000, personPpm: 5_000 })).toEqual({ unitFen: 2_109, personFen: 2_109, totalFen: 4_218 });
  });

  const floating = valueAt(injuryFloating.rows, '202403');

  test('injury: 4217 at 0.2 % is 8.43, paid by the unit', () => {
    expect(injuryDue(421_700, '202403', '1')).toEqual({ unitFen: 843, personFen: 0, totalFen: 843 });
    expect(injuryRateAt('202506', '4')).toBe(7_200);
    expect(injuryRateAt('202506', '1')).toBe(2_000);
    expect(injuryRateAt('202506', '5', 50)).toBe(4_400);
    expect(injuryRateAt('202506', '3', 80)).toBe(4_500);
    expect(() => injuryRateAt('201001', '1')).toThrow('POLICY_GAP');
    const newer = injuryBaseRates.rows.map((first) => ({ ...first, value: { ...first.value, 1: 3_000 } }));
    expect(injuryDue(421_700, '202403', '1', 100, { base: newer, reduction: injuryReduction.rows }).unitFen).toBe(1_265);
    expect([
      suggestedStep('4', 10, floating),
      suggestedStep('1', 10, floating),
      suggestedStep('1', 300, floating),
      suggestedStep('4', 100, floating),
    ]).toEqual([50, 100, 150, 100]);
  });

  test('a correction is rounded new minus rounded old', () => {
    const rates = { unitPpm: 7_000, personPpm: 3_000 };
    expect(differenceOf(contributionOf(455_900, rates), contributionOf(421_700, rates))).toEqual({
      unitFen: 239,
      personFen: 103,
      totalFen: 342,
    });
  });

  test('the limits keep the base', () => {
    const limits = valueAt(baseLimits.rows, '202403');
    expect(limits).toEqual({ averageFen: 759_833, floorFen: 455_900, capFen: 2_279_500 });
    expect([clipBase(100, limits), clipBase(500_000, limits), clipBase(9_999_999, limits)]).toEqual([
      { baseFen: 455_900, clipped: 'floor' },
      { baseFen: 500_000, clipped: null },
      { baseFen: 2_279_500, clipped: 'cap' },
    ]);
    for (const { value } of baseLimits.rows) {
      expect(value.floorFen).toBe(Math.floor((value.averageFen * 60 + 5_000) / 10_000) * 100);
      expect(Math.abs(value.capFen - value.averageFen * 3)).toBeLessThanOrEqual(100);
    }
  });

  test('late fee', () => {
    const rule = valueAt(lateFee.rows, '2024-05-01');
    expect(arrearsDays('202404', '2024-04-30')).toBe(0);
    expect(arrearsDays('202404', '2024-05-10')).toBe(10);
    expect(lateFeeOf(421_700, 10, rule)).toBe(2_109);
    expect(lateFeeOf(10_000, 5_000, rule)).toBe(10_000);
    expect(lateFeeOf(10_000, 5_000, { ...rule, capAtPrincipal: false })).toBe(25_000);
  });
});

describe('时限', () => {
  test('delivery of an assessment became shorter on 2025-07-01', () => {
    expect(timeLimitAt('assessment-delivery', '2025-06-30')).toEqual({ length: 20, unit: 'day' });
    expect(timeLimitAt('assessment-delivery', '2025-07-01')).toEqual({ length: 15, unit: 'day' });
  });
  test('an employer has 30 days from the accident', () => {
    expect(deadlineFor('recognition-by-employer', '2024-04-01')).toEqual({ lastDay: '2024-05-06', provisional: false });
  });
});

describe('互免协定', () => {
  test('rows are well formed and name their country as the dictionary does', () => {
    for (const { value } of agreements) {
      expect(Agreement.safeParse(value).success).toBe(true);
      expect(labelOf(country, value.country)).toBe(value.name);
      expect(isForeign(value.country)).toBe(true);
    }
    expect(new Set(agreements.map(({ value }) => value.country)).size).toBe(12);
  });
  test.each([
    ['DEU', '1', '2024-04-01', true],
    ['KOR', '1', '2024-04-01', true],
    ['KOR', '2', '2024-04-01', false],
    ['JPN', '1', '2024-04-01', false],
    ['SRB', '1', '2021-01-31', false],
    ['FRA', '1', '2024-04-01', false],
    ['USA', '1', '2024-04-01', false],
  ])('%s kind %s on %s: %s', (code, kind, day, exempt) => expect(unemploymentExempt(code, kind, day)).toBe(exempt));
  test('in force from its day', () =>
    expect([agreementAt('KGZ', '2025-10-13'), agreementAt('KGZ', '2025-10-14')?.value.country]).toEqual([null, 'KGZ']));
});

describe('稳岗和扩岗', () => {
  const rule = valueAt(jobRetention.rows, '2024');
  const heads = (count: number) => Array.from({ length: 12 }, () => count);

  test('the layoff limit, 20 % for at most 30 people', () => {
    expect(layoffRate(11, heads(200))).toBe(55_000);
    expect([withinLayoffLimit(11, heads(200), rule), withinLayoffLimit(12, heads(200), rule)]).toEqual([true, false]);
    expect([withinLayoffLimit(6, heads(30), rule), withinLayoffLimit(7, heads(30), rule), withinLayoffLimit(7, heads(31), rule)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([layoffRate(0, heads(0)), withinLayoffLimit(0, heads(0), rule)]).toEqual([null, false]);
  });

  test('the refund', () => {
    expect([refundOf(1_000_001, '1', rule), refundOf(1_000_001, '3', rule), refundOf(1_000_001, '', rule)]).toEqual([
      300_000, 600_001, 600_001,
    ]);
    expect(shrinkRate(16, 13)).toBe(187_500);
    expect(shrinkRate(16, 20)).toBe(0);
  });

  test('who counts for the hiring subsidy', () => {
    expect(valueAt(hiringSubsidy.rows, '2024-03-01').amountFen * 2).toBe(300_000);
    expect([
      isYoung('1999-01-01', '2024-03-01', 'by_year'),
      isYoung('1998-12-31', '2024-03-01', 'by_year'),
      isYoung('2008-12-31', '2024-03-01', 'by_year'),
      isYoung('2009-01-01', '2024-03-01', 'by_year'),
    ]).toEqual([true, false, true, false]);
    expect([
      isYoung('1999-03-02', '2024-03-01', 'by_day'),
      isYoung('1999-03-01', '2024-03-01', 'by_day'),
      isYoung('2008-03-02', '2024-03-01', 'by_day'),
    ]).toEqual([true, false, false]);
    expect([
      isRecentGraduate('2022-07-01', '2024-12-31', 'by_year'),
      isRecentGraduate('2021-12-31', '2024-01-01', 'by_year'),
      isRecentGraduate('2025-07-01', '2024-12-31', 'by_year'),
    ]).toEqual([true, false, false]);
    expect([isRecentGraduate('2022-07-01', '2024-07-01', 'by_day'), isRecentGraduate('2022-07-01', '2024-07-02', 'by_day')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('工伤待遇', () => {
  const terms = valueAt(benefitTerms.rows, '2024-04-01');
  const months = valueAt(endMonths.rows, '2024-04-01');
  const limits2023 = valueAt(baseLimits.rows, '202306');

  test('the worked values of policy §9.6', () => {
    expect(disabilityGrant(9, 700_000, terms)).toBe(6_300_000);
    const wage = ownWageOf(
      Array.from({ length: 12 }, () => 421_700),
      limits2023,
    );
    expect(wage).toBe(421_700);
    expect(disabilityGrant(10, wage ?? 0, terms)).toBe(2_951_900);
  });

  test('own wage: fewer months, limits, none', () => {
    expect(ownWageOf([500_000, 500_001], limits2023)).toBe(500_001);
    expect(ownWageOf([100_000], limits2023)).toBe(421_700);
    expect(ownWageOf([], limits2023)).toBeNull();
  });

  test('monthly benefits', () => {
    expect(disabilityAllowance(1, 700_000, terms)).toBe(630_000);
    expect(disabilityAllowance(6, 300_000, terms, 216_000)).toBe(216_000);
    expect(() => disabilityAllowance(7, 700_000, terms)).toThrow('GRADE_INVALID');
    expect(['1', '2', '3', '0'].map((dependence) => careAllowance(dependence, 759_833, terms))).toEqual([379_917, 303_933, 227_950, 0]);
  });

  test('when the relation ends: grades 5 to 10 only', () => {
    expect(endGrants(10, 759_833, months).medicalFen).toBe(6 * 759_833);
    expect(() => endGrants(4, 759_833, months)).toThrow('GRADE_INVALID');
  });

  test('death: the amounts of policy §9.4', () => {
    expect(['2022', '2023', '2024', '2025', '2026'].map((year) => deathGrant(valueAt(urbanIncome.rows, year).incomeFen, terms))).toEqual([
      94_824_000, 98_566_000, 103_642_000, 108_376_000, 113_004_000,
    ]);
    expect(funeralGrant(759_833, terms)).toBe(4_558_998);
    expect(() => valueAt(urbanIncome.rows, '2031')).toThrow('POLICY_GAP');
    const spouse = { relation: 'spouse', alone: false } as const;
    const child = { relation: 'other', alone: false } as const;
    expect(dependantPensions([spouse, child], 700_000, terms)).toEqual([280_000, 210_000]);
    expect(
      dependantPensions([spouse, child, child, { ...child, alone: true }], 700_000, terms).reduce((a, b) => a + b),
    ).toBeLessThanOrEqual(700_000);
    expect(dependantPensions([{ ...child, alone: true }], 700_000, terms)).toEqual([280_000]);
  });
});
