import type { ServiceBroker } from 'moleculer';
import { SERVICES } from '@wangting/contracts/names';
import { config } from '@wangting/kit/config';

/**
 * Can somebody be served? Yes while the bus and identity are there: a domain that is away says so on its own pages and must not take the others
 * with it. The rest is listed for whoever looks.
 */
export async function readiness(broker: ServiceBroker): Promise<{ ready: boolean; away: string[]; objects: boolean }> {
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
