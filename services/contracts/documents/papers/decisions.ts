import { z } from 'zod';
import { UnitHead, day, remedies, words } from './common.ts';

/** Decisions of 社会保险行政部门 and of the committee: sealed with their own seals, numbers whole. Their number is the envelope's `no`. */
const person = z.strictObject({ name: words(50), sex: words(10), age: words(10), idNumber: words(30) });
const facts = {
  unit: UnitHead,
  applicant: words(),
  person,
  job: words(100),
  accidentAt: words(40),
  accidentPlace: words(),
  diagnosedOn: words(40),
  /** 受伤害部位 or 职业病名称. */
  injury: words(500),
  course: words(3_000),
  acceptedOn: day,
  investigation: words(3_000),
};

/** 认定工伤决定书, also for 视同工伤. `article`: 第十四条第（一）项. */
export const RecognitionDecision = z.strictObject({ ...facts, kind: z.enum(['认定', '视同']), article: words(60).min(1), remedies });
/** 不予认定工伤决定书. `reason`: why no case of the articles fits, or which exclusion does. */
export const NonRecognitionDecision = z.strictObject({ ...facts, kind: z.enum(['认定', '视同']), reason: words(2_000).min(1), remedies });

export const RECOGNITION_LETTERS = [
  '工伤认定申请受理决定书',
  '工伤认定申请不予受理决定书',
  '工伤认定申请补正材料告知书',
  '工伤认定中止通知书',
  '工伤认定恢复通知书',
  '工伤认定终止通知书',
  '工伤认定举证通知书',
] as const;
/** The letters around a recognition: `kind` is the title; `list` the materials asked for; `days` in words (15日). */
export const RecognitionLetter = z.strictObject({
  kind: z.enum(RECOGNITION_LETTERS),
  unit: UnitHead,
  /** To whom it is addressed: the applicant, or the unit. */
  addressee: words(),
  personName: words(50),
  appliedOn: day,
  accident: words(500),
  reason: words(2_000),
  list: z.array(words(500)).max(60),
  days: words(20),
  remedies: remedies.nullable(),
});

export const CONCLUSION_KINDS = [
  '初次鉴定',
  '复查鉴定',
  '再次鉴定',
  '工伤直接导致疾病确认',
  '旧伤复发确认',
  '延长停工留薪期确认',
  '配置辅助器具确认',
  '非因工鉴定',
] as const;
/** 劳动能力鉴定结论书; the title is the kind. `results` in order: 劳动功能障碍 — 伤残九级. `expertNo` is a number, no names. */
export const AssessmentConclusion = z.strictObject({
  kind: z.enum(CONCLUSION_KINDS),
  unit: UnitHead,
  person: z.strictObject({ name: words(50), sex: words(10), idNumber: words(30) }),
  decisionNo: words(60),
  injuredAt: words(40),
  condition: words(3_000),
  basis: words(1_000),
  expertNo: words(60),
  results: z
    .array(z.strictObject({ label: words(60), value: words(500) }))
    .min(1)
    .max(20),
});
