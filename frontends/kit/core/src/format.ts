import { stampOfInstant } from '@wangting/contracts/standards/day';
import { fenToYuan } from '@wangting/contracts/standards/money';
import { isPeriod, periodLabel } from '@wangting/contracts/standards/period';

/** Nothing to show is said, never left blank. */
export const EMPTY = '—';

export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** 421700 → 4,217.00 */
export const money = (fen: unknown): string => (typeof fen === 'number' && Number.isSafeInteger(fen) ? fenToYuan(fen) : EMPTY);
/** 202404 → 2024年04月 */
export const month = (value: unknown): string =>
  typeof value === 'string' && isPeriod(value) ? periodLabel(value) : isEmpty(value) ? EMPTY : String(value);
export const day = (value: unknown): string => (isEmpty(value) ? EMPTY : String(value).slice(0, 10));
/** 2024-04-01T01:30:00Z → 2024-04-01 09:30, in Shanghai. */
export function moment(value: unknown): string {
  if (isEmpty(value)) return EMPTY;
  if (!/T.*(Z|[+-]\d\d:?\d\d)$/.test(String(value))) return String(value);
  const digits = stampOfInstant(String(value));
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)} ${digits.slice(8, 10)}:${digits.slice(10, 12)}`;
}
export const plain = (value: unknown): string => (isEmpty(value) ? EMPTY : String(value));
/** 上午好 / 下午好 / 晚上好 by the hour in Shanghai. */
export const greeting = (hour: number): string => (hour < 12 ? '上午好' : hour < 18 ? '下午好' : '晚上好');
