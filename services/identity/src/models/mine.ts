import { Schema } from 'mongoose';
import type { CategoryGrant } from '@wangting/contracts/identity/grants';
import { strictly } from '@wangting/kit/store';
import { store } from '../store.ts';

const text = { type: String, required: true } as const;
const loose = { type: String, default: '' } as const;
const number = { type: Number, required: true } as const;

/** What the 法人 lets one contact do. Without a row a contact may do all business. */
export interface Authorisation {
  /** `<unitId>:<idHash>`. */
  _id: string;
  unitId: string;
  idHash: string;
  rev: number;
  grants: CategoryGrant[];
  requestKey: string;
  by: string;
  at: string;
}
const authorisations = new Schema<Authorisation>(
  {
    _id: text,
    unitId: text,
    idHash: text,
    rev: number,
    grants: { type: [Schema.Types.Mixed] as never },
    requestKey: text,
    by: text,
    at: text,
  },
  strictly('authorisations'),
);
authorisations.index({ unitId: 1 });
authorisations.index({ idHash: 1 });
export const AuthorisationModel = store.model<Authorisation>('Authorisation', authorisations);

/** 办事日志: what the gateway saw sent and answered. Inserted only. */
export interface JournalLine {
  _id: string;
  who: string;
  hat: string;
  unitId: string;
  action: string;
  title: string;
  ok: boolean;
  answer: string;
  serialNo: string;
  at: string;
}
const journal = new Schema<JournalLine>(
  { _id: text, who: text, hat: loose, unitId: loose, action: text, title: text, ok: Boolean, answer: loose, serialNo: loose, at: text },
  strictly('journal'),
);
journal.index({ who: 1, at: -1 });
export const JournalModel = store.model<JournalLine>('Journal', journal);

/** 好差评: `_id` is the application, so there is one. */
export interface RatingRow {
  _id: string;
  itemId: string;
  stars: number;
  words: string;
  by: string;
  requestKey: string;
  at: string;
}
const ratings = new Schema<RatingRow>(
  { _id: text, itemId: text, stars: number, words: loose, by: text, requestKey: text, at: text },
  strictly('ratings'),
);
ratings.index({ itemId: 1, at: -1 });
ratings.index({ at: -1 });
export const RatingModel = store.model<RatingRow>('Rating', ratings);

/** 最近办理, newest first. */
export interface Recent {
  _id: string;
  items: { itemId: string; at: string }[];
  rev: number;
}
export const RecentModel = store.model<Recent>(
  'Recent',
  new Schema<Recent>({ _id: text, items: { type: [Schema.Types.Mixed] as never }, rev: number }, strictly('recent')),
);

/** A version of something on the board. What it says is inserted only; `confirm` rows stand beside it. */
export interface BoardRow {
  /** `<kind>:<id>:<version>`, so of two who write the same version one is refused. */
  _id: string;
  kind: string;
  id: string;
  version: number;
  /** JSON of the kind's shape; `null` = taken down. */
  value: string;
  requestKey: string;
  by: string;
  at: string;
  /** Waits for the second person, as far as anybody has noticed; whether it does is judged. */
  waits?: boolean;
}
const board = new Schema<BoardRow>(
  { _id: text, kind: text, id: text, version: number, value: text, requestKey: text, by: text, at: text, waits: Boolean },
  strictly('board'),
);
board.index({ kind: 1, id: 1, version: -1 });
board.index({ kind: 1, at: -1 });
board.index({ at: -1 });
board.index({ requestKey: 1 }, { unique: true });
// What waits for a second person: hardly anything.
board.index({ waits: 1 }, { sparse: true });
export const BoardModel = store.model<BoardRow>('Board', board);

/** The second person's word for a version; `_id` is that version's. */
export interface BoardConfirm {
  _id: string;
  by: string;
  at: string;
}
export const BoardConfirmModel = store.model<BoardConfirm>(
  'BoardConfirm',
  new Schema<BoardConfirm>({ _id: text, by: text, at: text }, strictly('board_confirms')),
);
