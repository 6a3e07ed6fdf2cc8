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
  /** Switched off by operations: as if it were not there. */
  disabled?: boolean;
  /** When the password was set; 90 days later the next login asks for another. */
  passwordAt: string;
  /** Given by somebody else (first use, reset by operations): to be changed before anything else. */
  mustChange: boolean;
  /** Hashes of earlier passwords, newest first. */
  history: string[];
  /** Rises with each change of the password or of 动态口令: of two changes at once one wins. */
  rev: number;
  /** 动态口令: the secret is sealed; `step` is the last one used, so that no code works twice. Absent = never enrolled. */
  totp?: { secret: string; since: string | null; step: number; recovery: string[] } | null;
  requestKey: string;
  /** The change of password made last, so that it can be sent again. */
  changeKey?: string;
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
    disabled: Boolean,
    passwordAt: { type: String, default: '' },
    mustChange: { type: Boolean, default: false },
    history: [String],
    rev: { type: Number, default: 0 },
    totp: { type: Schema.Types.Mixed, default: null },
    requestKey: text,
    changeKey: String,
    at: text,
  },
  strictly('accounts'),
);
// A registration sent twice is one account.
schema.index({ requestKey: 1 }, { unique: true });
// A card scan by the 法人 verifies his account.
schema.index({ unitId: 1, idHash: 1 });
// 经办人: the name of whoever acted, by the id in his token.
schema.index({ personId: 1 });
export const AccountModel = store.model<Account>('Account', schema);
