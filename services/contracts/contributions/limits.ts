import { z } from 'zod';
import { defineAction } from '../action.ts';
import { BaseLimits } from '../policies/base-limits.ts';
import { Month } from '../primitives.ts';

/** 缴费基数上下限 in force of these months, by 对应费款所属期: what the agency has confirmed, not the first values of the contract. */
export const limits = defineAction({
  name: 'contributions.limits.of',
  title: '缴费基数上下限',
  access: { services: ['persons'] },
  input: z.strictObject({ months: z.array(Month).max(500) }),
  output: z.strictObject({
    /** Whoever reckons with them keeps it (decisions.md 3). */
    version: z.string(),
    /** Null: no row speaks of the month. */
    answers: z.array(z.strictObject({ month: Month, limits: BaseLimits.nullable() })),
  }),
  errors: ['INPUT_INVALID'],
});
