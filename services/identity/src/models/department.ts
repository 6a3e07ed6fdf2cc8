import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

const text = { type: String, required: true } as const;

/** 交换机构: a department that pushes data, by the code it signs as. */
export interface DepartmentRow {
  _id: string;
  name: string;
  /** Ed25519, SPKI in PEM. */
  publicKey: string;
  doors: string[];
  disabled: boolean;
  rev: number;
  requestKey: string;
  changedBy: string;
  at: string;
  /** The last message it sent. */
  lastAt: string | null;
}
const departments = new Schema<DepartmentRow>(
  {
    _id: text,
    name: text,
    publicKey: text,
    doors: [String],
    disabled: { type: Boolean, default: false },
    rev: { type: Number, required: true },
    requestKey: text,
    changedBy: text,
    at: text,
    lastAt: { type: String, default: null },
  },
  strictly('departments'),
);
export const DepartmentModel = store.model<DepartmentRow>('Department', departments);

/** A signature that was used, by department and nonce; kept while it could be fresh. */
export interface UsedNonce {
  _id: string;
  until: number;
}
const nonces = new Schema<UsedNonce>({ _id: text, until: { type: Number, required: true } }, strictly('used_nonces'));
nonces.index({ until: 1 });
export const UsedNonceModel = store.model<UsedNonce>('UsedNonce', nonces);
