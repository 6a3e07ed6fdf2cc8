import type { RiskClass } from '../dictionaries/risk-class.ts';
import { rateOf } from '../standards/money.ts';
import { injuryRateAt, type InjuryRows } from './injury-rates.ts';
import { valueAt, type PolicyRow } from './policy.ts';
import { unemploymentRates, type UnemploymentRate } from './unemployment-rates.ts';

/** What one person owes for one month and one insurance, in fen. */
export interface Contribution {
  readonly unitFen: number;
  readonly personFen: number;
  readonly totalFen: number;
}

/** Each side is rounded half up to the fen by itself; the total is the sum of what was rounded (policy §3.2). */
export function contributionOf(baseFen: number, { unitPpm, personPpm }: UnemploymentRate): Contribution {
  const unitFen = rateOf(baseFen, unitPpm);
  const personFen = rateOf(baseFen, personPpm);
  return { unitFen, personFen, totalFen: unitFen + personFen };
}

/** 失业保险 of a 对应费款所属期 with the rates in force then: the first values of this package, or newer rows. A unit with rates of its own: `contributionOf`. */
export const unemploymentDue = (
  baseFen: number,
  period: string,
  rows: readonly PolicyRow<UnemploymentRate>[] = unemploymentRates.rows,
): Contribution => contributionOf(baseFen, valueAt(rows, period));

/** 工伤保险: only the unit pays. `stepPercent`: floating step, 100 for a new unit. */
export const injuryDue = (baseFen: number, period: string, riskClass: RiskClass, stepPercent = 100, rows?: InjuryRows): Contribution =>
  contributionOf(baseFen, { unitPpm: injuryRateAt(period, riskClass, stepPercent, rows), personPpm: 0 });

/** 差补 or 差退: rounded new minus rounded old, per side (policy §4). */
export function differenceOf(now: Contribution, before: Contribution): Contribution {
  const unitFen = now.unitFen - before.unitFen;
  const personFen = now.personFen - before.personFen;
  return { unitFen, personFen, totalFen: unitFen + personFen };
}
