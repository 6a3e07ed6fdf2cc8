import { Schema } from 'mongoose';
import type { ApplicationRow } from '@wangting/contracts/applications';
import type { Copy } from '@wangting/kit/mirror';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** One application as its owner last told it; `rev` is its seq, so an old answer never replaces a newer one. */
export type WorkRow = Copy & Omit<ApplicationRow, 'applicationId' | 'seq'>;
export const toWork = ({ applicationId, seq, ...row }: ApplicationRow, heardAt: string): WorkRow => ({
  ...row,
  _id: applicationId,
  rev: seq,
  heardAt,
});
export const fromWork = ({ _id, rev, heardAt: _heard, failure = null, ...row }: WorkRow): ApplicationRow => ({
  ...row,
  failure,
  applicationId: _id,
  seq: rev,
});

const text = { type: String, required: true } as const;
const maybe = { type: String, default: null } as const;
const schema = new Schema<WorkRow>(
  {
    _id: text,
    rev: { type: Number, required: true },
    heardAt: text,
    owner: text,
    itemId: text,
    itemName: text,
    serialNo: maybe,
    status: text as never,
    unitId: text,
    unitName: text,
    unitNo: maybe,
    subject: { type: String, default: '' },
    area: { type: String, default: '' },
    submittedAt: maybe,
    decidedAt: maybe,
    due: maybe,
    updatedAt: text,
    opinion: maybe,
    assignee: maybe,
    failure: maybe,
  },
  strictly('work_rows'),
);
// The queue: what waits at a stage in an area, oldest first.
schema.index({ status: 1, area: 1, submittedAt: 1 });
// Everything of an area, newest first.
schema.index({ area: 1, submittedAt: -1 });
// 我的办件.
schema.index({ unitId: 1, submittedAt: -1 });
// What of a unit is not ended.
schema.index({ unitId: 1, status: 1 });
// What a reviewer took.
schema.index({ assignee: 1, status: 1 });
// Search by 业务流水号.
schema.index({ serialNo: 1 });
// How fresh the projection is.
schema.index({ heardAt: -1 });

export const WorkRowModel = store.model<WorkRow>('WorkRow', schema);
