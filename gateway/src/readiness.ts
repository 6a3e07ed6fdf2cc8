import type { ServiceBroker } from 'moleculer';
import { SERVICES } from '@wangting/contracts/names';
import { realNow } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';

export interface Readiness {
  ready: boolean;
  away: string[];
  objects: boolean;
}
const HELD_MS = 1_000;

/** Answers whether somebody can be served, held a second: anybody may ask, and each answer asks the object store. */
export function readinessOf(broker: ServiceBroker): () => Promise<Readiness> {
  let held: { answer: Promise<Readiness>; until: number } | undefined;
  return () => {
    if (!held || held.until <= realNow()) held = { answer: readiness(broker), until: realNow() + HELD_MS };
    return held.answer;
  };
}

/**
 * Can somebody be served? Yes while the bus and identity are there: a domain that is away says so on its own pages and must not take the others
 * with it. The rest is listed for whoever looks.
 */
async function readiness(broker: ServiceBroker): Promise<Readiness> {
  const list = broker.registry.getServiceList({ onlyAvailable: true, skipInternal: true }) as { name: string }[];
  const away = SERVICES.filter((service) => !list.some(({ name }) => name === service));
  return { ready: !away.includes('identity'), away, objects: await storeAnswers() };
}
async function storeAnswers(): Promise<boolean> {
  const { S3_ENDPOINT } = config();
  if (!S3_ENDPOINT) return false;
  return fetch(S3_ENDPOINT, { method: 'HEAD', signal: AbortSignal.timeout(1_500) }).then(
    () => true,
    () => false,
  );
}
