import { z } from 'zod';
import { defineAction } from '../action.ts';
import { itemScope } from '../catalogue.ts';
import { RequestKey } from '../primitives.ts';
import { IssuedDocument } from './certificates.ts';
import { UnitCertificateInput } from './unit-certificate.ts';

/**
 * Issues the certificate. While one of the same content is valid it is the answer again; `reissue` (补打新版) makes a new one with a new code.
 * The same request key gives the same paper, however often and however fast it is sent.
 */
export const print = defineAction({
  name: 'documents.unit-certificate.print',
  title: '单位参保证明：打印',
  access: { scopes: [itemScope('unit-certificate')] },
  rest: 'POST /items/unit-certificate/print',
  input: z.strictObject({ requestKey: RequestKey, ...UnitCertificateInput.shape, reissue: z.boolean().default(false) }),
  output: IssuedDocument,
  errors: ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'REQUEST_KEY_REUSED', 'GLYPH_MISSING', 'SERVICE_AWAY'],
  timeout: 20_000,
});
