import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import type { Signature } from '../render/seal.ts';
import type { TemplateName } from '../render/templates.ts';
import { store } from '../store.ts';

/**
 * 送达 of one document to one unit. Inserted when it is sent; it moves once, by compare-and-set on `state`, when somebody signs. What it says of
 * people is sealed; hashes find them. The row is its own outbox entry.
 */
export interface Delivery {
  _id: string;
  rev: number;
  pending?: boolean;
  at: string;
  documentId: string;
  kind: TemplateName;
  itemId: string;
  itemName: string;
  applicationId: string;
  title: string;
  no: string;
  sm3: string;
  area: string;
  unitId: string;
  unitNo: string;
  unitName: string;
  creditCode: string;
  /** Sealed `{name, idNumber}`; both empty when the paper is about the unit. */
  who: string;
  nameHash?: string;
  idHash?: string;
  personNo: string;
  /** 送达方式 (dictionary delivery-method). */
  way: string;
  sentAt: string;
  sentBy: string;
  requestKey: string;
  payloadHash: string;
  /** 1 待签收, 2 已签收, 3 已送达 on paper. */
  state: '1' | '2' | '3';
  /** 电子送达: the day that counts as long as nobody signs. */
  deemedOn?: string;
  /** The day of service in law, once it is known. */
  servedOn?: string;
  /** How a paper went that was not served here. */
  served?: { address: string; proxy: string; refusal: string };
  signedAt?: string;
  signedBy?: string;
  signKey?: string;
  /** Sealed: who signed what, when and from where, as it was signed electronically. */
  statement?: string;
  signature?: Signature;
  /** When the unit is to be told, or reminded, next; absent: never again. */
  noticeAt?: string;
  notices: number;
  /** 送达回证: due until it is made. */
  proofDue?: boolean;
  proofId?: string;
  /** Of a notice or 送达回证 that failed: how often, and when the 送达回证 is tried next. */
  tries?: number;
  proofAt?: string;
}
const text = { type: String, required: true } as const;
const maybe = { type: String, default: '' } as const;
const mixed = { type: Schema.Types.Mixed } as const;
const schema = new Schema<Delivery>(
  {
    _id: text,
    rev: { type: Number, required: true },
    pending: Boolean,
    at: text,
    documentId: text,
    kind: text,
    itemId: text,
    itemName: text,
    applicationId: maybe,
    title: text,
    no: text,
    sm3: text,
    area: text,
    unitId: text,
    unitNo: maybe,
    unitName: text,
    creditCode: text,
    who: text,
    nameHash: String,
    idHash: String,
    personNo: maybe,
    way: text,
    sentAt: text,
    sentBy: text,
    requestKey: text,
    payloadHash: text,
    state: text as never,
    deemedOn: String,
    servedOn: String,
    served: mixed,
    signedAt: String,
    signedBy: String,
    signKey: String,
    statement: String,
    signature: mixed,
    noticeAt: String,
    notices: { type: Number, default: 0 },
    proofDue: Boolean,
    proofId: String,
    tries: Number,
    proofAt: String,
  },
  strictly('deliveries'),
);
// One document goes to one unit once, however often it is sent.
schema.index({ documentId: 1, unitId: 1 }, { unique: true });
// What was sent by this request.
schema.index({ requestKey: 1 });
// One request key signs one delivery. Sparse: nobody has signed yet.
schema.index({ signKey: 1 }, { unique: true, sparse: true });
// The unit's page, newest first, and by person.
schema.index({ unitId: 1, sentAt: -1 });
schema.index({ unitId: 1, idHash: 1 });
schema.index({ unitId: 1, nameHash: 1 });
// The agency's register.
schema.index({ area: 1, sentAt: -1 });
schema.index({ no: 1 });
// Work that waits: a notice, a 送达回证, a fact.
schema.index({ noticeAt: 1 }, { sparse: true });
schema.index({ proofDue: 1 }, { sparse: true });
schema.index({ pending: 1, at: 1 });

export const DeliveryModel = store.model<Delivery>('Delivery', schema);
