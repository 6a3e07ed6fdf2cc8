import type { Challenge } from '@wangting/contracts/identity/challenge';
import { sha256 } from './sha256.ts';

export interface Proof {
  challenge: string;
  nonce: string;
}
/** A slice of work, after which the page may draw and be used. */
const SLICE_MS = 24;

/** Do the first so many bits of the digest stand at zero? */
function beginsWithZeros(digest: Uint8Array, bits: number): boolean {
  for (let i = 0; i * 8 < bits; i += 1) {
    const left = bits - i * 8;
    if ((digest[i] ?? 0) >>> (left >= 8 ? 0 : 8 - left) !== 0) return false;
  }
  return true;
}

/** Finds the nonce, in slices: the page stays usable, and there is nothing a person has to read off a picture. */
export async function solve({ challenge, difficulty }: Pick<Challenge, 'challenge' | 'difficulty'>): Promise<Proof> {
  for (let nonce = 0; ;) {
    for (const until = performance.now() + SLICE_MS; performance.now() < until; nonce += 1)
      if (beginsWithZeros(sha256(`${challenge}:${nonce}`), difficulty)) return { challenge, nonce: String(nonce) };
    await new Promise((resolve) => setTimeout(resolve));
  }
}
