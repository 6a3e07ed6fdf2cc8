import { z } from 'zod';
import { PolicyFen, type PolicyState, type PolicyTable } from './policy.ts';

/**
 * 缴费基数上下限 of Shaanxi (policy §3.1): 60 % and 300 % of last year's 全口径城镇单位就业人员月平均工资, rounded to the yuan, from January.
 * `averageFen` of year Y is the average month of Y−1, which benefits use as W_prev.
 */
export const BaseLimits = z.strictObject({ averageFen: PolicyFen, floorFen: PolicyFen, capFen: PolicyFen });
export type BaseLimits = z.infer<typeof BaseLimits>;

const year = (of: number, averageFen: number, floorYuan: number, capYuan: number, source: string, state: PolicyState) => ({
  from: `${of}01`,
  to: `${of}12`,
  value: { averageFen, floorFen: floorYuan * 100, capFen: capYuan * 100 },
  source,
  state,
});

export const baseLimits: PolicyTable<BaseLimits> = {
  name: 'base-limits',
  title: '缴费基数上下限',
  keyDate: '对应费款所属期',
  by: 'period',
  value: BaseLimits,
  rows: [
    year(2022, 659_500, 3957, 19_785, '记忆值', 'unverified'),
    year(2023, 702_867, 4217, 21_086, '下限见手册（202312），平均工资与上限由其推得', 'derived'),
    year(2024, 759_833, 4559, 22_795, '公开的工资计算器数据，上下限相符', 'derived'),
    year(2025, 779_500, 4677, 23_385, '估计值', 'unverified'),
    { ...year(2026, 779_500, 4677, 23_385, '公布以前沿用2025年', 'unverified'), to: null },
  ],
};

export interface ClippedBase {
  readonly baseFen: number;
  /** Which limit the declared wage met. */
  readonly clipped: 'floor' | 'cap' | null;
}

/** 缴费基数 from 申报工资. */
export function clipBase(declaredFen: number, { floorFen, capFen }: BaseLimits): ClippedBase {
  if (declaredFen < floorFen) return { baseFen: floorFen, clipped: 'floor' };
  if (declaredFen > capFen) return { baseFen: capFen, clipped: 'cap' };
  return { baseFen: declaredFen, clipped: null };
}
