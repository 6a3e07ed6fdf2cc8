import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 一次性工伤医疗补助金: once it is paid, the fund no longer treats. */
export const MEDICAL_GRANT = 'medical-grant';
/** What the fund owes or has paid to one person (待遇支付). Whole fen. */
export interface Payment {
  _id: string;
  personId: string;
  benefit: string;
  amount: number;
  state: 'owed' | 'paid' | 'returned';
  paidOn: string | null;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Payment>(
  {
    _id: text,
    personId: text,
    benefit: text,
    amount: { type: Number, required: true },
    state: { type: String, required: true, enum: ['owed', 'paid', 'returned'] } as never,
    paidOn: { type: String, default: null },
  },
  strictly('payments'),
);
// Has this person had this benefit?
schema.index({ personId: 1, benefit: 1, state: 1 });

export const PaymentModel = store.model<Payment>('Payment', schema);
