import { Schema } from 'mongoose';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

const text = { type: String, required: true } as const;
const maybe = { type: String, default: null } as const;
const number = { type: Number, required: true } as const;

/**
 * Failures in a row, counted by the name that was typed (hashed), whether or not there is such an account: so a lock tells nobody who has one.
 * Also failures by address, and codes sent to a phone. Real-clock milliseconds.
 */
export interface Attempt {
  _id: string;
  failures: number;
  lockedUntil: number;
  /** Swept then. */
  until: number;
}
const attempts = new Schema<Attempt>({ _id: text, failures: number, lockedUntil: number, until: number }, strictly('attempts'));
attempts.index({ until: 1 });
export const AttemptModel = store.model<Attempt>('Attempt', attempts);

/** A proof of work that was taken; the challenge itself is signed and stored nowhere. */
export interface UsedProof {
  _id: string;
  until: number;
}
const proofs = new Schema<UsedProof>({ _id: text, until: number }, strictly('used_proofs'));
proofs.index({ until: 1 });
export const UsedProofModel = store.model<UsedProof>('UsedProof', proofs);

/** Why a session is no more; whoever brings its cookie is noted once in the audit. */
export interface EndedSession {
  _id: string;
  personId: string;
  why: EndedWhy;
  noticed: boolean;
  until: number;
}
export type EndedWhy = 'logout' | 'replaced' | 'revoked' | 'hat' | 'password' | 'others' | 'idle';
const ended = new Schema<EndedSession>(
  { _id: text, personId: text, why: text as never, noticed: { type: Boolean, default: false }, until: number },
  strictly('ended_sessions'),
);
ended.index({ until: 1 });
export const EndedSessionModel = store.model<EndedSession>('EndedSession', ended);

/** 登录记录: inserted only. */
export interface LoginRow {
  _id: string;
  personId: string;
  way: 'card' | 'password' | 'hat';
  result: 'ok' | 'failed' | 'locked' | 'totp' | 'refused';
  /** Masked before it is stored. */
  address: string;
  browser: string;
  /** Key of the session it opened. */
  session: string | null;
  at: string;
}
const logins = new Schema<LoginRow>(
  { _id: text, personId: text, way: text as never, result: text as never, address: text, browser: text, session: maybe, at: text },
  strictly('logins'),
);
logins.index({ personId: 1, at: -1 });
export const LoginModel = store.model<LoginRow>('Login', logins);

/** What a person has settled for himself: 绑定手机 and whether it gets notices. */
export interface Profile {
  _id: string;
  /** Sealed. */
  mobile: string | null;
  boundAt: string | null;
  notices: boolean;
  /** The change made last, so that it can be sent again. */
  requestKey: string | null;
}
const profiles = new Schema<Profile>(
  { _id: text, mobile: maybe, boundAt: maybe, notices: { type: Boolean, default: true }, requestKey: maybe },
  strictly('profiles'),
);
export const ProfileModel = store.model<Profile>('Profile', profiles);

/** A short message under way; number and text are sealed, since the text may hold a code. */
export interface Sms {
  _id: string;
  to: string;
  masked: string;
  text: string;
  state: 'waiting' | 'sent' | 'delivered' | 'failed';
  tries: number;
  /** Set while there is something left to do. */
  nextAt?: number;
  /** The notice it is a copy of. */
  about: string | null;
  at: string;
}
const sms = new Schema<Sms>(
  { _id: text, to: text, masked: text, text, state: text as never, tries: number, nextAt: Number, about: maybe, at: text },
  strictly('sms'),
);
sms.index({ nextAt: 1 }, { sparse: true });
sms.index({ about: 1 });
sms.index({ at: 1 });
export const SmsModel = store.model<Sms>('Sms', sms);
