import { valueFrom, type PolicyRow } from '@wangting/contracts/policies/policy';
import { lastBilledMonth, stopMonth, type StopMonth } from '@wangting/contracts/policies/stop-month';
import { addMonths } from '@wangting/contracts/standards/period';

/** 缴费类型 (policy §4) of what the ledger makes by itself. */
export const KIND = {
  due: '10',
  late: '21',
  baseUp: '22',
  rateUp: '23',
  special: '31',
  refund: '41',
  baseDown: '42',
  rateDown: '43',
  specialRefund: '51',
  project: '71',
} as const;

/** What a month costs, or has been billed so far (net of corrections and refunds). Fen. */
export interface Amounts {
  base: number;
  unit: number;
  person: number;
}
/** A ledger row that is missing: the difference between what should be and what is. Refunds are negative. */
export interface Missing extends Amounts {
  kind: string;
  /** 对应费款所属期. */
  month: string;
}

const total = ({ unit, person }: Amounts): number => unit + person;

/**
 * The one rule of the ledger: a month that should have been billed and was not is billed (正常应缴 in its own 费款所属期, 断缴补缴 later);
 * a month that was billed and should not have been is refunded whole (退费); one that was billed otherwise is corrected by the
 * difference, per side (差补 or 差退), named after the base when that changed and after the rate when it did not.
 * Undefined when nothing is to be done. `period` is the 费款所属期 in which the row would stand.
 */
export function reckonMonth(month: string, period: string, should: Amounts | null, billed: Amounts | null): Missing | undefined {
  const has = billed !== null && (total(billed) !== 0 || billed.base !== 0);
  if (!should) {
    if (!has) return undefined;
    return { kind: KIND.refund, month, base: -billed.base, unit: -billed.unit, person: -billed.person };
  }
  if (!has) return { kind: month === period ? KIND.due : KIND.late, month, ...should };
  const unit = should.unit - billed.unit;
  const person = should.person - billed.person;
  if (unit === 0 && person === 0) return undefined;
  const byBase = should.base !== billed.base;
  const up = unit + person > 0;
  const kind = byBase ? (up ? KIND.baseUp : KIND.baseDown) : up ? KIND.rateUp : KIND.rateDown;
  return { kind, month, base: should.base - billed.base, unit, person };
}

/** The last month billed of a stretch that ended: `stop_month_charged` of the day of its end says whether the month that contains it still is. */
export const lastMonthOf = (from: string, to: string, rows: readonly PolicyRow<StopMonth>[]): string =>
  lastBilledMonth(from, to, valueFrom(rows, to));

/** Months of a stretch of insurance that are billed, up to a period. */
export function* monthsOf(
  from: string,
  to: string | null,
  until: string,
  rows: readonly PolicyRow<StopMonth>[] = stopMonth.rows,
): Generator<string> {
  const end = to === null ? until : lastMonthOf(from, to, rows);
  const last = end > until ? until : end;
  for (let at = month(from); at <= last; at = addMonths(at, 1)) yield at;
}
const month = (day: string): string => day.slice(0, 7).replace('-', '');

/** Adds rows of one month to what has been billed. */
export const sum = (rows: readonly Amounts[]): Amounts | null =>
  rows.length === 0
    ? null
    : rows.reduce((a, b) => ({ base: a.base + b.base, unit: a.unit + b.unit, person: a.person + b.person }), {
        base: 0,
        unit: 0,
        person: 0,
      });
