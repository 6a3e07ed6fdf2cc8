import { createHash, randomBytes } from 'node:crypto';
import { leadingZeros, type Challenge, type Proof } from '@wangting/contracts/identity/challenge';
import type { z } from 'zod';
import { isoOf, realNow } from '@wangting/kit/clock';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { lookup } from '@wangting/kit/sealed';
import { UsedProofModel } from './models/security.ts';

const SECONDS = 300;
/** About 65,000 digests, half a second of a page; each failure more doubles it. */
const EASIEST = 16;
const HARDEST = 20;
const signed = (body: string): string => `${body}.${lookup('account', `proof:${body}`)}`;

/** A task nobody has to store: it carries its own end and difficulty, signed. */
export function newChallenge(failures: number): Challenge {
  const until = realNow() + SECONDS * 1000;
  const difficulty = Math.min(HARDEST, EASIEST + Math.max(0, failures));
  return { challenge: signed(`${randomBytes(16).toString('hex')}-${until}-${difficulty}`), difficulty, expiresAt: isoOf(until) };
}
/** Insists on a solved task, ours, in time, not used before. Otherwise PROOF_NEEDED with a new one in its data. */
export async function insistOnProof(proof: z.infer<typeof Proof> | undefined, failures: number): Promise<void> {
  if (!proof || !(await takes(proof))) throw new HallError('PROOF_NEEDED', { ...newChallenge(failures) });
}
async function takes({ challenge, nonce }: z.infer<typeof Proof>): Promise<boolean> {
  const [body = ''] = challenge.split('.');
  const [, until = '0', difficulty = '256'] = body.split('-');
  if (challenge !== signed(body) || Number(until) <= realNow()) return false;
  if (leadingZeros(createHash('sha256').update(`${challenge}:${nonce}`).digest()) < Number(difficulty)) return false;
  try {
    await UsedProofModel.create({ _id: body, until: Number(until) });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
