import { addDays, weekdayOf } from './day.ts';
import { FROZEN_WORKDAYS } from './workdays.data.ts';

/**
 * 工作日: weekends and public holidays are free, 调休 days are not. The years come from a frozen table (workdays.data.ts) and can be
 * replaced by a newer one the agency has loaded. In a year a calendar does not know only weekends are free, and `knowsYear` says so:
 * what is computed for such a day is provisional.
 */
export interface WorkdayCalendar {
  readonly version: string;
  readonly fromYear: number;
  readonly toYear: number;
  /** Days off, weekends inside a holiday included. */
  readonly holidays: ReadonlySet<string>;
  /** 调休: weekend days that are worked. */
  readonly makeUpDays: ReadonlySet<string>;
}

const days = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [year, ...monthDays] = line.trim().split(' ');
        return monthDays.map((monthDay) => `${year}-${monthDay.slice(0, 2)}-${monthDay.slice(2)}`);
      }),
  );

export const frozenCalendar: WorkdayCalendar = {
  version: FROZEN_WORKDAYS.version,
  fromYear: FROZEN_WORKDAYS.fromYear,
  toYear: FROZEN_WORKDAYS.toYear,
  holidays: days(FROZEN_WORKDAYS.holidays),
  makeUpDays: days(FROZEN_WORKDAYS.makeUpDays),
};

export const knowsYear = (day: string, calendar: WorkdayCalendar = frozenCalendar): boolean => {
  const year = Number(day.slice(0, 4));
  return year >= calendar.fromYear && year <= calendar.toYear;
};

export const isWorkday = (day: string, calendar: WorkdayCalendar = frozenCalendar): boolean =>
  calendar.makeUpDays.has(day) || (weekdayOf(day) <= 5 && !calendar.holidays.has(day));

/** The day itself when it is worked, otherwise the next worked one. */
export function workdayOnOrAfter(day: string, calendar: WorkdayCalendar = frozenCalendar): string {
  let candidate = day;
  while (!isWorkday(candidate, calendar)) candidate = addDays(candidate, 1);
  return candidate;
}

/** The `count`-th worked day after `day`, which is not counted itself; negative counts back. 0 is the day itself. */
export function addWorkdays(day: string, count: number, calendar: WorkdayCalendar = frozenCalendar): string {
  const step = count < 0 ? -1 : 1;
  let current = day;
  for (let left = Math.abs(count); left > 0;) {
    current = addDays(current, step);
    if (isWorkday(current, calendar)) left--;
  }
  return current;
}

/** Worked days after `from` up to and including `to`; 0 when `to` is not later. */
export function workdaysBetween(from: string, to: string, calendar: WorkdayCalendar = frozenCalendar): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkday(day, calendar)) count++;
  return count;
}
