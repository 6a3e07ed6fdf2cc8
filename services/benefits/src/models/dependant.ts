import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** 供养亲属 as confirmed by the agency. Nobody is recorded before item 35 and the pensions write here. */
export interface Dependant {
  _id: string;
  /** Blind index of the dependant's ID number. */
  idHash: string;
  /** Who died at work. */
  personId: string;
  confirmedOn: string;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Dependant>({ _id: text, idHash: text, personId: text, confirmedOn: text }, strictly('dependants'));
// Is this card holder a dependant?
schema.index({ idHash: 1 });

export const DependantModel = store.model<Dependant>('Dependant', schema);
