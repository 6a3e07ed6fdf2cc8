import type * as queue from '@wangting/contracts/desk/queue';
import type * as certificates from '@wangting/contracts/documents/certificates';
import type * as upload from '@wangting/contracts/files/upload';
import type * as board from '@wangting/contracts/identity/board';
import type * as journal from '@wangting/contracts/identity/journal';
import type * as session from '@wangting/contracts/identity/session';
import type { ActionContract } from '@wangting/contracts/action';
import type { batchActions, batchUndo } from '@wangting/contracts/batch-actions';
import type { applicationActions, itemActions } from '@wangting/contracts/applications';
import { endpoint, type Endpoint } from './api.ts';

type At<C> = C extends ActionContract<infer I, infer O> ? ActionContract<I, O> : never;

/** Every address the pages use. A test compares each with its contract, since contracts come here as types only. */
export const api = {
  me: endpoint<typeof session.me>('GET /me'),
  startCard: endpoint<typeof session.startCard>('POST /login/card'),
  pollCard: endpoint<typeof session.pollCard>('POST /login/card/poll'),
  enter: endpoint<typeof session.enter>('POST /login/card/enter'),
  passwordLogin: endpoint<typeof session.passwordLogin>('POST /login/password'),
  logout: endpoint<typeof session.logout>('POST /logout'),
  sendCode: endpoint<typeof session.sendCode>('POST /register/code'),
  register: endpoint<typeof session.register>('POST /register'),
  simulatorState: endpoint<typeof session.simulatorState>('GET /simulator'),
  simulatorScan: endpoint<typeof session.simulatorScan>('POST /simulator/scan'),
  favourites: endpoint<typeof session.favourites>('GET /favourites'),
  setFavourite: endpoint<typeof session.setFavourite>('PUT /favourites/:itemId'),
  guide: endpoint<typeof board.guide>('GET /guides/:itemId'),
  rate: endpoint<typeof journal.rate>('POST /ratings'),
  ratingOf: endpoint<typeof journal.ratingOf>('GET /ratings/:applicationId'),
  myWork: endpoint<typeof queue.mine>('GET /work/mine'),
  queue: endpoint<typeof queue.queue>('GET /work/queue'),
  beginUpload: endpoint<typeof upload.begin>('POST /files'),
  completeUpload: endpoint<typeof upload.complete>('POST /files/:fileId/complete', 60_000),
  verify: endpoint<typeof certificates.verify>('POST /verify'),
  openDocument: endpoint<typeof certificates.open>('GET /documents/:documentId/url'),
};

type ItemActions = ReturnType<typeof itemActions>;
type ApplicationActions = ReturnType<typeof applicationActions>;

/** A form to sign, typeset from what is stored: `POST /items/<id>/print` of every item that has a print of the stage `draft`. */
const formApi = (id: string): Endpoint<{ applicationId: string }, { title: string; pages: number; url: string }> => ({
  rest: `POST /items/${id}/print`,
  timeout: 25_000,
});

/** The addresses of an item. Values are checked by the item's own schema before they are sent. */
export const itemApi = (id: string) => ({
  open: endpoint<At<ItemActions['open']>>(`GET /items/${id}/open`),
  lookup: endpoint<At<ItemActions['lookup']>>(`POST /items/${id}/lookup`),
  draft: endpoint<At<ItemActions['draft']>>(`PUT /items/${id}/draft`),
  discard: endpoint<At<ItemActions['discard']>>(`DELETE /items/${id}/draft`),
  submit: endpoint<At<ItemActions['submit']>>(`POST /items/${id}/submit`, 25_000),
  form: formApi(id),
});

type BatchActions = ReturnType<typeof batchActions>;
/** The addresses of a batch item, beside `open` and `lookup` of every item. */
export const batchApi = (id: string) => ({
  template: endpoint<BatchActions['template']>(`POST /items/${id}/template`, 25_000),
  check: endpoint<At<BatchActions['check']>>(`POST /items/${id}/batches`),
  mine: endpoint<BatchActions['mine']>(`GET /items/${id}/batches`),
  view: endpoint<BatchActions['view']>(`GET /items/${id}/batches/:batchId`),
  rows: endpoint<BatchActions['rows']>(`GET /items/${id}/batches/:batchId/rows`),
  errors: endpoint<BatchActions['errors']>(`POST /items/${id}/batches/:batchId/errors`, 60_000),
  save: endpoint<BatchActions['save']>(`POST /items/${id}/batches/:batchId/save`),
  cancel: endpoint<BatchActions['cancel']>(`POST /items/${id}/batches/:batchId/cancel`),
  undo: endpoint<ReturnType<typeof batchUndo>>(`POST /items/${id}/batches/:batchId/undo`),
});

/** The addresses of an application, per owner. */
export const applicationApi = (owner: string) => ({
  drafts: endpoint<ApplicationActions['drafts']>(`GET /drafts/${owner}`),
  view: endpoint<ApplicationActions['view']>(`GET /applications/${owner}/:applicationId`),
  step: endpoint<ApplicationActions['step']>(`POST /applications/${owner}/:applicationId/steps`),
  attach: endpoint<ApplicationActions['attach']>(`POST /applications/${owner}/:applicationId/materials`),
  detach: endpoint<ApplicationActions['detach']>(`DELETE /applications/${owner}/:applicationId/materials/:materialId`),
  openMaterial: endpoint<ApplicationActions['openMaterial']>(`GET /applications/${owner}/:applicationId/materials/:materialId/url`),
});

/** What the gateway itself answers, beside the contracts. */
export interface CatalogueItem {
  no: number;
  id: string;
  name: string;
  aliases: string[];
  initials: string;
  /** Name and aliases in pinyin, syllables with blanks between. */
  spelled: string[];
  category: string;
  path: '法人办事' | '个人办事';
  kind: string;
  owner: string;
  help: string;
  state: 'done' | 'partial' | 'missing';
  allowed: boolean;
  reason?: string;
}
export const catalogueApi: Endpoint<{ all: 1 }, { items: CatalogueItem[] }> = { rest: 'GET /catalogue', timeout: 15_000 };

export interface DictionaryEntry {
  code: string;
  label: string;
  parent?: string;
  from?: string;
  to?: string;
  retired?: true;
  [more: string]: unknown;
}
export interface DictionaryData {
  name: string;
  title: string;
  entries: DictionaryEntry[];
}
export const dictionariesApi: Endpoint<Record<string, never>, Record<string, string>> = { rest: 'GET /dictionaries', timeout: 15_000 };
export const dictionaryApi = (name: string, hash: string): Endpoint<Record<string, never>, DictionaryData> => ({
  rest: `GET /dictionaries/${name}@${hash}`,
  timeout: 15_000,
});
