import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** One month of one insurance in the ledger's summary: of a whole unit (`personId` null) or of one person in it. Money in whole fen. */
export interface LedgerMonth {
  _id: string;
  unitId: string;
  personId: string | null;
  month: string;
  insurance: string;
  people: number;
  base: number;
  due: number;
  paid: number;
  state: string;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const schema = new Schema<LedgerMonth>(
  {
    _id: text,
    unitId: text,
    personId: { type: String, default: null },
    month: text,
    insurance: text,
    people: int,
    base: int,
    due: int,
    paid: int,
    state: text,
  },
  strictly('months'),
);
// A month of an insurance is summed up once per unit, and once per person in it.
schema.index({ unitId: 1, personId: 1, month: 1, insurance: 1 }, { unique: true });
// A person's months over all units.
schema.index({ personId: 1, month: 1 });

export const MonthModel = store.model<LedgerMonth>('LedgerMonth', schema);
