import { createServer, type Server } from 'node:http';
import type { ServiceBroker } from 'moleculer';
import { config } from './config.ts';
import { listenerStates } from './service.ts';

/** /livez: the process turns. /readyz: all its services have started (databases open, indexes made). For compose, k8s and `npm start`. */
export async function serveHealth(broker: ServiceBroker, isReady: () => boolean): Promise<Server | undefined> {
  const { HEALTH_PORT, HEALTH_HOST } = config();
  if (HEALTH_PORT === undefined) return undefined;
  const server = createServer((request, response) => {
    const ready = isReady();
    const ok = request.url === '/livez' || (request.url === '/readyz' && ready);
    response.writeHead(ok ? 200 : request.url === '/readyz' ? 503 : 404, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        ready,
        services: broker.services.map((service) => service.name).filter((name) => name !== '$node'),
        facts: listenerStates(),
      }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(HEALTH_PORT, HEALTH_HOST, resolve);
  });
  server.unref();
  return server;
}
