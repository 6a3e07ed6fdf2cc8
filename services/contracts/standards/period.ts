import { daysInMonth } from './day.ts';

/**
 * Calendar months as text `YYYYMM` (费款所属期). They compare as text; years 1900–2199.
 * Functions that take periods throw RangeError `PERIOD_INVALID` when given anything else.
 */
export const isPeriod = (text: string): boolean => /^(19|20|21)\d{2}(0[1-9]|1[0-2])$/.test(text);

function indexOf(period: string): number {
  if (!isPeriod(period)) throw new RangeError(`PERIOD_INVALID: ${period}`);
  return Number(period.slice(0, 4)) * 12 + Number(period.slice(4)) - 1;
}

const periodAt = (index: number): string => `${Math.floor(index / 12)}${String((index % 12) + 1).padStart(2, '0')}`;

export const periodOf = (year: number, month: number): string => {
  const period = `${year}${String(month).padStart(2, '0')}`;
  indexOf(period);
  return period;
};

export const periodOfDay = (day: string): string => periodOf(Number(day.slice(0, 4)), Number(day.slice(5, 7)));

export const yearOfPeriod = (period: string): number => Math.floor(indexOf(period) / 12);

export const addMonths = (period: string, months: number): string => periodAt(indexOf(period) + months);

/** Months from `from` to `to`: 202312 → 202402 is 2. Negative when `to` is earlier. */
export const monthsBetween = (from: string, to: string): number => indexOf(to) - indexOf(from);

/** Negative, zero or positive, for sorting. */
export const comparePeriods = (a: string, b: string): number => indexOf(a) - indexOf(b);

/** All months from `from` to `to`, both included; empty when `to` is earlier. */
export function periodRange(from: string, to: string): string[] {
  const length = Math.max(0, monthsBetween(from, to) + 1);
  return Array.from({ length }, (_, i) => addMonths(from, i));
}

export const periodsOfYear = (year: number): string[] => periodRange(periodOf(year, 1), periodOf(year, 12));

export const firstDayOf = (period: string): string => {
  indexOf(period);
  return `${period.slice(0, 4)}-${period.slice(4)}-01`;
};

export const lastDayOf = (period: string): string =>
  `${firstDayOf(period).slice(0, 8)}${daysInMonth(Number(period.slice(0, 4)), Number(period.slice(4)))}`;

/** 202404 → 2024年04月 */
export const periodLabel = (period: string): string => {
  indexOf(period);
  return `${period.slice(0, 4)}年${period.slice(4)}月`;
};

/** Accepts 202404, 2024-04, 2024/4, 2024.4 and 2024年4月; anything else is null. */
export function parsePeriod(input: string): string | null {
  const match = /^(\d{4})(?:[-/.年]?(\d{2})|[-/.年](\d))月?$/.exec(input.trim());
  const period = match ? `${match[1]}${(match[2] ?? match[3] ?? '').padStart(2, '0')}` : '';
  return isPeriod(period) ? period : null;
}
