import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Day, Fen, Id, Month } from '../primitives.ts';

/** Wages for 本人工资, months paid. */
export const history = defineAction({
  name: 'contributions.history.of',
  title: '缴费历史',
  access: { services: ['documents', 'benefits', 'unemployment'] },
  input: z.strictObject({ unitId: Id.optional(), personId: Id.optional(), from: Month, to: Month }),
  output: z.strictObject({
    /** False until the ledger exists: the certificate then says 缴费明细暂未提供. */
    available: z.boolean(),
    months: z.array(
      z.strictObject({ month: Month, insurance: z.string(), people: z.int(), base: Fen, due: Fen, paid: Fen, state: z.string() }),
    ),
  }),
  errors: ['INPUT_INVALID'],
});
/** Over-age finding (延长缴费认定) valid on a day? */
export const overAge = defineAction({
  name: 'contributions.overAge.of',
  title: '延长缴费认定',
  access: { services: ['persons'] },
  input: z.strictObject({ personIds: z.array(Id).max(500), on: Day }),
  output: z.strictObject({ answers: z.array(z.strictObject({ personId: Id, valid: z.boolean() })) }),
  errors: ['INPUT_INVALID'],
});
