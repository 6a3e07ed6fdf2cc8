import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** One line of 变更前/变更后. */
export interface Difference {
  path: string;
  before: unknown;
  after: unknown;
}
/** Somebody who acts for the unit no more, under which hat; by blind index. */
export interface Revoked {
  hat: 'legal' | 'contact';
  idHash: string;
}
/** A row of a unit's history: inserted once, never changed. `_id` is `{unitId}:{rev}`, so filing it twice is harmless. */
export interface Change {
  _id: string;
  unitId: string;
  rev: number;
  kind: string;
  who: string;
  /** 法人, 联系人, 经办机构 …, as it was then. */
  hat?: string;
  /** Sealed: the name of `who`, as far as identity knew it when the row was filed. */
  name?: string;
  /** 业务流水号, given by the save itself or by the application. */
  no?: string;
  at: string;
  /** Sealed JSON of Difference[]: it holds names and numbers. */
  differences: string;
  /** Why, in the words of whoever decided it. */
  note?: string;
  /** The application that led to it, when one did. */
  applicationId?: string;
  /** Of the request that asked for it, when one did. */
  requestKey?: string;
  payloadHash?: string;
  /** Identity is told of these before the row is filed. */
  revoke: Revoked[];
}
const text = { type: String, required: true } as const;
const schema = new Schema<Change>(
  {
    _id: text,
    unitId: text,
    rev: { type: Number, required: true },
    kind: text,
    who: text,
    hat: String,
    name: String,
    no: String,
    at: text,
    differences: text,
    note: String,
    applicationId: String,
    requestKey: String,
    payloadHash: String,
    revoke: Schema.Types.Mixed as never,
  },
  strictly('unit_changes'),
);
schema.index({ unitId: 1, rev: 1 });
// Has this application been carried out?
schema.index({ applicationId: 1 }, { sparse: true });
// The same intention is carried out once.
schema.index({ requestKey: 1 }, { unique: true, sparse: true });

export const ChangeModel = store.model<Change>('UnitChange', schema);
