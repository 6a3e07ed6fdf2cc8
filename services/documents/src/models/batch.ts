import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 批量打印: one zip with a paper for each person. Whoever works on it says so every few papers (`beatAt`); silence for a while means another may go on. */
export interface Batch {
  _id: string;
  requestKey: string;
  unitId: string;
  by: string;
  year: string;
  state: 'running' | 'done' | 'failed';
  total: number;
  done: number;
  skipped: { personNo: string; reason: string }[];
  startedAt: string;
  beatAt: string;
  attempts: number;
  finishedAt?: string;
  reason?: string;
  object?: string;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const schema = new Schema<Batch>(
  {
    _id: text,
    requestKey: text,
    unitId: text,
    by: text,
    year: text,
    state: text,
    total: int,
    done: int,
    skipped: { type: Schema.Types.Mixed, required: true },
    startedAt: text,
    beatAt: { type: String, default: '' },
    attempts: int,
    finishedAt: String,
    reason: String,
    object: String,
  },
  strictly('print_batches'),
);
schema.index({ requestKey: 1 }, { unique: true });
// What is waiting for somebody to work on it.
schema.index({ state: 1, beatAt: 1 });
// A unit's own, newest first.
schema.index({ unitId: 1, startedAt: -1 });

export const BatchModel = store.model<Batch>('Batch', schema);
