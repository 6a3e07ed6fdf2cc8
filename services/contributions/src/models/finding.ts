import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 延长缴费认定: somebody past retirement age may go on contributing in these days. */
export interface Finding {
  _id: string;
  personId: string;
  from: string;
  /** Null: no end was set. */
  to: string | null;
  revoked: boolean;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Finding>(
  { _id: text, personId: text, from: text, to: { type: String, default: null }, revoked: { type: Boolean, default: false } },
  strictly('findings'),
);
schema.index({ personId: 1, from: 1 });

export const FindingModel = store.model<Finding>('Finding', schema);
