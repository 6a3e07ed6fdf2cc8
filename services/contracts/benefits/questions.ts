import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id } from '../primitives.ts';

/** One-off medical payment made (一次性工伤医疗补助金已支付)? Then the fund no longer treats. */
export const ended = defineAction({
  name: 'benefits.ended.of',
  title: '是否已支付一次性工伤医疗补助金',
  access: { services: ['injury', 'benefits'] },
  input: z.strictObject({ personIds: z.array(Id).max(500) }),
  output: z.strictObject({ answers: z.array(z.strictObject({ personId: Id, ended: z.boolean() })) }),
  errors: ['INPUT_INVALID'],
});

/** Is this card holder recorded as 供养亲属 of somebody who died at work? Asked by blind index: identity knows no person number. */
export const dependant = defineAction({
  name: 'benefits.dependant.of',
  title: '是否为工伤供养亲属',
  access: { services: ['identity'] },
  input: z.strictObject({ idHashes: z.array(z.string().max(64)).max(500) }),
  output: z.strictObject({ answers: z.array(z.strictObject({ idHash: z.string(), dependant: z.boolean() })) }),
  errors: ['INPUT_INVALID'],
});
