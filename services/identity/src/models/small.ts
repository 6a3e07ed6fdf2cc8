import { Schema } from 'mongoose';
import type { MessageKind } from '@wangting/contracts/identity/messages';
import { nowIso } from '@wangting/kit/clock';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

const text = { type: String, required: true } as const;
/** May be empty: what a contract lets through must be storable. */
const loose = { type: String, default: '' } as const;
const number = { type: Number, required: true } as const;

/** A QR code of 电子社保卡: `_id` is in the code, `poll` (hashed) stays in the browser that shows it. Used once, 120 seconds. */
export interface Ticket {
  _id: string;
  poll: string;
  until: number;
  personId: string | null;
  name: string | null;
  idHash: string | null;
  used: boolean;
}
const tickets = new Schema<Ticket>(
  {
    _id: text,
    poll: text,
    until: number,
    personId: { type: String, default: null },
    name: { type: String, default: null },
    idHash: { type: String, default: null },
    used: { type: Boolean, default: false },
  },
  strictly('tickets'),
);
tickets.index({ poll: 1 }, { unique: true });
tickets.index({ until: 1 });
export const TicketModel = store.model<Ticket>('Ticket', tickets);

/** One SMS code per mobile (blind index), hashed. */
export interface SmsCode {
  _id: string;
  codeHash: string;
  until: number;
  tries: number;
  sentAt: number;
}
const codes = new Schema<SmsCode>(
  { _id: text, codeHash: text, until: number, tries: { type: Number, default: 0 }, sentAt: number },
  strictly('sms_codes'),
);
codes.index({ until: 1 });
export const SmsCodeModel = store.model<SmsCode>('SmsCode', codes);

/** Simulator only: what the SMS centre would have sent, and whether it arrived. */
export interface SmsMessage {
  _id: string;
  to: string;
  text: string;
  at: string;
  state: 'delivered' | 'failed';
}
const messages = new Schema<SmsMessage>(
  { _id: text, to: text, text, at: text, state: { type: String, default: 'delivered' } as never },
  strictly('simulator_messages'),
);
messages.index({ at: -1 });
export const SmsMessageModel = store.model<SmsMessage>('SmsMessage', messages);

/** Simulator only: people whose card can be "scanned". ID number sealed like everywhere. */
export interface SimIdentity {
  _id: string;
  name: string;
  idNumber: string;
  idHash: string;
  note: string;
  order: number;
}
const identities = new Schema<SimIdentity>(
  { _id: text, name: text, idNumber: text, idHash: text, note: { type: String, default: '' }, order: number },
  strictly('simulator_identities'),
);
identities.index({ order: 1 });
export const SimIdentityModel = store.model<SimIdentity>('SimIdentity', identities);

export interface Favourites {
  _id: string;
  items: string[];
}
export const FavouritesModel = store.model<Favourites>(
  'Favourites',
  new Schema<Favourites>({ _id: text, items: [String] }, strictly('favourites')),
);

/** 我的消息. Addressed to a unit (everybody who acts for it) or a person. */
export interface Notice {
  _id: string;
  to: string;
  title: string;
  text: string;
  link: string | null;
  at: string;
  /** When it came into the mailbox, which may be long after what it tells of (`at`); set when it is written. */
  came?: string;
  /** Who has read it since his mark (mailbox.ts). */
  readBy: string[];
  kind: MessageKind;
}
const notices = new Schema<Notice>(
  {
    _id: text,
    to: text,
    title: text,
    text: loose,
    link: { type: String, default: null },
    at: text,
    came: { type: String, default: () => nowIso() },
    readBy: [String],
    kind: { type: String, default: 'notice' } as never,
  },
  strictly('notices'),
);
notices.index({ to: 1, at: -1 });
// What came after somebody's mark.
notices.index({ to: 1, came: 1 });
// What is older than it is kept.
notices.index({ came: 1 });
export const NoticeModel = store.model<Notice>('Notice', notices);

/** 已读到: what came into a mailbox before this moment a person has read. `_id` is `<person>|<mailbox>`. */
export interface ReadMark {
  _id: string;
  before: string;
}
export const ReadMarkModel = store.model<ReadMark>('ReadMark', new Schema<ReadMark>({ _id: text, before: text }, strictly('read_marks')));

/**
 * 审计: inserted only. Each process links its rows into a chain: `hash` covers the row and the hash before it, so a row that was
 * changed or taken out is found (audit-chain.ts).
 */
export interface AuditRow {
  _id: string;
  chain: string;
  n: number;
  prev: string;
  hash: string;
  who: string;
  kind: string;
  whose: string;
  fields: string[];
  what: string;
  at: string;
  by: string;
}
const audit = new Schema<AuditRow>(
  {
    _id: text,
    chain: loose,
    n: { type: Number, default: 0 },
    prev: loose,
    hash: loose,
    who: loose,
    kind: loose,
    whose: loose,
    fields: [String],
    what: loose,
    at: text,
    by: text,
  },
  strictly('audit'),
);
audit.index({ whose: 1, at: -1 });
audit.index({ who: 1, at: -1 });
audit.index({ chain: 1, n: 1 });
export const AuditModel = store.model<AuditRow>('Audit', audit);
