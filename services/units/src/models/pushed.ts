import { Schema } from 'mongoose';
import type { RegistrationResult } from '@wangting/contracts/units/pushed';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** A record of a register as it came: inserted once under the sender's own number. Of one 统一社会信用代码 the one said last counts. */
export interface Pushed {
  /** `{source}:{recordNo}`. */
  _id: string;
  source: string;
  creditCode: string;
  issuedAt: string;
  at: string;
  /** Digest of the record: the same number with another content is refused. */
  said: string;
  /** Sealed JSON of the record. */
  sealed: string;
  /** What became of it; absent while it is being taken in. */
  result?: RegistrationResult['result'];
  /** The unit is registered and has still to be told of these differences. */
  owes?: { unitId: string; labels: string };
  /** The area whose agency has to look into it; absent when there is nothing to settle, or when it was settled. */
  waitsIn?: string;
  settled?: { who: string; at: string; opinion: string; requestKey: string; payloadHash: string };
}
const text = { type: String, required: true } as const;
const schema = new Schema<Pushed>(
  {
    _id: text,
    source: text,
    creditCode: text,
    issuedAt: text,
    at: text,
    said: text,
    sealed: text,
    result: String as never,
    owes: Schema.Types.Mixed as never,
    waitsIn: String,
    settled: Schema.Types.Mixed as never,
  },
  strictly('pushed_registrations'),
);
// What a register says of a unit now.
schema.index({ creditCode: 1, issuedAt: -1 });
schema.index({ 'owes.unitId': 1 }, { sparse: true });
// 登记信息核对: holds none but those who wait.
schema.index({ waitsIn: 1 }, { sparse: true });

export const PushedModel = store.model<Pushed>('Pushed', schema);
