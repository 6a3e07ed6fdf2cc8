import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 应缴 as the hall shows it: a projection of the ledger, one row per due. Money in whole fen, refunds negative. */
export interface Due {
  _id: string;
  unitId: string;
  personId: string | null;
  insurance: string;
  kind: string;
  period: string;
  month: string;
  base: number;
  unit: number;
  person: number;
  unitPpm: number;
  personPpm: number;
  /** 0 未缴, 1 已实缴, 3 缓缴, 4 已退费, 5 核销. 欠费 is 0 after the last day of the 费款所属期: said when read, never stored. */
  state: string;
  paidOn: string | null;
  /** 补缴流水号 or 退费流水号 of a unit's special sum. */
  cause: string;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const schema = new Schema<Due>(
  {
    _id: text,
    unitId: text,
    personId: { type: String, default: null },
    insurance: text,
    kind: text,
    period: text,
    month: text,
    base: int,
    unit: int,
    person: int,
    unitPpm: int,
    personPpm: int,
    state: text,
    paidOn: { type: String, default: null },
    cause: text,
  },
  strictly('due_rows'),
);
// A unit's rows by 费款所属期, newest first (items 15, 16, 17 detail), and a group to be summed again.
schema.index({ unitId: 1, period: 1, insurance: 1, kind: 1, personId: 1 });
// One person in a unit (items 15, 18, 19 with a person; the certificate).
schema.index({ personId: 1, unitId: 1, period: 1 });
export const DueModel = store.model<Due>('Due', schema);
