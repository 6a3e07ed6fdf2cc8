import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/**
 * 打印记录: who was given which paper. For 签发 its id is the request key, so it also answers a repeated request for a paper that
 * was there before; 下载 has an id of its own.
 */
export interface PrintLog {
  _id: string;
  documentId: string;
  unitId: string;
  itemId: string;
  what: 'issue' | 'open';
  /** Who asked: himself, or through the service `via`. */
  by: string;
  via?: string;
  /** What was asked for, when it was asked with a request key. */
  payloadHash?: string;
  at: string;
}
const text = { type: String, required: true } as const;
const schema = new Schema<PrintLog>(
  { _id: text, documentId: text, unitId: text, itemId: text, what: text, by: text, via: String, payloadHash: String, at: text },
  strictly('print_log'),
);
// The history of a paper, of a unit, of a day.
schema.index({ documentId: 1, at: -1 });
schema.index({ unitId: 1, at: -1 });
schema.index({ at: -1 });

export const PrintLogModel = store.model<PrintLog>('PrintLog', schema);
