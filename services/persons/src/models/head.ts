import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** Somebody a unit insures or has insured, in whichever insurances: a projection of his enrolments there, so that heads are counted and not read. */
export interface Head {
  /** `<unit>:<person>`. */
  _id: string;
  unitId: string;
  insured: boolean;
  /** Of all his enrolments there together: rows are never taken away and revisions only rise, so a higher sum knows more. */
  rev: number;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Head>(
  { _id: text, unitId: text, insured: { type: Boolean, required: true }, rev: { type: Number, required: true } },
  strictly('heads'),
);
// How many people a unit insures now: a count by keys alone, on both engines.
schema.index({ unitId: 1, insured: 1 });
export const HeadModel = store.model<Head>('Head', schema);
