import { ageOn, isDay } from './day.ts';
import { addMonths, firstDayOf, lastDayOf, monthsBetween, periodOfDay } from './period.ts';

/**
 * 法定退休年龄 with the gradual delay from 2025-01-01 (全国人大常委会 2024-09-13 决定; policy §6).
 * Delay in months = floor(k / step) + 1, at most `maxDelay`, where k counts the months from `firstDelayed` to the month of birth;
 * born before that month: no delay.
 */
export const RETIREMENT_GROUPS = {
  /** 男职工 */
  male: { originalAge: 60, firstDelayed: '196501', step: 4, maxDelay: 36 },
  /** 女干部 (原55周岁): women in 管理技术岗位 */
  'female-cadre': { originalAge: 55, firstDelayed: '197001', step: 4, maxDelay: 36 },
  /** 女工人 (原50周岁) */
  'female-worker': { originalAge: 50, firstDelayed: '197501', step: 2, maxDelay: 60 },
} as const;

export type RetirementGroup = keyof typeof RETIREMENT_GROUPS;

export interface Retirement {
  readonly group: RetirementGroup;
  readonly delayMonths: number;
  readonly age: { readonly years: number; readonly months: number };
  /** YYYYMM in which the statutory age is reached. */
  readonly month: string;
  /** 弹性提前 at most three years, never before the original age. */
  readonly earliest: string;
  /** 弹性延迟 at most three years, by agreement. */
  readonly latest: string;
}

/** `sex` 1 男 or 2 女; the 是否女干部 flag decides between 55 and 50 for women. */
export const retirementGroupOf = (sex: '1' | '2', femaleCadre: boolean): RetirementGroup =>
  sex === '1' ? 'male' : femaleCadre ? 'female-cadre' : 'female-worker';

export function delayMonthsOf(birthMonth: string, group: RetirementGroup): number {
  const { firstDelayed, step, maxDelay } = RETIREMENT_GROUPS[group];
  const k = monthsBetween(firstDelayed, birthMonth);
  return k < 0 ? 0 : Math.min(maxDelay, Math.floor(k / step) + 1);
}

/** `birthDate` YYYY-MM-DD. Throws RangeError `PERIOD_INVALID` when it is none. */
export function retirementOf(birthDate: string, group: RetirementGroup): Retirement {
  const birthMonth = periodOfDay(isDay(birthDate) ? birthDate : '');
  const delayMonths = delayMonthsOf(birthMonth, group);
  const { originalAge } = RETIREMENT_GROUPS[group];
  const original = addMonths(birthMonth, originalAge * 12);
  const month = addMonths(original, delayMonths);
  return {
    group,
    delayMonths,
    age: { years: originalAge + Math.floor(delayMonths / 12), months: delayMonths % 12 },
    month,
    earliest: addMonths(original, Math.max(0, delayMonths - 36)),
    latest: addMonths(month, 36),
  };
}

/** The day in the retirement month with the number of the birthday; its last day when the month is shorter. */
export function retirementDay(birthDate: string, group: RetirementGroup): string {
  const { month } = retirementOf(birthDate, group);
  const sameDay = firstDayOf(month).slice(0, 8) + birthDate.slice(8);
  return isDay(sameDay) ? sameDay : lastDayOf(month);
}

/** Whether the statutory retirement age is reached on a day. */
export const isRetiredOn = (birthDate: string, group: RetirementGroup, day: string): boolean => retirementDay(birthDate, group) <= day;

/** 年满16周岁 on a day (劳动法 15). */
export const isOfWorkingAge = (birthDate: string, day: string): boolean => ageOn(birthDate, day) >= 16;

/** Least months of pension contributions for retirement in a year: 180 to 2029, six more each year from 2030, 240 from 2039. */
export const leastPensionMonths = (year: number): number => Math.min(240, 180 + 6 * Math.max(0, year - 2029));

/** 61岁11个月, 60岁 */
export const retirementAgeLabel = ({ age }: Retirement): string => `${age.years}岁${age.months > 0 ? `${age.months}个月` : ''}`;
