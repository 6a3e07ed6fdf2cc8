import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** One 变更项 of one change. `sealed` holds before and after, since people and phones are among them. */
export interface ProjectChange {
  id: string;
  rev: number;
  at: string;
  who: string;
  /** Sealed: 经办人 by name, as far as identity knew it. */
  by: string;
  sealed: string;
  requestKey: string;
  payloadHash: string;
}
/**
 * 工程建设项目: one document, changed by compare-and-set on `rev`. Its changes stand in it: a project has a few dozen in its life,
 * and so a change and its log are one write. The document is its own outbox entry (`pending`).
 */
export interface Project {
  _id: string;
  rev: number;
  pending?: boolean;
  /** When it was registered. */
  at: string;
  unitId: string;
  /** 工程项目编号. */
  no: string;
  name: string;
  kind: string;
  employer: string;
  /** Sealed JSON of contact and phone. */
  contact: string;
  price: number;
  startOn: string;
  endOn: string;
  insuredFrom: string | null;
  who: string;
  payloadHash: string;
  changes: ProjectChange[];
}
const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<Project>(
  {
    _id: text,
    rev: number,
    pending: Boolean,
    at: text,
    unitId: text,
    no: text,
    name: text,
    kind: text,
    employer: text,
    contact: text,
    price: number,
    startOn: text,
    endOn: text,
    insuredFrom: { type: String, default: null },
    who: text,
    payloadHash: text,
    changes: { type: Schema.Types.Mixed, default: [] } as never,
  },
  strictly('projects'),
);
// What others have not been told yet, oldest first.
schema.index({ pending: 1, at: 1 });
// A number is given once.
schema.index({ no: 1 }, { unique: true });
// A unit's projects; two people who register the same one at once make one.
schema.index({ unitId: 1, name: 1 }, { unique: true });

export const ProjectModel = store.model<Project>('Project', schema);
