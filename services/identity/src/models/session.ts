import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

/** A session. Only the SHA-256 of its id is stored, so a stolen database opens no session. Times are real-clock milliseconds. */
export interface Session {
  _id: string;
  personId: string;
  kind: 'person' | 'staff';
  name: string;
  hat: 'legal' | 'contact' | 'individual' | 'register' | null;
  unitId: string | null;
  idHash: string | null;
  roles: string[];
  areas: string[];
  csrf: string;
  createdAt: number;
  seenAt: number;
  /** A card proves the person, so he may change hats; a password proves one account. */
  way: 'card' | 'password';
  /** The account of a password login. */
  account: string | null;
  must: 'password' | null;
  /** 个人: what injury and benefits said, and when they were asked last. */
  proved: { injured: boolean; dependant: boolean } | null;
  provedAt: number;
}
const text = { type: String, required: true } as const;
const maybe = { type: String, default: null } as const;
const schema = new Schema<Session>(
  {
    _id: text,
    personId: text,
    kind: text as never,
    name: text,
    hat: maybe as never,
    unitId: maybe,
    idHash: maybe,
    roles: [String],
    areas: [String],
    csrf: text,
    createdAt: { type: Number, required: true },
    seenAt: { type: Number, required: true },
    way: { type: String, default: 'card' } as never,
    account: maybe,
    must: maybe as never,
    proved: { type: Schema.Types.Mixed, default: null } as never,
    provedAt: { type: Number, default: 0 },
  },
  strictly('sessions'),
);
// One session per identity: a new login ends the others.
schema.index({ personId: 1 });
// A withdrawn grant ends the sessions that stand on it.
schema.index({ unitId: 1, idHash: 1 });
// What slept too long is swept.
schema.index({ seenAt: 1 });
export const SessionModel = store.model<Session>('Session', schema);
