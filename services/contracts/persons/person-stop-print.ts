import { z } from 'zod';
import { defineAction } from '../action.ts';
import { IssuedDocument } from '../documents/certificates.ts';
import { Id, RequestKey } from '../primitives.ts';

/** 打印《参保人员减少回执》 of a stop that took effect and was not undone: sealed and verifiable by documents; asked again it is the same paper. */
export const printStopReceipt = defineAction({
  name: 'persons.person-stop.print',
  title: '人员停保登记：打印参保人员减少回执',
  access: { scopes: ['item:person-stop'] },
  rest: 'POST /items/person-stop/print',
  input: z.strictObject({ requestKey: RequestKey, applicationId: Id }),
  output: IssuedDocument,
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'STEP_NOT_POSSIBLE', 'GLYPH_MISSING', 'REQUEST_KEY_REUSED', 'SERVICE_AWAY'],
  timeout: 20_000,
});
