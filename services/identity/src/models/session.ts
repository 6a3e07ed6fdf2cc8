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
