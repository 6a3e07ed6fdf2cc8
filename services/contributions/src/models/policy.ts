import type { PolicyRow } from '@wangting/contracts/policies/policy';
import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** One version of a table of rates or limits. Its rows never change; a second person's word puts it in force, once. */
export interface PolicyVersion {
  /** Table and version. */
  _id: string;
  table: string;
  version: number;
  state: 'proposed' | 'confirmed';
  rows: PolicyRow<unknown>[];
  requestKey: string;
  by: string;
  at: string;
  confirmedBy: string | null;
  confirmedAt: string | null;
}
const text = { type: String, required: true } as const;
const maybe = { type: String, default: null } as const;
const schema = new Schema<PolicyVersion>(
  {
    _id: text,
    table: text,
    version: { type: Number, required: true },
    state: text as never,
    rows: { type: Schema.Types.Mixed, required: true } as never,
    requestKey: text,
    by: text,
    at: text,
    confirmedBy: maybe as never,
    confirmedAt: maybe as never,
  },
  strictly('policies'),
);
// What is in force: the highest confirmed version.
schema.index({ table: 1, state: 1, version: 1 });
// The newest, whoever confirmed it.
schema.index({ table: 1, version: 1 });
export const PolicyModel = store.model<PolicyVersion>('Policy', schema);
