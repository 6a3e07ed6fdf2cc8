import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/**
 * The ledger (台账): rows are only inserted (decisions.md 14). `due` makes something owed (negative: to be refunded), `paid` says that money
 * came for it or went back, `mark` is a decision of the agency (缓缴, 核销). A correction is a new due. Everything shown is made from these rows.
 */
export interface Entry {
  /** Made from what the row says, so that writing it again finds it there. */
  _id: string;
  sort: 'due' | 'paid' | 'mark';
  unitId: string;
  /** Null: of the unit as a whole (特殊补缴, 工程项目缴费, and `paid` or `mark` of a whole group). */
  personId: string | null;
  insurance: string;
  kind: string;
  /** 费款所属期 and 对应费款所属期. */
  period: string;
  month: string;
  /** Whole fen. */
  base: number;
  unit: number;
  person: number;
  /** Rates used, ppm. */
  unitPpm: number;
  personPpm: number;
  /** Versions of rates and limits it was reckoned with, and the unit's own rate. Absent of what nobody reckons: money, marks, special sums. */
  policies?: string[];
  /** Run, application, payment record or decision it comes from. */
  cause: string;
  /** Of `paid` and `mark`: the dues meant; null = all of the group unit × period × insurance × kind. */
  dues: string[] | null;
  /** Of `mark`: 3 缓缴, 5 核销, 0 lifted. Of `paid`: the day the money arrived is `on`. */
  state: string | null;
  on: string | null;
  /** 经办人 and 依据 of what somebody decided. */
  by: string | null;
  note: string | null;
  at: string;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const maybe = { type: String, default: null } as const;
const schema = new Schema<Entry>(
  {
    _id: text,
    sort: text as never,
    unitId: text,
    personId: maybe as never,
    insurance: text,
    kind: text,
    period: text,
    month: text,
    base: int,
    unit: int,
    person: int,
    unitPpm: int,
    personPpm: int,
    policies: { type: [String], default: undefined } as never,
    cause: text,
    dues: { type: [String], default: null } as never,
    state: maybe as never,
    on: maybe as never,
    by: maybe as never,
    note: maybe as never,
    at: text,
  },
  strictly('ledger'),
);
// What a person has been billed in a unit, month by month: the reckoning.
schema.index({ unitId: 1, personId: 1, insurance: 1, month: 1 });
// A group, to project it again.
schema.index({ unitId: 1, period: 1, insurance: 1, kind: 1 });
export const EntryModel = store.model<Entry>('Entry', schema);
