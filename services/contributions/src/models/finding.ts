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
  /** The unit it was made for, its 类型 (dictionary over-age-kind), the day and words of the decision. */
  unitId: string;
  kind: string;
  on: string;
  note: string;
  area: string;
  by: string;
  /** The request that made it, and when. */
  requestKey?: string | null;
  at?: string | null;
  /** Of a revoked one: why, by which request, when and by whom. */
  reason?: string | null;
  revokeKey?: string | null;
  revokedAt?: string | null;
  revokedBy?: string | null;
}
const maybe = { type: String, default: null } as const;
const text = { type: String, required: true } as const;
const schema = new Schema<Finding>(
  {
    _id: text,
    personId: text,
    from: text,
    to: { type: String, default: null },
    revoked: { type: Boolean, default: false },
    unitId: { type: String, default: '' },
    kind: { type: String, default: '99' },
    on: { type: String, default: '' },
    note: { type: String, default: '' },
    area: { type: String, default: '' },
    by: { type: String, default: '' },
    requestKey: maybe as never,
    at: maybe as never,
    reason: maybe as never,
    revokeKey: maybe as never,
    revokedAt: maybe as never,
    revokedBy: maybe as never,
  },
  strictly('findings'),
);
schema.index({ personId: 1, from: 1 });
// A unit's findings, newest first (item 12).
schema.index({ unitId: 1, on: 1 });
// A request that was sent before.
schema.index({ requestKey: 1 });

export const FindingModel = store.model<Finding>('Finding', schema);
