import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** Somebody who logs in with a password: a 注册 account of a unit, or agency staff. Never a default password outside the demo seed. */
export interface Account {
  /** `unit:<credit code>` or `staff:<account>`. */
  _id: string;
  kind: 'unit' | 'staff';
  personId: string;
  name: string;
  passwordHash: string;
  unitId: string | null;
  /** Blind index of the 法人's ID number (unit accounts). */
  idHash: string | null;
  roles: string[];
  areas: string[];
  /** The 法人 has shown himself by e-card; before, the account can only do item 1 (decisions.md 2). */
  verified: boolean;
  /** Attempts since the last good one, counted before the password is looked at. */
  failures: number;
  /** Real-clock milliseconds until which it is locked. */
  lockedUntil: number;
  requestKey: string;
  at: string;
}
const text = { type: String, required: true } as const;
const schema = new Schema<Account>(
  {
    _id: text,
    kind: text as never,
    personId: text,
    name: text,
    passwordHash: text,
    unitId: { type: String, default: null },
    idHash: { type: String, default: null },
    roles: [String],
    areas: [String],
    verified: { type: Boolean, default: false },
    failures: { type: Number, default: 0 },
    lockedUntil: { type: Number, default: 0 },
    requestKey: text,
    at: text,
  },
  strictly('accounts'),
);
// A registration sent twice is one account.
schema.index({ requestKey: 1 }, { unique: true });
// A card scan by the 法人 verifies his account.
schema.index({ unitId: 1, idHash: 1 });
export const AccountModel = store.model<Account>('Account', schema);
