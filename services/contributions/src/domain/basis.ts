import type { LedgerPolicy } from '@wangting/contracts/contributions/ledger-policies';
import { addMonths } from '@wangting/contracts/standards/period';
import type { UnitRateRow } from '../models/decision.ts';
import type { Insurance } from './cost.ts';

const RATES: Readonly<Record<Insurance, readonly LedgerPolicy[]>> = {
  210: ['unemployment-rates'],
  410: ['injury-base-rates', 'injury-reduction'],
};
const OWN = 'unit-rate:';
/** The decision on a unit's own rate that an id of a row's policies means; undefined when it means a version of a table. */
export const decisionOf = (id: string): string | undefined => (id.startsWith(OWN) ? id.slice(OWN.length) : undefined);

/**
 * By what a month of an insurance is reckoned, as ids: the limits always, then the rates, the unit's own decision among them. A split of its
 * own takes the place of the tables. `versions` are those of the tables used.
 */
export function basisOf(insurance: Insurance, month: string, own: readonly UnitRateRow[], versions: readonly string[]): string[] {
  const decided = own.find((row) => row.insurance === insurance && row.from <= month && (row.to === null || month <= row.to));
  const tables: LedgerPolicy[] = ['base-limits', ...(decided?.unitPpm === undefined ? RATES[insurance] : [])];
  return [...versions.filter((id) => tables.some((table) => id.startsWith(`${table}:`))), ...(decided ? [`${OWN}${decided._id}`] : [])];
}

/**
 * Decisions on a unit's own rate, oldest first, each ending before the next of its insurance begins. Of two from the same month the later made is
 * in force, and the other one never.
 */
export function ratesInOrder<T extends UnitRateRow>(rows: readonly T[]): T[] {
  const sorted = rows.toSorted((a, b) => `${a.from}${a.at}`.localeCompare(`${b.from}${b.at}`));
  return sorted.map((row, at) => {
    const next = sorted.slice(at + 1).find(({ insurance }) => insurance === row.insurance);
    return { ...row, to: next ? addMonths(next.from, -1) : row.to };
  });
}
