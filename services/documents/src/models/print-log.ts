import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 打印记录: who was given which paper, by request key. It also answers a repeated request for a paper that was there before. */
export interface PrintLog {
  _id: string;
  documentId: string;
  unitId: string;
  by: string;
  payloadHash: string;
  at: string;
}
const text = { type: String, required: true } as const;
const schema = new Schema<PrintLog>(
  { _id: text, documentId: text, unitId: text, by: text, payloadHash: text, at: text },
  strictly('print_log'),
);
// The history of a paper.
schema.index({ documentId: 1, at: 1 });

export const PrintLogModel = store.model<PrintLog>('PrintLog', schema);
