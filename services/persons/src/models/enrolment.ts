import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import type { Work } from '../domain/work.ts';
import { store } from '../store.ts';

/** One insurance of one person in one unit, from 本次参保日期 on. 参保状态: 1 正常参保, 2 停保, 3 终止. The row is its own outbox entry. */
export interface Enrolment {
  /** Made from the application and the insurance, so doing it again finds it done. */
  _id: string;
  personId: string;
  unitId: string;
  insurance: '210' | '410';
  identity: string;
  from: string;
  to: string | null;
  state: '1' | '2' | '3';
  /** 申报工资 and 缴费基数, fen. */
  declared: number;
  base: number;
  /** The version of 缴费基数上下限 the base was brought within (decisions.md 3); rows of earlier releases have none. */
  limits?: string;
  /** What the unit declared of the work besides; rows of earlier releases have none. */
  work?: Work;
  kind: 'started' | 'resumed' | 'stopped' | 'reopened' | 'undone';
  /** Blind index of 姓名, for 人员查询 within the unit; kept in step when a name is corrected. */
  nameHash: string;
  hostUnitId: string | null;
  applicationId: string;
  /** Who holds `active:210:…` for this row when it is no longer the application that began it (a stop that was undone). */
  guardedBy?: string;
  /** 停保: by which application, why, and what the reason asked for besides. */
  stop?: Stop;
  rev: number;
  at: string;
  pending?: boolean;
}
export interface Stop {
  by: string;
  reason: string;
  /** 原因细分: 1 非本人意愿, 2 本人意愿. */
  detail: string | null;
  contractEndOn: string | null;
  deathOn: string | null;
  /** 备注, sealed. */
  note?: string;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Enrolment>(
  {
    _id: text,
    personId: text,
    unitId: text,
    insurance: text as never,
    identity: text,
    from: text,
    to: { type: String, default: null },
    state: text as never,
    declared: { type: Number, required: true },
    base: { type: Number, required: true },
    limits: String,
    work: Schema.Types.Mixed as never,
    kind: text as never,
    nameHash: text,
    hostUnitId: { type: String, default: null },
    applicationId: text,
    guardedBy: String,
    stop: Schema.Types.Mixed as never,
    rev: { type: Number, required: true },
    at: text,
    pending: Boolean,
  },
  strictly('enrolments'),
);
// Who is insured here, per insurance: headcount; and the roster of one insurance, newest first.
schema.index({ unitId: 1, insurance: 1, state: 1, from: -1, _id: 1 });
// The roster of all insurances, newest first. Both engines keep the order over a list of states, the embedded one not over two lists.
schema.index({ unitId: 1, state: 1, from: -1, _id: 1 });
// A person of the unit by 姓名.
schema.index({ unitId: 1, nameHash: 1 });
// A person's insurances.
schema.index({ personId: 1, insurance: 1, state: 1 });
schema.index({ pending: 1, at: 1 });
export const EnrolmentModel = store.model<Enrolment>('Enrolment', schema);
