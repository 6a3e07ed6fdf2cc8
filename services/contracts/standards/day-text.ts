import { dayOfNumber, dayNumber, isDay, partsOf } from './day.ts';

/** Days as people type and read them (standards §12). */

/** Excel counts days from 1899-12-30 (its wrong 29 February 1900 included), so serial 45352 is 2024-03-01. */
const EXCEL_EPOCH = dayNumber('1899-12-30');

/** Accepts 2024-03-01, 2024/3/1, 2024.3.1, 20240301, 2024年3月1日 and Excel serials of 1927–2173; anything else is null. */
export function parseDay(input: string | number): string | null {
  const text = String(input).trim();
  if (/^\d{5}$/.test(text)) {
    const serial = Number(text);
    return serial >= 10_000 ? dayOfNumber(EXCEL_EPOCH + serial) : null;
  }
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  if (!match) return null;
  const day = `${match[1]}-${(match[2] ?? '').padStart(2, '0')}-${(match[3] ?? '').padStart(2, '0')}`;
  return isDay(day) ? day : null;
}

/** 2024年04月01日, as printed forms write it. */
export function dayLabel(day: string): string {
  partsOf(day);
  return `${day.slice(0, 4)}年${day.slice(5, 7)}月${day.slice(8)}日`;
}
