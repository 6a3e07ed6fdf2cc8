/**
 * Days as text `YYYY-MM-DD`, computed with whole numbers: no Date, so no time zone can move them. Days compare as text.
 * The day of a moment is the day in China (UTC+8 all year). Functions that take days expect real ones (`isDay`).
 */

const CHINA_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Year, month and day as numbers. Throws RangeError `DAY_INVALID`. */
export function partsOf(day: string): { year: number; month: number; day: number } {
  if (!isDay(day)) throw new RangeError(`DAY_INVALID: ${day}`);
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8)) };
}

/** Days since 1970-01-01 (civil calendar, the algorithm of Howard Hinnant). */
export function dayNumber(text: string): number {
  const { year, month, day } = partsOf(text);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

export function dayOfNumber(number: number): string {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month)}-${pad(dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1)}`;
}

export const addDays = (day: string, days: number): string => dayOfNumber(dayNumber(day) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

/** 1 = Monday … 7 = Sunday. */
export const weekdayOf = (day: string): number => ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;

/** The same day of another month, or that month's last day when it is shorter: 2024-01-31 + 1 = 2024-02-29. */
export function addMonthsToDay(text: string, months: number): string {
  const { year, month, day } = partsOf(text);
  const index = year * 12 + month - 1 + months;
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1];
  return `${pad(y, 4)}-${pad(m)}-${pad(Math.min(day, daysInMonth(y, m)))}`;
}

/** Full years (周岁) on a day; the birthday itself counts. Born on 29 February: reached on 1 March in ordinary years. */
export function ageOn(birthDate: string, day: string): number {
  const years = partsOf(day).year - partsOf(birthDate).year;
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** The day in China of an ISO moment such as `2024-03-31T16:00:00Z` (→ 2024-04-01). Throws RangeError `INSTANT_INVALID`. */
export function dayOfInstant(instant: string): string {
  return dayOfNumber(Math.floor(chinaMillis(instant) / DAY_MS));
}

/** `YYYYMM` in China of an ISO moment. */
export const periodOfInstant = (instant: string): string => dayOfInstant(instant).slice(0, 7).replace('-', '');

/** 经办时间 `YYYYMMDDHHmmss` in China of an ISO moment. */
export function stampOfInstant(instant: string): string {
  const seconds = Math.floor((((chinaMillis(instant) % DAY_MS) + DAY_MS) % DAY_MS) / 1000);
  const time = pad(Math.floor(seconds / 3600)) + pad(Math.floor(seconds / 60) % 60) + pad(seconds % 60);
  return dayOfInstant(instant).replaceAll('-', '') + time;
}

function chinaMillis(instant: string): number {
  const millis = /T.*(Z|[+-]\d\d:?\d\d)$/.test(instant) ? Date.parse(instant) : NaN;
  if (Number.isNaN(millis)) throw new RangeError(`INSTANT_INVALID: ${instant}`);
  return millis + CHINA_OFFSET_MS;
}
