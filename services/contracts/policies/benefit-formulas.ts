import { rateOf, shareOf } from '../standards/money.ts';
import { clipBase, type BaseLimits } from './base-limits.ts';
import type { BenefitTerms, EndMonths } from './benefits.ts';

/**
 * 工伤待遇公式 (policy §9). Amounts are fen. `terms`, `months` and `limits` are the values in force on the table's key date, chosen by the
 * caller, who stores which version it used. `grade` 1–10; a grade a benefit does not know gives RangeError `GRADE_INVALID`.
 * `averageFen` is W_prev: the average month of last year, in the limits of the year.
 */
function ofGrade(list: readonly number[], grade: number, first = 1): number {
  const found = list[grade - first];
  if (!Number.isInteger(grade) || grade < first || found === undefined) throw new RangeError(`GRADE_INVALID: ${grade}`);
  return found;
}

/**
 * 本人工资: average of the contribution bases of the (up to) twelve months before the injury, kept between the limits of the year.
 * The rounded limits are used, as for contributions: 4217.00 stays 4217.00 although 60 % of 7028.67 is 4217.20.
 * Null without any month: the agency decides.
 */
export function ownWageOf(basesFen: readonly number[], limits: BaseLimits): number | null {
  if (basesFen.length === 0) return null;
  const average = shareOf(
    basesFen.reduce((sum, base) => sum + base, 0),
    1,
    basesFen.length,
  );
  return clipBase(average, limits).baseFen;
}

/** 一次性伤残补助金. */
export const disabilityGrant = (grade: number, ownWageFen: number, { disabilityMonths }: BenefitTerms): number =>
  ofGrade(disabilityMonths, grade) * ownWageFen;

/** 伤残津贴 a month, grades 1–4 (fund) and 5–6 (unit); not below the local minimum wage. */
export const disabilityAllowance = (grade: number, ownWageFen: number, { allowancePpm }: BenefitTerms, minimumWageFen = 0): number =>
  Math.max(minimumWageFen, rateOf(ownWageFen, ofGrade(allowancePpm, grade)));

/** 生活护理费 a month. `dependence`: dictionary `care-dependence`, 1 完全 2 大部分 3 部分, 0 none. */
export function careAllowance(dependence: string, averageFen: number, { carePpm }: BenefitTerms): number {
  const ppm = carePpm[Number(dependence) - 1];
  return ppm === undefined ? 0 : rateOf(averageFen, ppm);
}

/** 一次性工伤医疗补助金 (fund) and 一次性伤残就业补助金 (unit), grades 5–10. The first values of the months are unverified placeholders. */
export const endGrants = (grade: number, averageFen: number, months: EndMonths): { medicalFen: number; employmentFen: number } => ({
  medicalFen: ofGrade(months.medical, grade, 5) * averageFen,
  employmentFen: ofGrade(months.employment, grade, 5) * averageFen,
});

/** 丧葬补助金. */
export const funeralGrant = (averageFen: number, { funeralMonths }: BenefitTerms): number => funeralMonths * averageFen;

/** 一次性工亡补助金. `incomeFen`: national urban disposable income per head of the year before the death. */
export const deathGrant = (incomeFen: number, { deathTimes }: BenefitTerms): number => deathTimes * incomeFen;

export interface Dependant {
  readonly relation: 'spouse' | 'other';
  /** 孤寡老人 or 孤儿. */
  readonly alone: boolean;
}

/** 供养亲属抚恤金 a month, one amount per dependant. Together at most 本人工资: beyond it all are cut in proportion, down to the fen. */
export function dependantPensions(dependants: readonly Dependant[], ownWageFen: number, { dependantPpm }: BenefitTerms): number[] {
  const shares = dependants.map(({ relation, alone }) => dependantPpm[relation] + (alone ? dependantPpm.alone : 0));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (total <= 1_000_000 ? rateOf(ownWageFen, share) : Math.floor((ownWageFen * share) / total)));
}
