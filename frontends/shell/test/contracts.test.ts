import { expect, jest, test } from '@jest/globals';
import * as board from '@wangting/contracts/identity/board';
import * as challenge from '@wangting/contracts/identity/challenge';
import * as display from '@wangting/contracts/identity/display';
import * as grants from '@wangting/contracts/identity/grants';
import * as hats from '@wangting/contracts/identity/hats';
import * as journal from '@wangting/contracts/identity/journal';
import * as messages from '@wangting/contracts/identity/messages';
import * as password from '@wangting/contracts/identity/password';
import * as security from '@wangting/contracts/identity/security';
import { KINDS_OF_MESSAGE, NO_PASSWORD, PASSWORD_WEAK, RESULTS, SMS, WAYS } from '../src/words.ts';

// The kit brings stylesheets, which Node does not read; of it only the makers of addresses are needed.
jest.unstable_mockModule('@wangting/kit-core', () => import('@wangting/kit-core/api.ts'));
const { portal } = await import('../src/portal-api.ts');

// Contracts come to the shell as types only; here address and words are compared with them.
test('every address is the contract’s', () => {
  const all: Record<string, unknown> = {
    ...board,
    ...challenge,
    ...display,
    ...grants,
    ...hats,
    ...journal,
    ...messages,
    ...password,
    ...security,
  };
  const named: Record<string, string> = { challenge: 'startChallenge' };
  for (const [name, { rest }] of Object.entries(portal)) {
    const contract = all[named[name] ?? name] as { rest?: string } | undefined;
    expect([name, rest]).toEqual([name, contract?.rest]);
  }
});

test('words said twice are the same words', () => {
  expect(KINDS_OF_MESSAGE).toEqual(messages.MESSAGE_KINDS);
  expect(SMS).toEqual(messages.SMS_STATES);
  expect(WAYS).toEqual(security.LOGIN_WAYS);
  expect(RESULTS).toEqual(security.LOGIN_RESULTS);
  expect(PASSWORD_WEAK).toBe(password.PASSWORD_MESSAGES.weak);
  expect(NO_PASSWORD).toBe(password.PASSWORD_MESSAGES.none);
});
