import { z } from 'zod';
import { defineAction } from '../action.ts';
import { itemScope } from '../catalogue.ts';
import { Id, RequestKey } from '../primitives.ts';
import { IssuedDocument } from './certificates.ts';
import { RightsRecordInput, Year } from './rights-record.ts';

const access = { scopes: [itemScope('rights-record')] };
const refused = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'REQUEST_KEY_REUSED', 'SERVICE_AWAY'] as const;

/** 个人权益记录单 of one person, as of today. Asked again on the same day it is the same paper; `reissue` makes a new one. */
export const print = defineAction({
  name: 'documents.rights-record.print',
  title: '个人权益单：打印',
  access,
  rest: 'POST /items/rights-record/print',
  input: z.strictObject({ requestKey: RequestKey, ...RightsRecordInput.shape, reissue: z.boolean().default(false) }),
  output: IssuedDocument,
  errors: [...refused, 'GLYPH_MISSING'],
  timeout: 20_000,
});

/** How far a batch print is. `skipped`: people whose paper could not be made, and why; the others are in the file. */
export const PrintBatch = z.strictObject({
  batchId: Id,
  year: Year,
  state: z.enum(['running', 'done', 'failed']),
  total: z.int(),
  done: z.int(),
  skipped: z.array(z.strictObject({ personNo: z.string(), reason: z.string() })),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  /** Why it stopped, or why its zip is not there any more, in words. */
  reason: z.string().nullable(),
  /** Signed address of the zip, once it is done and as long as it is kept. */
  url: z.string().nullable(),
});
export type PrintBatch = z.infer<typeof PrintBatch>;

/** 批量打印 of everybody who paid in the unit in a year: one paper each, in one zip. The work goes on when the page is closed. */
export const printAll = defineAction({
  name: 'documents.rights-record.print-all',
  title: '个人权益单：批量打印',
  access,
  rest: 'POST /items/rights-record/batches',
  input: z.strictObject({ requestKey: RequestKey, year: Year }),
  output: PrintBatch,
  errors: refused,
});
export const printBatch = defineAction({
  name: 'documents.rights-record.batch',
  title: '个人权益单：批量打印进度',
  access,
  rest: 'GET /items/rights-record/batches/:batchId',
  input: z.strictObject({ batchId: Id }),
  output: PrintBatch,
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'SERVICE_AWAY'],
});
/** The newest batches of the unit: whoever comes back finds his again. */
export const printBatches = defineAction({
  name: 'documents.rights-record.batches',
  title: '个人权益单：批量打印记录',
  access,
  rest: 'GET /items/rights-record/batches',
  input: z.strictObject({}),
  output: z.strictObject({ batches: z.array(PrintBatch) }),
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'SERVICE_AWAY'],
});
