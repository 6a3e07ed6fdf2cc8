import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** One line of 变更前/变更后. */
export interface Difference {
  path: string;
  before: unknown;
  after: unknown;
}
/** A row of a unit's history: inserted once, never changed. `_id` is `{unitId}:{rev}`, so filing it twice is harmless. */
export interface Change {
  _id: string;
  unitId: string;
  rev: number;
  kind: string;
  who: string;
  at: string;
  /** Sealed JSON of Difference[]: it holds names and numbers. */
  differences: string;
  /** Of the request that asked for it, when one did. */
  requestKey?: string;
  payloadHash?: string;
  /** Blind indexes of people who act for the unit no more; identity is told before the row is filed. */
  revoke: string[];
}
const text = { type: String, required: true } as const;
const schema = new Schema<Change>(
  {
    _id: text,
    unitId: text,
    rev: { type: Number, required: true },
    kind: text,
    who: text,
    at: text,
    differences: text,
    requestKey: String,
    payloadHash: String,
    revoke: [String],
  },
  strictly('unit_changes'),
);
schema.index({ unitId: 1, rev: 1 });
// The same intention is carried out once.
schema.index({ requestKey: 1 }, { unique: true, sparse: true });

export const ChangeModel = store.model<Change>('UnitChange', schema);
