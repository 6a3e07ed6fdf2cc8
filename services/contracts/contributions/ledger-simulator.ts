import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Month } from '../primitives.ts';
import { SignedFen } from './ledger.ts';

/** What a tax office would have been told: billed and still open per unit, insurance and kind. For the local stand-in; absent in production. */
export const billedForTax = defineAction({
  name: 'contributions.simulator.billed',
  title: '税务模拟器：应缴信息',
  access: { public: true },
  rest: 'GET /simulator/tax',
  input: z.strictObject({ period: Month.optional() }),
  output: z.strictObject({
    today: z.string(),
    period: z.string(),
    /** 费款所属期 there is something of, newest first. */
    periods: z.array(z.string()),
    rows: z.array(
      z.strictObject({
        unitName: z.string(),
        creditCode: z.string(),
        insurance: z.string(),
        kind: z.string(),
        insuranceName: z.string(),
        kindName: z.string(),
        billed: SignedFen,
        open: SignedFen,
      }),
    ),
  }),
  errors: ['INPUT_INVALID', 'NOT_FOUND'],
});
