import { baseLimits, clipBase } from '@wangting/contracts/policies/base-limits';
import { contributionOf } from '@wangting/contracts/policies/contribution';
import { injuryRateAt, injuryBaseRates, injuryReduction } from '@wangting/contracts/policies/injury-rates';
import { rowAt, valueAt, type PolicyRow } from '@wangting/contracts/policies/policy';
import { stopMonth, type StopMonth } from '@wangting/contracts/policies/stop-month';
import { unemploymentRates } from '@wangting/contracts/policies/unemployment-rates';
import type { RiskClass } from '@wangting/contracts/dictionaries/risk-class';
import type { BaseLimits } from '@wangting/contracts/policies/base-limits';
import type { UnemploymentRate } from '@wangting/contracts/policies/unemployment-rates';
import type { Amounts } from './reckon.ts';

export type Insurance = '210' | '410';

/** The rows a calculation uses: those in force (policies.ts), which began as the first values of the contracts. */
export interface Tables {
  limits: readonly PolicyRow<BaseLimits>[];
  unemployment: readonly PolicyRow<UnemploymentRate>[];
  injury: { base: typeof injuryBaseRates.rows; reduction: typeof injuryReduction.rows };
  stopMonth: readonly PolicyRow<StopMonth>[];
  /** The ids of the versions these rows are of. */
  versions: readonly string[];
}
export const FIRST_TABLES: Tables = {
  limits: baseLimits.rows,
  unemployment: unemploymentRates.rows,
  injury: { base: injuryBaseRates.rows, reduction: injuryReduction.rows },
  stopMonth: stopMonth.rows,
  versions: [],
};

/** What a unit pays by its own decision in some months: risk class, floating step, or a split of its own (手册's 0.5 % + 0.5 %). */
export interface UnitRate {
  insurance: Insurance;
  from: string;
  to: string | null;
  riskClass?: RiskClass;
  stepPercent?: number;
  unitPpm?: number;
  personPpm?: number;
}
export interface Rate {
  unitPpm: number;
  personPpm: number;
}

/** The rate of a unit for 对应费款所属期 `month`. Throws PolicyError when no row, or more than one, is in force. */
export function rateFor(insurance: Insurance, month: string, riskClass: RiskClass, own: readonly UnitRate[], tables: Tables): Rate {
  const decided = own.filter((row) => row.insurance === insurance);
  const rule = decided.some(({ from, to }) => from <= month && (to === null || month <= to)) ? rowAt(decided, month) : undefined;
  if (rule?.unitPpm !== undefined) return { unitPpm: rule.unitPpm, personPpm: rule.personPpm ?? 0 };
  if (insurance === '210') return valueAt(tables.unemployment, month);
  return { unitPpm: injuryRateAt(month, rule?.riskClass ?? riskClass, rule?.stepPercent ?? 100, tables.injury), personPpm: 0 };
}

/** One person's month: the declared wage clipped by the limits of that month, each side rounded by itself (policy §3.2). Fen. */
export function costOf(declared: number, month: string, rate: Rate, tables: Tables): Amounts {
  const { baseFen } = clipBase(declared, valueAt(tables.limits, month));
  const { unitFen, personFen } = contributionOf(baseFen, rate);
  return { base: baseFen, unit: unitFen, person: personFen };
}
