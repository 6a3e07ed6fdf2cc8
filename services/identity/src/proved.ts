import type { ServiceBroker } from 'moleculer';
import { dependant } from '@wangting/contracts/benefits/questions';
import type { Proved } from '@wangting/contracts/identity/hats';
import { worker } from '@wangting/contracts/injury/questions';
import { ask } from '@wangting/kit/call';
import { nameOf } from '@wangting/kit/errors';

/** Undefined = the owner could not be asked; every other failure travels up. */
const unlessAway = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (nameOf(error) === 'SERVICE_AWAY') return undefined;
    throw error;
  });

/**
 * Is this person an injured worker (injury says) or a dependant (benefits says)? What the page claims counts for nothing.
 * `known` is kept for a part that cannot be asked now.
 */
export async function prove(
  broker: Pick<ServiceBroker, 'call'>,
  idHash: string,
  known: Proved = { injured: false, dependant: false },
): Promise<{ proved: Proved; complete: boolean }> {
  const idHashes = [idHash];
  const [injury, benefits] = await Promise.all([
    unlessAway(ask(broker as ServiceBroker, 'identity', worker, { idHashes }, { timeout: 2_000 })),
    unlessAway(ask(broker as ServiceBroker, 'identity', dependant, { idHashes }, { timeout: 2_000 })),
  ]);
  const proved = {
    injured: injury ? injury.answers.some((one) => one.idHash === idHash && one.injured) : known.injured,
    dependant: benefits ? benefits.answers.some((one) => one.idHash === idHash && one.dependant) : known.dependant,
  };
  return { proved, complete: Boolean(injury && benefits) };
}
