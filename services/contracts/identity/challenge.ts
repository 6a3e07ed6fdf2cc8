import { z } from 'zod';
import { defineAction } from '../action.ts';

/**
 * Proof of work instead of a picture puzzle: after three failures a guess costs the guesser some seconds of arithmetic, and costs nobody
 * his eyesight. Find any `nonce` for which SHA-256 of the text `<challenge>:<nonce>` begins with `difficulty` zero bits. Good once.
 */
export const Proof = z.strictObject({ challenge: z.string().max(200), nonce: z.string().max(40) });
/** Also the data of the refusal PROOF_NEEDED: solve it and send the same again with `proof`. */
export const Challenge = z.strictObject({ challenge: z.string(), difficulty: z.int(), expiresAt: z.iso.datetime() });
export type Challenge = z.infer<typeof Challenge>;

/** Zero bits at the head of a digest. One function for page and service. */
export function leadingZeros(digest: Uint8Array): number {
  let bits = 0;
  for (const byte of digest) {
    if (byte) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

export const startChallenge = defineAction({
  name: 'identity.challenge.start',
  title: '登录安全验证：取题',
  access: { public: true },
  rest: 'POST /login/challenge',
  input: z.strictObject({}),
  output: Challenge,
  errors: ['TOO_MANY_REQUESTS'],
});
