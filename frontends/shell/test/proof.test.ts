import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { leadingZeros } from '@wangting/contracts/identity/challenge';
import { solve } from '../src/proof-of-work.ts';
import { sha256 } from '../src/sha256.ts';

const theirs = (text: string) => createHash('sha256').update(text).digest();

test('our SHA-256 is the one of everybody, at each length around the edge of a block', () => {
  for (let length = 0; length < 200; length += 1) {
    const text = '网'.repeat(length % 7) + 'a'.repeat(length);
    expect(Buffer.from(sha256(text)).equals(theirs(text))).toBe(true);
  }
});

test.each([1, 7, 8, 9, 12, 16])('what is found for %i bits satisfies the service', async (difficulty) => {
  const { challenge, nonce } = await solve({ challenge: `test-${difficulty}`, difficulty });
  expect(challenge).toBe(`test-${difficulty}`);
  expect(leadingZeros(theirs(`${challenge}:${nonce}`))).toBeGreaterThanOrEqual(difficulty);
});
