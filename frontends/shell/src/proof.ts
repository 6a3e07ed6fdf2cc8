import { callAction, isRefusal, type HallError } from '@wangting/kit-core';
import type { Challenge } from '@wangting/contracts/identity/challenge';
import { portal } from './portal-api.ts';
import { solve, type Proof } from './proof-of-work.ts';

/** The proof that a refusal PROOF_NEEDED asks for. */
export async function proofFor({ data }: HallError): Promise<Proof> {
  const given = typeof data.challenge === 'string' && typeof data.difficulty === 'number';
  return solve(given ? (data as unknown as Challenge) : await callAction(portal.challenge, {}));
}

/** Sends; when a proof of work is asked for first, works it out and sends the same again. */
export async function withProof<T>(send: (proof?: Proof) => Promise<T>, onWorking: () => void): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!isRefusal(error, 'PROOF_NEEDED')) throw error;
    onWorking();
    return send(await proofFor(error));
  }
}
