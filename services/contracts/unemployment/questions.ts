import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id } from '../primitives.ts';

/** Drawing 失业金 now, or in year Y−1? Asked by blind index, since the register of claimants knows people by ID number. */
export const receipts = defineAction({
  name: 'unemployment.receipts.of',
  title: '失业保险金领取情况',
  access: { services: ['persons', 'unemployment'] },
  input: z.strictObject({ idHashes: z.array(z.string()).max(500) }),
  output: z.strictObject({
    /** False until a register was imported: 37 then says 数据未到. */
    known: z.boolean(),
    answers: z.array(z.strictObject({ idHash: z.string(), drawingNow: z.boolean(), years: z.array(z.int()) })),
  }),
  errors: ['INPUT_INVALID'],
});
export { Id };
