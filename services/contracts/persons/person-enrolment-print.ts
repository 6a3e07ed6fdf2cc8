import { z } from 'zod';
import { defineAction } from '../action.ts';
import { IssuedDocument } from '../documents/certificates.ts';
import { Id, RequestKey } from '../primitives.ts';

/** 打印《参保人员增加回执》 of a decided case: sealed and verifiable by documents; asked again it is the same paper. */
export const printReceipt = defineAction({
  name: 'persons.person-enrolment.print',
  title: '人员参保登记：打印参保人员增加回执',
  access: { scopes: ['item:person-enrolment'] },
  rest: 'POST /items/person-enrolment/print',
  input: z.strictObject({ requestKey: RequestKey, applicationId: Id }),
  output: IssuedDocument,
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'STEP_NOT_POSSIBLE', 'GLYPH_MISSING', 'REQUEST_KEY_REUSED', 'SERVICE_AWAY'],
  timeout: 20_000,
});
