import { describe, expect, test } from '@jest/globals';
import {
  addDays,
  addMonthsToDay,
  ageOn,
  dayNumber,
  dayOfInstant,
  dayOfNumber,
  daysBetween,
  isDay,
  periodOfInstant,
  stampOfInstant,
  weekdayOf,
} from '../../standards/day.ts';
import { dayLabel, parseDay } from '../../standards/day-text.ts';
import { deadlineOf, extendDeadline } from '../../standards/deadline.ts';
import {
  addMonths,
  comparePeriods,
  firstDayOf,
  isPeriod,
  lastDayOf,
  monthsBetween,
  parsePeriod,
  periodLabel,
  periodOfDay,
  periodRange,
  periodsOfYear,
} from '../../standards/period.ts';
import { addWorkdays, isWorkday, workdaysBetween } from '../../standards/workdays.ts';

describe('日', () => {
  test('agrees with Date for two centuries', () => {
    for (let number = -25_567; number < 47_482; number += 13) {
      const day = new Date(number * 86_400_000).toISOString().slice(0, 10);
      expect(dayOfNumber(number)).toBe(day);
      expect(dayNumber(day)).toBe(number);
      expect(weekdayOf(day)).toBe(new Date(number * 86_400_000).getUTCDay() || 7);
    }
  });

  test('real days only', () => {
    expect(['2024-02-29', '2000-02-29', '1999-12-31'].every(isDay)).toBe(true);
    expect(['2023-02-29', '1900-02-29', '2024-13-01', '2024-1-01', '2024-04-31', ''].some(isDay)).toBe(false);
    expect(() => addDays('2024-02-30', 1)).toThrow('DAY_INVALID');
  });

  test('arithmetic', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366);
    expect(addMonthsToDay('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonthsToDay('2024-03-31', -13)).toBe('2023-02-28');
    expect([ageOn('1990-04-01', '2024-03-31'), ageOn('1990-04-01', '2024-04-01')]).toEqual([33, 34]);
    expect([ageOn('2008-02-29', '2024-02-28'), ageOn('2007-02-28', '2024-02-28')]).toEqual([15, 17]);
  });

  test('the day of a moment is the day in China', () => {
    expect(dayOfInstant('2024-03-31T15:59:59.999Z')).toBe('2024-03-31');
    expect(dayOfInstant('2024-03-31T16:00:00Z')).toBe('2024-04-01');
    expect(periodOfInstant('2024-03-31T16:00:00Z')).toBe('202404');
    expect(stampOfInstant('2024-10-25T03:02:12.999Z')).toBe('20241025110212');
    expect(() => dayOfInstant('2024-03-31')).toThrow('INSTANT_INVALID');
    expect(() => dayOfInstant('2024-03-31T16:00:00')).toThrow('INSTANT_INVALID');
  });

  test.each([['2024-03-01'], ['2024/3/1'], ['20240301'], ['2024年3月1日'], [45352], ['45352']])('%s is read as 2024-03-01', (text) =>
    expect(parseDay(text)).toBe('2024-03-01'),
  );
  test.each(['2024-02-30', '202403', '1', 'abc', '00123'])('%s is no day', (text) => expect(parseDay(text)).toBeNull());
  test('label', () => expect(dayLabel('2024-04-01')).toBe('2024年04月01日'));
});

describe('费款所属期', () => {
  test('arithmetic', () => {
    expect(addMonths('202312', 2)).toBe('202402');
    expect(addMonths('202401', -1)).toBe('202312');
    expect(monthsBetween('202312', '202403')).toBe(3);
    expect(periodRange('202312', '202403')).toEqual(['202312', '202401', '202402', '202403']);
    expect(periodRange('202403', '202312')).toEqual([]);
    expect(periodsOfYear(2024)).toHaveLength(12);
    expect(['202403', '202312'].toSorted(comparePeriods)).toEqual(['202312', '202403']);
    expect([firstDayOf('202402'), lastDayOf('202402'), periodOfDay('2024-02-29')]).toEqual(['2024-02-01', '2024-02-29', '202402']);
    expect(periodLabel('202404')).toBe('2024年04月');
  });

  test('what is none', () => {
    expect(['202413', '202400', '20244', '2024-04', ''].some(isPeriod)).toBe(false);
    expect(() => addMonths('202413', 1)).toThrow('PERIOD_INVALID');
  });

  test.each(['202404', '2024-04', '2024/4', '2024.04', '2024年4月', '2024年04月'])('%s is read', (text) =>
    expect(parsePeriod(text)).toBe('202404'),
  );
  test.each(['2024', '20244', '202413', '2024-04-01'])('%s is not', (text) => expect(parsePeriod(text)).toBeNull());
});

describe('工作日和期限', () => {
  test.each([
    ['2024-02-09', true],
    ['2024-02-10', false],
    ['2024-02-04', true],
    ['2024-02-17', false],
    ['2024-02-18', true],
    ['2024-05-01', false],
    ['2024-05-11', true],
    ['2024-04-13', false],
    ['2024-10-08', true],
  ])('%s worked: %s', (day, worked) => expect(isWorkday(day)).toBe(worked));

  test('counting', () => {
    expect(addWorkdays('2024-02-09', 1)).toBe('2024-02-18');
    expect(addWorkdays('2024-02-18', -1)).toBe('2024-02-09');
    expect(workdaysBetween('2024-02-09', '2024-02-19')).toBe(2);
    expect(workdaysBetween('2024-02-09', '2024-02-09')).toBe(0);
  });

  test.each([
    // 15 calendar days end on Saturday 13 April: Monday is the last day
    ['2024-03-29', 15, 'day', '2024-04-15'],
    // 30 days end inside 国庆
    ['2024-09-05', 30, 'day', '2024-10-08'],
    ['2024-04-30', 5, 'workday', '2024-05-10'],
    ['2023-03-01', 1, 'year', '2024-03-01'],
    ['2024-01-31', 1, 'month', '2024-02-29'],
  ] as const)('from %s %s %s → %s', (from, length, unit, lastDay) =>
    expect(deadlineOf(from, length, unit)).toEqual({ lastDay, provisional: false }),
  );

  test('beyond the calendar it is provisional; a stopped clock ends later', () => {
    expect(deadlineOf('2031-12-30', 5, 'workday')).toEqual({ lastDay: '2032-01-06', provisional: true });
    expect(extendDeadline({ lastDay: '2024-04-15', provisional: false }, 5)).toEqual({ lastDay: '2024-04-22', provisional: false });
  });
});
