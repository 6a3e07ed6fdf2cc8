import { describe, expect, test } from '@jest/globals';
import {
  delayMonthsOf,
  isOfWorkingAge,
  isRetiredOn,
  leastPensionMonths,
  retirementAgeLabel,
  retirementDay,
  retirementGroupOf,
  retirementOf,
  type RetirementGroup,
} from '../../standards/retirement.ts';

describe('法定退休年龄', () => {
  test.each<[RetirementGroup, string, number, string, string]>([
    // the three worked values of policy §6
    ['male', '1965-03-10', 1, '60岁1个月', '202504'],
    ['male', '1972-06-10', 23, '61岁11个月', '203405'],
    ['female-worker', '1980-02-10', 31, '52岁7个月', '203209'],
    ['male', '1964-12-31', 0, '60岁', '202412'],
    ['male', '1965-01-01', 1, '60岁1个月', '202502'],
    ['female-cadre', '1969-12-31', 0, '55岁', '202412'],
    ['female-worker', '1974-12-31', 0, '50岁', '202412'],
  ])('%s born %s: %s months later', (group, birthDate, delayMonths, label, month) => {
    const retirement = retirementOf(birthDate, group);
    expect(retirement).toMatchObject({ delayMonths, month });
    expect(retirementAgeLabel(retirement)).toBe(label);
  });

  test.each<[RetirementGroup, string, number, number]>([
    ['male', '197609', 36, 35],
    ['female-cadre', '198109', 36, 35],
    ['female-worker', '198411', 60, 59],
  ])('%s: the full delay is reached by births from %s', (group, month, full, before) => {
    expect(delayMonthsOf(month, group)).toBe(full);
    expect(delayMonthsOf(String(Number(month) - 1), group)).toBe(before);
    expect(delayMonthsOf('200001', group)).toBe(full);
  });

  test('the elastic window', () => {
    expect(retirementOf('1972-06-10', 'male')).toMatchObject({ earliest: '203206', latest: '203705' });
    expect(retirementOf('1990-01-10', 'female-worker')).toMatchObject({ month: '204501', earliest: '204201' });
  });

  test('the day', () => {
    expect(retirementDay('1965-01-31', 'male')).toBe('2025-02-28');
    expect([isRetiredOn('1964-12-31', 'male', '2024-12-30'), isRetiredOn('1964-12-31', 'male', '2024-12-31')]).toEqual([false, true]);
    expect([isOfWorkingAge('2008-04-02', '2024-04-01'), isOfWorkingAge('2008-04-01', '2024-04-01')]).toEqual([false, true]);
  });

  test('groups and pension years', () => {
    expect([retirementGroupOf('1', true), retirementGroupOf('2', true), retirementGroupOf('2', false)]).toEqual([
      'male',
      'female-cadre',
      'female-worker',
    ]);
    expect([2025, 2029, 2030, 2031, 2039, 2050].map(leastPensionMonths)).toEqual([180, 180, 186, 192, 240, 240]);
  });
});
