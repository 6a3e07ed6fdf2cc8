import { Schema } from 'mongoose';
import { roleFor } from '@wangting/contracts/application';
import type { ApplicationRow } from '@wangting/contracts/applications';
import type { Copy } from '@wangting/kit/mirror';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** What a row is found by and nobody is shown: lists ask for equal fields, so that an index says which rows and in what order. */
interface Places {
  /** The area as the areas of staff name it: two, four, and (`area`) six digits. */
  province: string;
  city: string;
  /** Whose move it is: the stage, and behind `@` the reviewer who took the case. Null when nobody of the agency has to act. */
  waits: string | null;
}
/** One application as its owner last told it; `rev` is its seq, so an old answer never replaces a newer one. */
export type WorkRow = Copy & Omit<ApplicationRow, 'applicationId' | 'seq'> & Places;

export const placesOf = ({ area, status, assignee }: Pick<ApplicationRow, 'area' | 'status' | 'assignee'>): Places => {
  const stage = roleFor(status) ?? null;
  return { province: area.slice(0, 2), city: area.slice(0, 4), waits: stage && assignee ? takenIn(stage, assignee) : stage };
};
export const takenIn = (stage: string, assignee: string): string => `${stage}@${assignee}`;

export const toWork = ({ applicationId, seq, ...row }: ApplicationRow, heardAt: string): WorkRow => ({
  ...row,
  ...placesOf(row),
  _id: applicationId,
  rev: seq,
  heardAt,
});
export const fromWork = ({
  _id,
  rev,
  heardAt: _heard,
  province: _province,
  city: _city,
  waits: _waits,
  failure = null,
  ...row
}: WorkRow): ApplicationRow => ({ ...row, failure, applicationId: _id, seq: rev });

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
    province: { type: String, default: '' },
    city: { type: String, default: '' },
    waits: maybe,
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
const NEWEST = { submittedAt: -1, _id: -1 } as const;
for (const place of ['province', 'city', 'area']) {
  // The queue: what waits for a stage or a reviewer.
  schema.index({ [place]: 1, waits: 1, ...NEWEST });
  // Everything of an area; by 事项 and 办理状态 (who names one of the two asks for a list of the other).
  schema.index({ [place]: 1, ...NEWEST });
  schema.index({ [place]: 1, itemId: 1, status: 1, ...NEWEST });
  // Search by how 单位名称 begins.
  schema.index({ [place]: 1, unitName: 1, ...NEWEST });
}
// Search by 单位编号, and by 业务流水号.
schema.index({ unitNo: 1, area: 1, ...NEWEST });
schema.index({ serialNo: 1 });
// 我的办件, whole and of one state. The second also says what of a unit is not ended.
schema.index({ unitId: 1, itemId: 1, ...NEWEST });
schema.index({ unitId: 1, status: 1, itemId: 1, ...NEWEST });
// How fresh the projection is.
schema.index({ heardAt: -1 });

export const WorkRowModel = store.model<WorkRow>('WorkRow', schema);
