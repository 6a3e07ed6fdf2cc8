import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** A register of claimants taken over from outside. Until one is `done`, nothing is known of anybody. */
export interface Import {
  _id: string;
  source: string;
  rows: number;
  state: 'running' | 'done' | 'failed';
  at: string;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Import>(
  {
    _id: text,
    source: text,
    rows: { type: Number, required: true },
    state: { type: String, required: true, enum: ['running', 'done', 'failed'] } as never,
    at: text,
  },
  strictly('imports'),
);
// The newest that is done.
schema.index({ state: 1, at: -1 });

export const ImportModel = store.model<Import>('Import', schema);
