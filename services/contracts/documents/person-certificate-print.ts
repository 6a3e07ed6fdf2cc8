import { z } from 'zod';
import { defineAction } from '../action.ts';
import { itemScope } from '../catalogue.ts';
import { RequestKey } from '../primitives.ts';
import { IssuedDocument } from './certificates.ts';
import { PersonCertificateInput } from './person-certificate.ts';

const access = { scopes: [itemScope('person-certificate')] };
const errors = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'SERVICE_AWAY'] as const;

/** One insurance of one person in one year. Money and months in the words of the paper. */
export const CertificateRow = z.strictObject({
  personNo: z.string(),
  name: z.string(),
  insurance: z.string(),
  state: z.string(),
  unitName: z.string(),
  unitNo: z.string(),
  unit: z.string(),
  person: z.string(),
  base: z.string(),
  year: z.string(),
  months: z.string(),
  count: z.int(),
  agency: z.string(),
  area: z.string(),
});
export type CertificateRow = z.infer<typeof CertificateRow>;
/** 查询: what the certificate would say. */
export const query = defineAction({
  name: 'documents.person-certificate.query',
  title: '单位人员参保证明：查询',
  access,
  rest: 'POST /items/person-certificate/query',
  input: PersonCertificateInput,
  output: z.strictObject({ rows: z.array(CertificateRow) }),
  errors,
});
/** Issues the certificate: one person with his years, or a roster. Asked again on the same day it is the same paper. */
export const print = defineAction({
  name: 'documents.person-certificate.print',
  title: '单位人员参保证明：打印',
  access,
  rest: 'POST /items/person-certificate/print',
  input: z.strictObject({ requestKey: RequestKey, ...PersonCertificateInput.shape, reissue: z.boolean().default(false) }),
  output: IssuedDocument,
  errors: [...errors, 'REQUEST_KEY_REUSED', 'GLYPH_MISSING'],
  timeout: 20_000,
});
