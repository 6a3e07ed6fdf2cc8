import { endpoint } from '@wangting/kit-core';
import type * as board from '@wangting/contracts/identity/board';
import type * as exchange from '@wangting/contracts/identity/exchange';
import type * as journal from '@wangting/contracts/identity/journal';
import type * as roles from '@wangting/contracts/identity/roles';

/** Addresses of operations. A test compares each with its contract. */
export const ops = {
  board: endpoint<typeof board.board>('GET /board'),
  saveAnnouncement: endpoint<typeof board.saveAnnouncement>('PUT /board/announcements/:id'),
  saveBanner: endpoint<typeof board.saveBanner>('PUT /board/banner'),
  saveWindow: endpoint<typeof board.saveWindow>('PUT /board/windows/:itemId'),
  saveGuide: endpoint<typeof board.saveGuide>('PUT /guides/:itemId'),
  confirmBoard: endpoint<typeof board.confirmBoard>('POST /board/confirm'),
  versions: endpoint<typeof board.versions>('GET /board/versions'),
  ratingSummary: endpoint<typeof journal.ratingSummary>('GET /ratings'),
  departments: endpoint<typeof exchange.departments>('GET /departments'),
  saveDepartment: endpoint<typeof exchange.saveDepartment>('PUT /departments/:code'),
  matrix: endpoint<typeof roles.matrix>('GET /roles'),
};
