import { z } from 'zod';
import { UnitHead, day, moment, remedies, words } from './common.ts';

/** Notices of any flow item. `subject`: whom the application is about, masked as in lists; empty when it is the unit itself. */
const head = { unit: UnitHead, itemName: words(60), subject: words(80), submittedAt: moment };
/** 受理通知书. `limits` in words: 法定期限15日，承诺时限5个工作日. */
export const AcceptanceNotice = z.strictObject({
  ...head,
  acceptedAt: moment,
  limits: words(200),
  dueOn: day,
  materials: z.array(words(200)).max(100),
});
/** 补正告知书: everything that is missing is told at once. `days` in words: 15日. */
export const SupplementNotice = z.strictObject({
  ...head,
  missing: z
    .array(z.strictObject({ name: words(200), demand: words(500) }))
    .min(1)
    .max(100),
  days: words(20),
  dueOn: day,
  opinion: words(1_000),
});
/** 不予受理通知书. `basis`: the rule it rests on. */
export const RefusalNotice = z.strictObject({ ...head, reason: words(1_000).min(1), basis: words(500), remedies });
/** 审核不通过通知书, made like a 不予行政许可决定书: facts, reason, basis, remedies. */
export const RejectionNotice = z.strictObject({
  ...head,
  acceptedAt: moment,
  facts: words(2_000),
  reason: words(1_000).min(1),
  basis: words(500),
  remedies,
});
