import { SERVICES, type ServiceName } from '@wangting/contracts/names';
import { createBroker } from './broker.ts';
import { config } from './config.ts';
import { serveHealth } from './health.ts';
import { logger } from './log.ts';
import { startTelemetry } from './telemetry.ts';

/**
 * `node services/kit/src/run.ts units persons`: one process with the named services. Which services share a process is the
 * deployment's choice; a service is found by its name, `services/<name>/src/<name>.service.ts`, default export.
 */
const names = process.argv.slice(2) as ServiceName[];
const unknown = names.filter((name) => !SERVICES.includes(name));
if (!names.length || unknown.length) {
  process.stderr.write(
    `Usage: run.ts <service>…   services: ${SERVICES.join(' ')}${unknown.length ? `\nUnknown: ${unknown.join(' ')}` : ''}\n`,
  );
  process.exit(2);
}
config();
const log = logger(names.join('+'));
const stopTelemetry = await startTelemetry(names.join('+'));
const broker = createBroker(names.join('+'));
let ready = false;
const health = await serveHealth(broker, () => ready);
for (const name of names) {
  const { default: schema } = (await import(new URL(`../../${name}/src/${name}.service.ts`, import.meta.url).href)) as { default: never };
  broker.createService(schema);
}

let stopping = false;
async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  ready = false;
  log.info({ signal }, 'stopping: no new work, what is under way is finished');
  const hard = setTimeout(() => process.exit(1), 20_000);
  hard.unref();
  await broker.stop();
  health?.close();
  await stopTelemetry();
  process.exit(0);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
process.on('unhandledRejection', (error) => {
  log.fatal({ err: error }, 'a promise nobody waited for failed; the process ends and is started again');
  process.exit(1);
});
await broker.start();
ready = true;
log.info('ready');
