import { z } from 'zod';
import { PolicyFen, Ppm, type PolicyState, type PolicyTable } from './policy.ts';

/** 工伤待遇 as data (policy §9); the formulas are in benefit-formulas.ts. Lists by grade start with grade 1 unless they say otherwise. */
export const BenefitTerms = z.strictObject({
  /** 一次性伤残补助金, months of 本人工资, grades 1–10. */
  disabilityMonths: z.array(z.int()).length(10),
  /** 伤残津贴, share of 本人工资, grades 1–6 (5 and 6 by the unit). */
  allowancePpm: z.array(Ppm).length(6),
  /** 生活护理费, share of W_prev: 完全, 大部分, 部分. */
  carePpm: z.array(Ppm).length(3),
  funeralMonths: z.int(),
  /** 供养亲属抚恤金: spouse, others, addition for those who are alone. */
  dependantPpm: z.strictObject({ spouse: Ppm, other: Ppm, alone: Ppm }),
  /** 一次性工亡补助金, times the national urban disposable income per head of last year. */
  deathTimes: z.int(),
});
export type BenefitTerms = z.infer<typeof BenefitTerms>;

export const benefitTerms: PolicyTable<BenefitTerms> = {
  name: 'benefit-terms',
  title: '工伤待遇计发标准',
  keyDate: '工伤发生日',
  by: 'day',
  value: BenefitTerms,
  rows: [
    {
      from: '2011-01-01',
      to: null,
      value: {
        disabilityMonths: [27, 25, 23, 21, 18, 16, 13, 11, 9, 7],
        allowancePpm: [900_000, 850_000, 800_000, 750_000, 700_000, 600_000],
        carePpm: [500_000, 400_000, 300_000],
        funeralMonths: 6,
        dependantPpm: { spouse: 400_000, other: 300_000, alone: 100_000 },
        deathTimes: 20,
      },
      source: '工伤保险条例第三十四条至第三十九条',
      state: 'checked',
    },
  ],
};

/** 一次性工伤医疗补助金 (fund) and 一次性伤残就业补助金 (unit): months of W_prev, grades 5–10. Set by the province. */
export const EndMonths = z.strictObject({ medical: z.array(z.int()).length(6), employment: z.array(z.int()).length(6) });
export type EndMonths = z.infer<typeof EndMonths>;

export const endMonths: PolicyTable<EndMonths> = {
  name: 'benefit-end-months',
  title: '一次性工伤医疗补助金、伤残就业补助金月数',
  keyDate: '劳动关系解除（终止）日',
  by: 'day',
  value: EndMonths,
  rows: [
    {
      from: '2011-01-01',
      to: null,
      value: { medical: [21, 18, 15, 12, 9, 6], employment: [21, 18, 15, 12, 9, 6] },
      source: '陕西省实施《工伤保险条例》办法的月数未查到，此为占位值',
      state: 'unverified',
      note: '使用前必须核实',
    },
  ],
};

const income = (yearOfDeath: string, yuan: number, source: string, state: PolicyState) => ({
  from: yearOfDeath,
  to: yearOfDeath,
  value: { incomeFen: yuan * 100 },
  source,
  state,
});

/** 上一年度全国城镇居民人均可支配收入, by the year of death. */
export const urbanIncome: PolicyTable<{ incomeFen: number }> = {
  name: 'urban-income',
  title: '上年度全国城镇居民人均可支配收入',
  keyDate: '死亡年度',
  by: 'year',
  value: z.strictObject({ incomeFen: PolicyFen }),
  rows: [
    income('2022', 47_412, '国家统计局2021年数据', 'checked'),
    income('2023', 49_283, '国家统计局2022年数据（未查对）', 'unverified'),
    income('2024', 51_821, '国家统计局2023年数据（未查对）', 'unverified'),
    income('2025', 54_188, '国家统计局2024年数据（未查对）', 'unverified'),
    income('2026', 56_502, '国家统计局2025年数据（2026-01-19报道）', 'checked'),
  ],
};

/** 住院伙食补助费 per day. */
export const mealAllowance: PolicyTable<{ perDayFen: number }> = {
  name: 'meal-allowance',
  title: '住院伙食补助费',
  keyDate: '住院日',
  by: 'day',
  value: z.strictObject({ perDayFen: PolicyFen }),
  rows: [{ from: '2011-01-01', to: null, value: { perDayFen: 3_000 }, source: '陕西标准未核实，暂按每天30元', state: 'unverified' }],
};
