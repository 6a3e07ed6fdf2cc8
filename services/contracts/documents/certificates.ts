import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id } from '../primitives.ts';

export const IssuedDocument = z.strictObject({
  documentId: Id,
  title: z.string(),
  verificationCode: z.string(),
  issuedAt: z.iso.datetime(),
  validTo: z.iso.date(),
  /** Streamed PDF on our own origin. */
  url: z.string(),
});
export type IssuedDocument = z.infer<typeof IssuedDocument>;

/** 证明验证: what a stranger may learn. Code plus the last four digits of the unit number, against guessing. */
export const verify = defineAction({
  name: 'documents.verify.code',
  title: '证明验证',
  access: { public: true },
  rest: 'POST /verify',
  input: z.strictObject({ code: z.string().max(40), check: z.string().max(10) }),
  output: z.strictObject({
    found: z.boolean(),
    message: z.string(),
    title: z.string().optional(),
    holder: z.string().optional(),
    issuedAt: z.string().optional(),
    validTo: z.string().optional(),
    state: z.enum(['valid', 'expired', 'revoked']).optional(),
    sm3: z.string().optional(),
  }),
  errors: ['TOO_MANY_REQUESTS', 'INPUT_INVALID'],
});
/** A signed address of an issued document, for its holder. */
export const open = defineAction({
  name: 'documents.document.open',
  title: '下载文书',
  access: { anyone: true },
  rest: 'GET /documents/:documentId/url',
  input: z.strictObject({ documentId: Id }),
  output: z.strictObject({ url: z.string() }),
  errors: ['NOT_FOUND', 'NOT_LOGGED_IN', 'SERVICE_AWAY'],
});
