import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id } from '../primitives.ts';

export const IssuedDocument = z.strictObject({
  documentId: Id,
  title: z.string(),
  verificationCode: z.string(),
  issuedAt: z.iso.datetime(),
  /** Null: the paper does not expire. */
  validTo: z.iso.date().nullable(),
  /** Streamed PDF on our own origin. */
  url: z.string(),
});
export type IssuedDocument = z.infer<typeof IssuedDocument>;

/** What a stranger may learn of a paper. `signature` stands on the SM3 digest of the file (detached): with `verify.key` anybody can check it himself. */
const Verified = z.strictObject({
  found: z.boolean(),
  message: z.string(),
  title: z.string().optional(),
  holder: z.string().optional(),
  issuedAt: z.string().optional(),
  validTo: z.string().optional(),
  state: z.enum(['valid', 'expired', 'revoked', 'replaced']).optional(),
  sm3: z.string().optional(),
  sha256: z.string().optional(),
  /** Asked with the digest of a file: is it this very file, to the last byte? */
  file: z.enum(['same', 'changed']).optional(),
  signature: z.strictObject({ algorithm: z.string(), keyId: z.string(), value: z.string() }).optional(),
});
const Sha256 = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{64}$/, '文件摘要应为64位十六进制');
/**
 * 证明验证: code plus the last four digits of the unit number, against guessing. The page may add the SHA-256 of the PDF in the reader's hand
 * (computed by the browser, so the file stays with him) and learns whether it was changed.
 */
export const verify = defineAction({
  name: 'documents.verify.code',
  title: '证明验证',
  access: { public: true },
  rest: 'POST /verify',
  input: z.strictObject({ code: z.string().max(40), check: z.string().max(10), sha256: Sha256.optional() }),
  output: Verified,
  errors: ['TOO_MANY_REQUESTS', 'INPUT_INVALID'],
});
/** 文件验证: whoever has the file needs no code; its digest is enough to find it, and only an unchanged file has that digest. */
export const verifyFile = defineAction({
  name: 'documents.verify.file',
  title: '证明验证：按文件摘要',
  access: { public: true },
  rest: 'POST /verify/file',
  input: z.strictObject({ algorithm: z.enum(['sm3', 'sha256']), digest: Sha256 }),
  output: Verified,
  errors: ['TOO_MANY_REQUESTS', 'INPUT_INVALID'],
});
/** The public key that signs papers, for a check without us. */
export const verifyKey = defineAction({
  name: 'documents.verify.key',
  title: '文书签名公钥',
  access: { public: true },
  rest: 'GET /verify/key',
  input: z.strictObject({}),
  output: z.strictObject({ algorithm: z.string(), keyId: z.string(), publicKey: z.string() }),
  errors: [],
});
/** A signed address of an issued document, for its holder. */
export const open = defineAction({
  name: 'documents.document.open',
  title: '下载文书',
  access: { anyone: true },
  rest: 'GET /documents/:documentId/url',
  input: z.strictObject({ documentId: Id }),
  output: z.strictObject({ url: z.string() }),
  errors: ['NOT_FOUND', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'SERVICE_AWAY'],
});
