import { z } from 'zod';
import { UnitHead, day, money, remedies, words } from './common.ts';

export const BENEFIT_KINDS = ['一次性伤残补助金、伤残津贴、生活护理费', '一次性工亡补助金及丧葬补助金', '一次性工伤医疗补助金'] as const;
/** 工伤保险待遇核定表 (items 34 to 36). The months of 本人工资 are printed as they were used: declared, and clipped to the limits. */
export const BenefitAssessment = z.strictObject({
  kind: z.enum(BENEFIT_KINDS),
  unit: UnitHead,
  person: z.strictObject({
    name: words(50),
    socialNo: words(30),
    decisionNo: words(60),
    injuredAt: words(40),
    conclusionNo: words(60),
    grade: words(30),
    care: words(30),
  }),
  wages: z.array(z.strictObject({ month: words(20), declared: money, used: money, note: words(60) })).max(12),
  parameters: z.array(z.strictObject({ label: words(60), value: words(100), source: words(200) })).max(30),
  items: z
    .array(
      z.strictObject({
        name: words(60),
        base: money,
        factor: words(40),
        formula: words(200),
        amount: money,
        payer: words(30),
        from: words(20),
      }),
    )
    .min(1)
    .max(30),
  total: money,
  capital: words(100),
  payment: z.strictObject({ holder: words(50), accountTail: words(4), bank: words(100), way: words(40) }),
  adjustments: words(1_000),
  /** 近亲属分配, for a death. */
  relatives: z.array(z.strictObject({ name: words(50), relation: words(30), share: words(20), amount: money })).max(50),
  /** Who acted, by stage; the paper names the stage and the day. */
  opinions: z.array(z.strictObject({ stage: words(20), by: words(50), on: day })).max(4),
  remedies,
});
