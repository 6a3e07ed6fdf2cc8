import { z } from 'zod';
import type { PolicyTable } from './policy.ts';

/** 年龄 (policy §6): least age of work and the original retirement ages; how the delay is computed is in standards/retirement.ts. */
export const WorkAges = z.strictObject({
  least: z.int(),
  male: z.int(),
  femaleCadre: z.int(),
  femaleWorker: z.int(),
  specialMale: z.int(),
  specialFemale: z.int(),
  /** 渐进式延迟 is in force. */
  gradualDelay: z.boolean(),
  /** 弹性提前 and 弹性延迟, years each. */
  elasticYears: z.int(),
});

const ages = { least: 16, male: 60, femaleCadre: 55, femaleWorker: 50, specialMale: 55, specialFemale: 45 };

export const workAges: PolicyTable<z.infer<typeof WorkAges>> = {
  name: 'work-ages',
  title: '就业与退休年龄',
  keyDate: '业务发生日',
  by: 'day',
  value: WorkAges,
  rows: [
    {
      from: '1995-01-01',
      to: '2024-12-31',
      value: { ...ages, gradualDelay: false, elasticYears: 0 },
      source: '劳动法第十五条；国发〔1978〕104号',
      state: 'checked',
    },
    {
      from: '2025-01-01',
      to: null,
      value: { ...ages, gradualDelay: true, elasticYears: 3 },
      source: '全国人大常委会2024-09-13决定',
      state: 'checked',
    },
  ],
};
