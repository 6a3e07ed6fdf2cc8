import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id } from '../primitives.ts';

/** Open injury, 停工留薪期, grade 1–4? (decisions.md 4) */
export const standing = defineAction({
  name: 'injury.standing.of',
  title: '未办结工伤、停工留薪期、一至四级',
  access: { services: ['persons'] },
  input: z.strictObject({ personIds: z.array(Id).max(500) }),
  output: z.strictObject({
    answers: z.array(z.strictObject({ personId: Id, openCase: z.boolean(), onPaidLeave: z.boolean(), grade: z.int().min(0).max(10) })),
  }),
  errors: ['INPUT_INVALID'],
});
/** Conclusion signed, re-assessment open? */
export const caseOf = defineAction({
  name: 'injury.case.of',
  title: '鉴定结论是否签收、再次鉴定是否在办',
  access: { services: ['benefits'] },
  input: z.strictObject({ personIds: z.array(Id).max(500) }),
  output: z.strictObject({
    answers: z.array(z.strictObject({ personId: Id, signedConclusion: z.string().nullable(), reassessmentOpen: z.boolean() })),
  }),
  errors: ['INPUT_INVALID'],
});

/** Is this card holder an injured worker (工伤人员: a report or recognition of his is recorded)? Asked by blind index: identity knows no person number. */
export const worker = defineAction({
  name: 'injury.worker.of',
  title: '是否为工伤职工',
  access: { services: ['identity'] },
  input: z.strictObject({ idHashes: z.array(z.string().max(64)).max(500) }),
  output: z.strictObject({ answers: z.array(z.strictObject({ idHash: z.string(), injured: z.boolean() })) }),
  errors: ['INPUT_INVALID'],
});
