import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 失业保险金 drawn by one person over a run of months. Known by blind index: the register holds ID numbers, we do not. */
export interface Receipt {
  _id: string;
  idHash: string;
  from: string;
  /** Last month; null while it goes on. */
  to: string | null;
  importId: string;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Receipt>(
  { _id: text, idHash: text, from: text, to: { type: String, default: null }, importId: text },
  strictly('receipts'),
);
// One run of months begins once.
schema.index({ idHash: 1, from: 1 }, { unique: true });

export const ReceiptModel = store.model<Receipt>('Receipt', schema);
