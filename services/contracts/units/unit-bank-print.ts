import { z } from 'zod';
import { defineAction } from '../action.ts';
import { IssuedDocument } from '../documents/certificates.ts';
import { Id, RequestKey } from '../primitives.ts';

/** 打印《银行信息变更回执》 of a decided case: sealed and verifiable by documents; asked again it is the same paper. */
export const printReceipt = defineAction({
  name: 'units.unit-bank.print',
  title: '单位银行信息维护申请：打印银行信息变更回执',
  access: { scopes: ['item:unit-bank'] },
  rest: 'POST /items/unit-bank/print',
  input: z.strictObject({ requestKey: RequestKey, applicationId: Id }),
  output: IssuedDocument,
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'STEP_NOT_POSSIBLE', 'GLYPH_MISSING', 'REQUEST_KEY_REUSED', 'SERVICE_AWAY'],
  timeout: 20_000,
});
