/** Every policy table by name, for the screen of parameters and for the test that holds them whole. */
import { baseLimits } from './base-limits.ts';
import { benefitTerms, endMonths, mealAllowance, urbanIncome } from './benefits.ts';
import { hiringSubsidy } from './hiring-subsidy.ts';
import { injuryBaseRates, injuryFloating, injuryProjectRate, injuryReduction } from './injury-rates.ts';
import { jobRetention } from './job-retention.ts';
import { lateFee } from './late-fee.ts';
import type { PolicyTable } from './policy.ts';
import { stopMonth } from './stop-month.ts';
import { timeLimits } from './time-limits.ts';
import { unemploymentRates } from './unemployment-rates.ts';
import { workAges } from './work-ages.ts';

/** The value of each is checked by its own schema; here they are of any kind. */
const all = [
  unemploymentRates,
  injuryBaseRates,
  injuryFloating,
  injuryReduction,
  injuryProjectRate,
  baseLimits,
  lateFee,
  stopMonth,
  workAges,
  jobRetention,
  hiringSubsidy,
  benefitTerms,
  endMonths,
  urbanIncome,
  mealAllowance,
  ...timeLimits.values(),
] as readonly PolicyTable<unknown>[];

export const policyTables: ReadonlyMap<string, PolicyTable<unknown>> = new Map(all.map((table) => [table.name, table]));

if (policyTables.size !== all.length) throw new Error('POLICY_NAME_TWICE');
