import { endpoint } from '@wangting/kit-core';
import type * as challenge from '@wangting/contracts/identity/challenge';
import type * as display from '@wangting/contracts/identity/display';
import type * as grants from '@wangting/contracts/identity/grants';
import type * as hats from '@wangting/contracts/identity/hats';
import type * as journal from '@wangting/contracts/identity/journal';
import type * as messages from '@wangting/contracts/identity/messages';
import type * as password from '@wangting/contracts/identity/password';
import type * as security from '@wangting/contracts/identity/security';

/** Addresses of the pages that come after the first screen. A test compares each with its contract. */
export const portal = {
  challenge: endpoint<typeof challenge.startChallenge>('POST /login/challenge'),
  forgotPassword: endpoint<typeof password.forgotPassword>('POST /password/forgot'),
  resetPassword: endpoint<typeof password.resetPassword>('POST /password/reset'),
  passwordState: endpoint<typeof password.passwordState>('GET /account/password'),
  changePassword: endpoint<typeof password.changePassword>('POST /account/password'),
  logins: endpoint<typeof security.logins>('GET /account/logins'),
  endOthers: endpoint<typeof security.endOthers>('POST /account/sessions/end-others'),
  idle: endpoint<typeof security.idle>('GET /session/idle'),
  stay: endpoint<typeof security.stay>('POST /session/stay'),
  phoneState: endpoint<typeof security.phoneState>('GET /account/phone'),
  phoneCode: endpoint<typeof security.phoneCode>('POST /account/phone/code'),
  changePhone: endpoint<typeof security.changePhone>('PUT /account/phone'),
  phoneNotices: endpoint<typeof security.phoneNotices>('PUT /account/phone/notices'),
  totpState: endpoint<typeof security.totpState>('GET /account/totp'),
  totpEnrol: endpoint<typeof security.totpEnrol>('POST /account/totp/enrol'),
  totpConfirm: endpoint<typeof security.totpConfirm>('POST /account/totp/confirm'),
  totpRemove: endpoint<typeof security.totpRemove>('POST /account/totp/remove'),
  hats: endpoint<typeof hats.hats>('GET /hats'),
  wearHat: endpoint<typeof hats.wearHat>('POST /hats/wear'),
  display: endpoint<typeof display.display>('GET /account/display'),
  keepDisplay: endpoint<typeof display.keepDisplay>('PUT /account/display'),
  grants: endpoint<typeof grants.grants>('GET /grants'),
  saveGrants: endpoint<typeof grants.saveGrants>('PUT /grants/:contactId'),
  messages: endpoint<typeof messages.messages>('GET /messages'),
  unread: endpoint<typeof messages.unread>('GET /messages/unread'),
  readMessages: endpoint<typeof messages.readMessages>('POST /messages/read'),
  readAll: endpoint<typeof messages.readAll>('POST /messages/read-all'),
  journal: endpoint<typeof journal.journal>('GET /journal'),
  progressCode: endpoint<typeof journal.progressCode>('POST /progress/code'),
  progress: endpoint<typeof journal.progress>('POST /progress'),
  recent: endpoint<typeof journal.recent>('GET /recent'),
  addRecent: endpoint<typeof journal.addRecent>('PUT /recent/:itemId'),
};
