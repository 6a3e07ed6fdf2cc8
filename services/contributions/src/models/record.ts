import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** A payer's record as it came (到账记录), and what became of it. What found no due waits here for a person. */
export interface PaymentRow {
  /** Source and its record number. */
  _id: string;
  /** Digest of what was said: the same number with other words is refused. */
  said: string;
  creditCode: string;
  unitId: string | null;
  /** 行政区划 of the unit when it was known; null is for whoever serves the whole province. */
  area?: string | null;
  period: string;
  insurance: string;
  kind: string;
  amount: number;
  paidOn: string;
  result: string;
  /** Why the collection was refused; then nothing arrived. */
  refused?: string | null;
  left: number;
  lateFee: number;
  /** Nobody's yet, or more than was owed: a person must look. */
  waits: boolean;
  /** How a person settled it. */
  closed: { by: string; note: string; at: string } | null;
  /** Who is taking it to its dues, as `until:who`: it is not closed meanwhile. What is past was left behind by a process that stopped. */
  posting?: string[];
  at: string;
}
const text = { type: String, required: true } as const;
const int = { type: Number, required: true } as const;
const schema = new Schema<PaymentRow>(
  {
    _id: text,
    said: text,
    creditCode: text,
    unitId: { type: String, default: null },
    area: { type: String, default: null },
    period: text,
    insurance: text,
    kind: text,
    amount: int,
    paidOn: text,
    result: text,
    refused: { type: String, default: null },
    left: int,
    lateFee: int,
    waits: { type: Boolean, default: false },
    closed: { type: Schema.Types.Mixed, default: null } as never,
    posting: { type: [String], default: undefined } as never,
    at: text,
  },
  strictly('payments'),
);
// What waits for a person, oldest first.
schema.index({ waits: 1, at: 1, _id: 1 });
export const PaymentModel = store.model<PaymentRow>('Payment', schema);
