import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
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
  kind: 'started' | 'resumed' | 'stopped';
  hostUnitId: string | null;
  applicationId: string;
  rev: number;
  at: string;
  pending?: boolean;
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
    kind: text as never,
    hostUnitId: { type: String, default: null },
    applicationId: text,
    rev: { type: Number, required: true },
    at: text,
    pending: Boolean,
  },
  strictly('enrolments'),
);
// Who is insured here, per insurance: headcount and rosters.
schema.index({ unitId: 1, insurance: 1, state: 1 });
// A person's insurances.
schema.index({ personId: 1, insurance: 1, state: 1 });
schema.index({ pending: 1, at: 1 });
export const EnrolmentModel = store.model<Enrolment>('Enrolment', schema);
