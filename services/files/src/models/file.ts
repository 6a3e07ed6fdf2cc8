import { Schema } from 'mongoose';
import type { Purpose } from '@wangting/contracts/files/upload';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** Why a file was refused; the same answer every time somebody completes it again. */
export type RefusalName = 'FILE_TOO_LARGE' | 'FILE_TYPE_REFUSED' | 'FILE_INFECTED' | 'OLD_WORKBOOK';

/**
 * One upload. It moves once, from `staging` to `sealed` or to `refused`; whoever finishes first decides, everybody else reads.
 * Only what is sealed can be read or hung on a case.
 */
export interface FileRow {
  _id: string;
  requestKey: string;
  by: string;
  unitId: string | null;
  name: string;
  /** What the browser said it would send. */
  declared: number;
  /** What it is sent for; absent on files of before: a material. */
  purpose?: Purpose;
  state: 'staging' | 'sealed' | 'refused';
  refusal?: RefusalName;
  size?: number;
  type?: string;
  sha256?: string;
  sm3?: string;
  at: string;
}

const text = { type: String, required: true } as const;
const schema = new Schema<FileRow>(
  {
    _id: text,
    requestKey: text,
    by: text,
    unitId: { type: String, default: null },
    name: text,
    declared: { type: Number, required: true },
    purpose: String as never,
    state: text,
    refusal: String,
    size: Number,
    type: { type: String },
    sha256: String,
    sm3: String,
    at: text,
  },
  strictly('files'),
);
// One intention, one file - however often the browser asks for the form.
schema.index({ requestKey: 1 }, { unique: true });
// What was never completed is swept.
schema.index({ state: 1, at: 1 });
// Is a sealed object still somebody's?
schema.index({ sha256: 1 }, { sparse: true });

export const FileModel = store.model<FileRow>('File', schema);
