import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** A sample the agency laid down in place of ours: one per slot, the last one counts. Read by its id. */
export interface Sample {
  /** `<itemId>|<slot>` */
  _id: string;
  fileId: string;
  type: string;
  by: string;
  at: string;
}
const text = { type: String, required: true } as const;
export const SampleModel = store.model<Sample>(
  'Sample',
  new Schema<Sample>({ _id: text, fileId: text, type: text, by: text, at: text }, strictly('samples')),
);
