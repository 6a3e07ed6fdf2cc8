import { z } from 'zod';
import { addMonthsToDay, ageOn, partsOf } from '../standards/day.ts';
import { PolicyFen, type PolicyTable } from './policy.ts';

/** 一次性扩岗补助 (policy §10.3), by the day the employment contract starts. One identity counts once, for ever. */
export const HiringSubsidy = z.strictObject({
  amountFen: PolicyFen,
  /** Who: graduates of the year, graduates of the last two years without a job, registered unemployed of 16–24. */
  groups: z.array(z.enum(['graduate', 'recent-graduate', 'young'])),
  insurances: z.array(z.enum(['unemployment', 'injury', 'pension'])),
  leastMonths: z.int(),
  /** `by_year`: 16–24 and 两年内 by calendar years; `by_day`: to the day. */
  mode: z.enum(['by_year', 'by_day']),
});
export type HiringSubsidy = z.infer<typeof HiringSubsidy>;

const groups: HiringSubsidy['groups'] = ['graduate', 'recent-graduate', 'young'];
const all: HiringSubsidy['insurances'] = ['unemployment', 'injury', 'pension'];
const note = '陕西标准1500元见手册；年龄口径按吉林指南，未核实';

export const hiringSubsidy: PolicyTable<HiringSubsidy> = {
  name: 'hiring-subsidy',
  title: '一次性扩岗补助',
  keyDate: '劳动合同开始日',
  by: 'day',
  value: HiringSubsidy,
  rows: [
    {
      from: '2022-01-01',
      to: '2022-12-31',
      value: { amountFen: 150_000, groups: ['graduate'], insurances: ['unemployment'], leastMonths: 1, mode: 'by_year' },
      source: '2022年扩岗补助通知',
      state: 'checked',
    },
    {
      from: '2023-01-01',
      to: '2023-12-31',
      value: { amountFen: 150_000, groups, insurances: all, leastMonths: 1, mode: 'by_year' },
      source: '人社部、教育部、财政部2023年6月通知',
      state: 'checked',
    },
    {
      from: '2024-01-01',
      to: '2025-12-31',
      value: { amountFen: 150_000, groups, insurances: all, leastMonths: 3, mode: 'by_year' },
      source: '人社部发〔2024〕44号',
      state: 'checked',
      note,
    },
    {
      from: '2026-01-01',
      to: null,
      value: { amountFen: 150_000, groups, insurances: all, leastMonths: 3, mode: 'by_year' },
      source: '未见文件，暂按2025年',
      state: 'unverified',
    },
  ],
};

/** 16–24 on the hire day. By year: hired in 2024, born 1999-01-01 … 2008-12-31 (the guide's own span). */
export function isYoung(birthDate: string, hiredOn: string, mode: HiringSubsidy['mode']): boolean {
  const age = mode === 'by_day' ? ageOn(birthDate, hiredOn) : partsOf(hiredOn).year - partsOf(birthDate).year;
  return age >= 16 && age <= (mode === 'by_day' ? 24 : 25);
}

/** 毕业年度 or 离校两年内. By year: hired in 2024, graduated 2022 … 2024. */
export function isRecentGraduate(graduatedOn: string, hiredOn: string, mode: HiringSubsidy['mode']): boolean {
  if (mode === 'by_day') return hiredOn <= addMonthsToDay(graduatedOn, 24) || partsOf(graduatedOn).year === partsOf(hiredOn).year;
  const years = partsOf(hiredOn).year - partsOf(graduatedOn).year;
  return years >= 0 && years <= 2;
}
