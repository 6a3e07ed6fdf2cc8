import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** Running numbers, taken in blocks (kit: nextNumber). */
export interface Counter {
  _id: string;
  next: number;
}
export const CounterModel = store.model<Counter>(
  'Counter',
  new Schema<Counter>({ _id: { type: String, required: true }, next: { type: Number, required: true } }, strictly('counters')),
);
