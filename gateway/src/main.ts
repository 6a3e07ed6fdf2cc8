import type { Server } from 'node:http';
import { flushAudit } from '@wangting/kit/audit';
import { createBroker } from '@wangting/kit/broker';
import { config } from '@wangting/kit/config';
import { serveHealth } from '@wangting/kit/health';
import { logger } from '@wangting/kit/log';
import { startTelemetry } from '@wangting/kit/telemetry';
import { apiService } from './api.ts';
import { routedContracts } from './contracts.ts';
import { closeStreams, hintsService } from './events.ts';
import { flushJournal } from './journal.ts';
import { hallServer } from './server.ts';

const { HOST, PORT, PUBLIC_URL } = config();
const log = logger('gateway');
const stopTelemetry = await startTelemetry('gateway');
const contracts = await routedContracts();
const broker = createBroker('gateway');
let ready = false;
const health = await serveHealth(broker, () => ready);
broker.createService(apiService(contracts));
broker.createService(hintsService);
await broker.start();
const server: Server = hallServer(broker, contracts);
await new Promise<void>((resolve, reject) => {
  server.once('error', reject);
  server.listen(PORT, HOST, resolve);
});
ready = true;
log.info({ addresses: contracts.length, url: PUBLIC_URL }, 'the door is open');

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  ready = false;
  setTimeout(() => process.exit(1), 15_000).unref();
  closeStreams();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
    // Who is still reading after ten seconds reads no more.
    setTimeout(() => server.closeAllConnections(), 10_000).unref();
  });
  await flushJournal(broker);
  await flushAudit('gateway');
  await broker.stop();
  health?.close();
  await stopTelemetry();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.on('unhandledRejection', (error) => {
  log.fatal({ err: error }, 'a promise nobody waited for failed; the process ends and is started again');
  process.exit(1);
});
