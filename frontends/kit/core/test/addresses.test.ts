import { expect, test } from '@jest/globals';
import { applicationActions } from '@wangting/contracts/applications';
import { batchActions, batchUndo } from '@wangting/contracts/batch-actions';
import * as queue from '@wangting/contracts/desk/queue';
import * as certificates from '@wangting/contracts/documents/certificates';
import * as upload from '@wangting/contracts/files/upload';
import * as board from '@wangting/contracts/identity/board';
import * as journal from '@wangting/contracts/identity/journal';
import * as session from '@wangting/contracts/identity/session';
import { item as batchItem } from '@wangting/contracts/persons/person-enrolment-batch';
import { place } from '../src/api.ts';
import { api, applicationApi, batchApi } from '../src/endpoints.ts';

const contracts: Record<string, { rest?: string }> = {
  me: session.me,
  startCard: session.startCard,
  pollCard: session.pollCard,
  enter: session.enter,
  passwordLogin: session.passwordLogin,
  logout: session.logout,
  sendCode: session.sendCode,
  register: session.register,
  simulatorState: session.simulatorState,
  simulatorScan: session.simulatorScan,
  favourites: session.favourites,
  setFavourite: session.setFavourite,
  guide: board.guide,
  rate: journal.rate,
  ratingOf: journal.ratingOf,
  myWork: queue.mine,
  queue: queue.queue,
  beginUpload: upload.begin,
  completeUpload: upload.complete,
  verify: certificates.verify,
  openDocument: certificates.open,
};

test('every address of the pages is the contract’s', () => {
  for (const [name, { rest }] of Object.entries(api)) expect([name, rest]).toEqual([name, contracts[name]?.rest]);
  const actions = applicationActions('units') as unknown as Record<string, { rest?: string }>;
  for (const [name, { rest }] of Object.entries(applicationApi('units'))) expect([name, rest]).toEqual([name, actions[name]?.rest]);
  const batch = { ...batchActions(batchItem), undo: batchUndo(batchItem) } as unknown as Record<string, { rest?: string }>;
  for (const [name, { rest }] of Object.entries(batchApi(batchItem.id))) expect([name, rest]).toEqual([name, batch[name]?.rest]);
});

test('an input is split into the address and the rest', () => {
  expect(place('POST /applications/units/:applicationId/steps', { applicationId: 'a/b', seenSeq: 1 })).toEqual({
    method: 'POST',
    path: '/applications/units/a%2Fb/steps',
    body: { seenSeq: 1 },
  });
  expect(place('GET /work/mine', { page: 2, status: undefined, itemId: '' })).toEqual({ method: 'GET', path: '/work/mine?page=2' });
});
