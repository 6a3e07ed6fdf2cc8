import { z } from 'zod';
import type { RiskClass } from '../dictionaries/risk-class.ts';
import { shareOf } from '../standards/money.ts';
import { Ppm, valueAt, valueFrom, type PolicyRow, type PolicyTable } from './policy.ts';

/** 工伤保险费率 (policy §2): base rate of the class × floating step of the unit × temporary factor. The person pays nothing. */
const perClass = <V extends z.ZodType>(value: V) =>
  z.strictObject({ 1: value, 2: value, 3: value, 4: value, 5: value, 6: value, 7: value, 8: value });
const keyDate = '对应费款所属期';

export const InjuryBaseRates = perClass(Ppm);
export const injuryBaseRates: PolicyTable<z.infer<typeof InjuryBaseRates>> = {
  name: 'injury-base-rates',
  title: '工伤保险行业基准费率',
  keyDate,
  by: 'period',
  value: InjuryBaseRates,
  rows: [
    {
      from: '201510',
      to: null,
      value: { 1: 2_000, 2: 4_000, 3: 7_000, 4: 9_000, 5: 11_000, 6: 13_000, 7: 16_000, 8: 19_000 },
      source: '人社部发〔2015〕71号',
      state: 'checked',
      note: '西安市2016-01-01起执行（原参保单位2016-07-01）',
    },
  ],
};

/** Steps in percent of the base rate. `thresholds`: 支缴率 (percent) up to which a step applies; suggested, never applied by itself. */
export const InjuryFloating = z.strictObject({
  classOne: z.array(z.int()),
  others: z.array(z.int()),
  newUnit: z.int(),
  thresholds: z.array(z.strictObject({ upToPercent: z.int().nullable(), step: z.int() })),
});
export const injuryFloating: PolicyTable<z.infer<typeof InjuryFloating>> = {
  name: 'injury-floating',
  title: '工伤保险浮动费率',
  keyDate,
  by: 'period',
  value: InjuryFloating,
  rows: [
    {
      from: '201510',
      to: null,
      value: {
        classOne: [100, 120, 150],
        others: [50, 80, 100, 120, 150],
        newUnit: 100,
        thresholds: [
          { upToPercent: 20, step: 50 },
          { upToPercent: 60, step: 80 },
          { upToPercent: 120, step: 100 },
          { upToPercent: 200, step: 120 },
          { upToPercent: null, step: 150 },
        ],
      },
      source: '人社部发〔2015〕71号',
      state: 'unverified',
      note: '档次已核对；陕西的支缴率界限未核实',
    },
  ],
};

/** 阶段性下调: factor per class, and for projects (按项目参保). `byFundMonths`: the national rule the factors come from. */
export const InjuryReduction = z.strictObject({
  factorPpm: perClass(Ppm),
  projectFactorPpm: Ppm,
  byFundMonths: z.array(z.strictObject({ atLeast: z.int(), factorPpm: Ppm })).optional(),
});
const FULL = 1_000_000;
const same = (ppm: number) => ({ 1: ppm, 2: ppm, 3: ppm, 4: ppm, 5: ppm, 6: ppm, 7: ppm, 8: ppm });
export const injuryReduction: PolicyTable<z.infer<typeof InjuryReduction>> = {
  name: 'injury-reduction',
  title: '工伤保险阶段性下调系数',
  keyDate,
  by: 'period',
  value: InjuryReduction,
  rows: [
    {
      from: '201510',
      to: '201904',
      value: { factorPpm: same(FULL), projectFactorPpm: FULL },
      source: '国办发〔2019〕13号施行以前',
      state: 'checked',
    },
    {
      from: '201905',
      to: '202412',
      value: {
        factorPpm: same(FULL),
        projectFactorPpm: FULL,
        byFundMonths: [
          { atLeast: 18, factorPpm: 800_000 },
          { atLeast: 24, factorPpm: 500_000 },
        ],
      },
      source: '国办发〔2019〕13号、人社部发〔2023〕19号',
      state: 'unverified',
      note: '规则已核对；陕西各市各年的系数未核实，手册202312—202403一类未下调',
    },
    {
      from: '202501',
      to: '202512',
      value: { factorPpm: { ...same(800_000), 1: FULL }, projectFactorPpm: 800_000 },
      source: '陕西省通知，见于2025-01-26第三方网页',
      state: 'derived',
    },
    {
      from: '202601',
      to: null,
      value: { factorPpm: same(FULL), projectFactorPpm: FULL },
      source: '未见2026年文件，暂不下调',
      state: 'unverified',
    },
  ],
};

/** 按项目参保: share of 工程总造价, before the temporary factor. */
export const injuryProjectRate: PolicyTable<{ ratePpm: number }> = {
  name: 'injury-project-rate',
  title: '工程项目工伤保险费率',
  keyDate: '合同开工日期所在月',
  by: 'period',
  value: z.strictObject({ ratePpm: Ppm }),
  rows: [
    { from: '201501', to: null, value: { ratePpm: 1_500 }, source: '人社部发〔2014〕103号；费率由地方规定，暂按1.5‰', state: 'unverified' },
  ],
};

/** The rate a unit pays, in ppm, rounded half up to 0.01 %. `stepPercent`: the unit's floating step, 100 for a new unit. */
export const injuryRateOf = (basePpm: number, stepPercent: number, factorPpm: number): number =>
  100 * shareOf(basePpm * stepPercent, factorPpm, 100 * 100 * FULL);

/** The same for a month and class, from the first values of this file or from newer rows. */
export function injuryRateAt(period: string, riskClass: RiskClass, stepPercent = 100, rows: InjuryRows = FIRST_ROWS): number {
  return injuryRateOf(valueAt(rows.base, period)[riskClass], stepPercent, valueAt(rows.reduction, period).factorPpm[riskClass]);
}

export interface InjuryRows {
  readonly base: readonly PolicyRow<z.infer<typeof InjuryBaseRates>>[];
  readonly reduction: readonly PolicyRow<z.infer<typeof InjuryReduction>>[];
}
const FIRST_ROWS: InjuryRows = { base: injuryBaseRates.rows, reduction: injuryReduction.rows };

export interface ProjectRows {
  readonly project: typeof injuryProjectRate.rows;
  readonly reduction: typeof injuryReduction.rows;
}
const FIRST_PROJECT_ROWS: ProjectRows = { project: injuryProjectRate.rows, reduction: injuryReduction.rows };

/** The rate of a project, in ppm, by the month in which it begins. One that began before a table does takes that table's first row. */
export function projectRateAt(month: string, rows: ProjectRows = FIRST_PROJECT_ROWS): number {
  return injuryRateOf(valueFrom(rows.project, month).ratePpm, 100, valueFrom(rows.reduction, month).projectFactorPpm);
}

/** The step a 支缴率 (percent) suggests; class one only goes up. */
export function suggestedStep(riskClass: RiskClass, paidPercent: number, { thresholds, classOne }: z.infer<typeof InjuryFloating>): number {
  const step = thresholds.find(({ upToPercent }) => upToPercent === null || paidPercent < upToPercent)?.step ?? 100;
  return riskClass === '1' && !classOne.includes(step) ? 100 : step;
}
