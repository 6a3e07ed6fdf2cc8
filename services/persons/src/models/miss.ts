import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** A query that named nobody, by account: ten in an hour of real time lock the query (decisions.md 17). */
export interface Miss {
  _id: string;
  account: string;
  at: number;
}
const schema = new Schema<Miss>(
  { _id: { type: String, required: true }, account: { type: String, required: true }, at: { type: Number, required: true } },
  strictly('misses'),
);
schema.index({ account: 1, at: 1 });
export const MissModel = store.model<Miss>('Miss', schema);
