import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** A stretch of insurance of a person in a unit: `to` null = still insured. Days. */
export interface Range {
  enrolmentId: string;
  unitId: string;
  insurance: '210' | '410';
  from: string;
  to: string | null;
  /** The application that ended it. */
  stoppedBy?: string;
  /** Stops that were undone: a late repeat of one must not end it again. */
  undone?: readonly string[];
}
/** One 人员信息更正: written with the change itself, never changed. */
export interface Correction {
  /** The application. */
  by: string;
  unitId: string;
  who: string;
  /** 法人 or 联系人, as it was then. */
  hat: string;
  at: string;
  /** Sealed JSON `{before, after}` of what was changed: it holds names and numbers. */
  differences: string;
}
/**
 * A person (参保人员). ID number, name and phone are sealed; found by blind index. `ranges` may not overlap per unit and insurance;
 * they change only by compare-and-set on `rev`, so two writers never undo each other.
 */
export interface Person {
  _id: string;
  personNo: string;
  idType: string;
  idHash: string;
  /** Sealed JSON: idNumber, name, mobile, addresses and whatever else 基本信息 holds. */
  about: string;
  sex: string;
  birthDate: string;
  rev: number;
  ranges: Range[];
  /** The newest 续保 that brought phone and 女干部, with what stood there before (sealed): its 撤销 puts that back. */
  replaced?: { by: string; before: string };
  madeBy: string;
  /** Oldest first; absent for nearly everybody. */
  corrections?: Correction[];
  /** Told when he was corrected: the row is its own outbox entry. */
  at?: string;
  pending?: boolean;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Person>(
  {
    _id: text,
    personNo: text,
    idType: text,
    idHash: text,
    about: text,
    sex: text,
    birthDate: text,
    rev: { type: Number, required: true },
    ranges: { type: Schema.Types.Mixed, default: [] } as never,
    replaced: Schema.Types.Mixed as never,
    madeBy: text,
    corrections: { type: Schema.Types.Mixed } as never,
    at: String,
    pending: Boolean,
  },
  strictly('persons'),
);
// One person per ID number in the province.
schema.index({ idHash: 1 }, { unique: true });
schema.index({ personNo: 1 }, { unique: true });
// What waits to be told: hardly anybody.
schema.index({ pending: 1, at: 1 }, { sparse: true });
export const PersonModel = store.model<Person>('Person', schema);
