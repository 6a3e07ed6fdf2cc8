import { addDays, addMonthsToDay } from './day.ts';
import { addWorkdays, frozenCalendar, knowsYear, workdayOnOrAfter, type WorkdayCalendar } from './workdays.ts';

/**
 * 法定期限 (standards §19): the first day is not counted; when the last day is free, the next worked day is the last.
 * 日 are calendar days, 工作日 are counted by the calendar, months and years end on the day of the same number.
 */
export type DeadlineUnit = 'day' | 'workday' | 'month' | 'year';

export interface Deadline {
  /** The last day on which it may still be done, YYYY-MM-DD. */
  readonly lastDay: string;
  /** True when the calendar does not know that year yet: show it as 暂定. */
  readonly provisional: boolean;
}

/** `from`: the day of the event or receipt (day zero). `length` in `unit`s, ≥ 0. */
export function deadlineOf(from: string, length: number, unit: DeadlineUnit, calendar: WorkdayCalendar = frozenCalendar): Deadline {
  const end = {
    day: () => addDays(from, length),
    workday: () => addWorkdays(from, length, calendar),
    month: () => addMonthsToDay(from, length),
    year: () => addMonthsToDay(from, 12 * length),
  }[unit]();
  const lastDay = workdayOnOrAfter(end, calendar);
  return { lastDay, provisional: !knowsYear(lastDay, calendar) };
}

/** A clock that stood still (中止, 补正) for `stoppedDays` calendar days ends that much later, again on a worked day. */
export function extendDeadline(deadline: Deadline, stoppedDays: number, calendar: WorkdayCalendar = frozenCalendar): Deadline {
  const lastDay = workdayOnOrAfter(addDays(deadline.lastDay, stoppedDays), calendar);
  return { lastDay, provisional: !knowsYear(lastDay, calendar) };
}
