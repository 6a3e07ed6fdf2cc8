import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** Wrong questions to the public 证明验证, counted per address and per code in windows of time. */
export interface Miss {
  _id: string;
  count: number;
  until: number;
}
const schema = new Schema<Miss>(
  { _id: { type: String, required: true }, count: { type: Number, required: true }, until: { type: Number, required: true } },
  strictly('misses'),
);
// Windows that are over are swept.
schema.index({ until: 1 });

export const MissModel = store.model<Miss>('Miss', schema);
