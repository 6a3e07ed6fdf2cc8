import { Schema } from 'mongoose';
import { today } from '@wangting/kit/clock';
import { strictly } from '@wangting/kit/store';
import type { TemplateName } from '../render/templates.ts';
import type { Signature } from '../render/seal.ts';
import { store } from '../store.ts';

/**
 * An issued paper. What it says is fixed when the row is inserted; afterwards it only moves from `issuing` to `issued`
 * (the PDF is stored and signed) and may be revoked. Nobody can verify or open a paper that is still `issuing`.
 */
export interface DocumentRow {
  _id: string;
  kind: TemplateName;
  itemId: string;
  unitId: string;
  /** Where it was issued: staff of this area may revoke it. */
  area: string;
  /** Papers that stand for each other: the newest valid one answers a re-print. */
  series: string;
  version: number;
  requestKey: string;
  payloadHash: string;
  by: string;
  /** 验证码, and what else somebody must know to ask about it. */
  code: string;
  check: string;
  no: string;
  /** The owner's own number (认定书, 结论书): what the paper shows instead. */
  ownNo?: string;
  title: string;
  /** Masked, for the public. */
  holder: string;
  /** Sealed JSON of what the template prints. */
  content: string;
  state: 'issuing' | 'issued';
  issuedAt: string;
  /** Absent: it does not expire. */
  validTo?: string;
  revokedAt?: string;
  revokedBy?: string;
  revokeReason?: string;
  /** The paper that took its place. */
  replacedBy?: string;
  /** Why this one takes the place of the one before; absent when it does not. */
  replaces?: string;
  /** Key in the object store and digests of the PDF. */
  object?: string;
  sm3?: string;
  sha256?: string;
  size?: number;
  pages?: number;
  signature?: Signature;
  /** Of one that could not be finished: how often it was tried, and when it is tried next. */
  tries?: number;
  tryAt?: string;
}

const text = { type: String, required: true } as const;
const schema = new Schema<DocumentRow>(
  {
    _id: text,
    kind: text,
    itemId: text,
    unitId: text,
    area: text,
    series: text,
    version: { type: Number, required: true },
    requestKey: text,
    payloadHash: text,
    by: text,
    code: text,
    check: text,
    no: text,
    ownNo: String,
    title: text,
    holder: { type: String },
    content: text,
    state: text,
    issuedAt: text,
    validTo: String,
    revokedAt: String,
    revokedBy: String,
    revokeReason: String,
    replacedBy: String,
    replaces: String,
    object: String,
    sm3: String,
    sha256: String,
    size: Number,
    pages: Number,
    signature: { type: Schema.Types.Mixed },
    tries: Number,
    tryAt: String,
  },
  strictly('documents'),
);
// Two prints at once make one paper: the second finds the version taken.
schema.index({ series: 1, version: 1 }, { unique: true });
// One intention, one paper - however often the browser sends it.
schema.index({ requestKey: 1 }, { unique: true });
// A code names one paper, for ever.
schema.index({ code: 1 }, { unique: true });
schema.index({ no: 1 }, { unique: true });
// 送达 asks by the number on the paper, which may be its owner's.
schema.index({ ownNo: 1 }, { sparse: true });
// A file in somebody's hand is found by its digest. Sparse: a paper that is not finished has none.
schema.index({ sm3: 1 }, { sparse: true });
schema.index({ sha256: 1 }, { sparse: true });
// What a crash or a store that was away left unfinished.
schema.index({ state: 1, issuedAt: 1 });

export const DocumentModel = store.model<DocumentRow>('Document', schema);

/** What a paper counts for today. */
export type PaperState = 'valid' | 'expired' | 'revoked' | 'replaced';
export function stateOf(row: DocumentRow): PaperState {
  if (row.replacedBy) return 'replaced';
  if (row.revokedAt) return 'revoked';
  return row.validTo && row.validTo < today() ? 'expired' : 'valid';
}
