import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** What rows of one state add up to. Fen. */
export interface Part {
  rows: number;
  base: number;
  unit: number;
  person: number;
}
/** A group of dues summed up: unit × 费款所属期 × 险种 × 缴费类型 (decisions.md 14). `control` is what the ledger's own rows add up to. */
export interface Sum {
  _id: string;
  unitId: string;
  period: string;
  insurance: string;
  kind: string;
  people: number;
  rows: number;
  base: number;
  unit: number;
  person: number;
  states: Record<string, Part>;
  paidOn: string | null;
  control: number;
  rev: number;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const schema = new Schema<Sum>(
  {
    _id: text,
    unitId: text,
    period: text,
    insurance: text,
    kind: text,
    people: int,
    rows: int,
    base: int,
    unit: int,
    person: int,
    states: { type: Schema.Types.Mixed, required: true } as never,
    paidOn: { type: String, default: null },
    control: int,
    rev: int,
  },
  strictly('sums'),
);
// A unit's sums by 费款所属期 (item 17, history of a unit, totals of 15).
schema.index({ unitId: 1, period: 1, insurance: 1, kind: 1 });
// A month over all units: the seed's payments, the control of a run.
schema.index({ period: 1, kind: 1 });
export const SumModel = store.model<Sum>('Sum', schema);
export const groupOf = ({ unitId, period, insurance, kind }: Pick<Sum, 'unitId' | 'period' | 'insurance' | 'kind'>): string =>
  `${unitId}:${period}:${insurance}:${kind}`;
