import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id } from '../primitives.ts';

/** 打印《社会保险登记表》 for signature: typeset by documents from what is stored, so it can be printed only after 暂存. */
export const printForm = defineAction({
  name: 'units.unit-registration.print',
  title: '企业参保登记：打印社会保险登记表',
  access: { scopes: ['item:unit-registration'] },
  rest: 'POST /items/unit-registration/print',
  input: z.strictObject({ applicationId: Id }),
  output: z.strictObject({ title: z.string(), pages: z.int(), url: z.string() }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'GLYPH_MISSING', 'SERVICE_AWAY'],
  timeout: 20_000,
});
