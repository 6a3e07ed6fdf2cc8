import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applicationFact } from '../../../services/contracts/fact.ts';
import { brokerOptions } from '../../../services/kit/src/broker.ts';
import { type Bus, deadSubject, declareStreams, streamOf, subjectOf } from '../../../services/kit/src/bus.ts';
import { forgetConfig } from '../../../services/kit/src/config.ts';
import { listen, replayDead } from '../../../services/kit/src/consume.ts';
import { logger } from '../../../services/kit/src/log.ts';
import { goBinary } from '../../local/engines/go-build.ts';
import { onPath } from '../../local/engines/run-tool.ts';
import { type BusUser, usersConf } from '../users.ts';

/** The clients that the services use, from where the services find them. */
const fromKit = createRequire(new URL('../../../services/kit/src/bus.ts', import.meta.url));
const { connect } = fromKit('nats') as { connect: (options: Record<string, unknown>) => Promise<NatsConnection> };
const { ServiceBroker } = fromKit('moleculer') as { ServiceBroker: new (options: ReturnType<typeof brokerOptions>) => Broker };
type NatsConnection = Bus['nats'];
interface Broker {
  createService(schema: unknown): unknown;
  start(): Promise<void>;
  stop(): Promise<void>;
  waitForServices(name: string, timeout: number): Promise<unknown>;
  call(name: string): Promise<unknown>;
}

const NAMESPACE = 'bus-users';
const PROGRAM = onPath('nats-server') ?? goBinary('nats-server');
const fact = applicationFact('units');
const example = (id: string) =>
  JSON.stringify({ id, entity: 'application', entityId: 'a', entityRev: 1, kind: 'step', at: '2024-04-01T00:00:00.000Z', data: {} });

let dir: string;
let server: ChildProcess;
let port: number;
const open: NatsConnection[] = [];

/** With a NATS_URL given and nothing built there is no server to try this on. */
const withServer = existsSync(PROGRAM) ? describe : describe.skip;

async function as(user: BusUser): Promise<Bus> {
  const nats = await connect({ servers: `127.0.0.1:${port}`, user, pass: `secret of ${user}` });
  open.push(nats);
  void (async () => {
    for await (const _status of nats.status()); // refusals are told here too; the tests look at the call that was refused
  })();
  return { nats, js: nats.jetstream({ timeout: 2_000 }), manager: await nats.jetstreamManager({ timeout: 2_000, checkAPI: false }) };
}
const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow(/permission/i);

beforeAll(async () => {
  if (!existsSync(PROGRAM)) return;
  dir = mkdtempSync(path.join(tmpdir(), 'wangting-nats-'));
  mkdirSync(path.join(dir, 'secrets'));
  writeFileSync(
    path.join(dir, 'secrets/users.conf'),
    usersConf(NAMESPACE, (user) => `secret of ${user}`),
  );
  writeFileSync(
    path.join(dir, 'nats.conf'),
    `listen: "127.0.0.1:-1"\njetstream: { store_dir: ${JSON.stringify(path.join(dir, 'data'))} }\ninclude ./secrets/users.conf\n`,
  );
  server = spawn(PROGRAM, ['-c', path.join(dir, 'nats.conf'), '--ports_file_dir', dir], { stdio: 'ignore' });
  const deadline = performance.now() + 10_000;
  for (;;) {
    const file = readdirSync(dir).find((name) => name.endsWith('.ports'));
    const found = file && /:(\d+)"/.exec(readFileSync(path.join(dir, file), 'utf8'))?.[1];
    if (found) {
      port = Number(found);
      break;
    }
    if (performance.now() > deadline) throw new Error('nats-server did not come up');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  Object.assign(process.env, {
    NAMESPACE,
    MONGO_URL: 'mongodb://nowhere',
    KEYS_DIR: dir,
    SEAL_KEY_FILE: dir,
    LOOKUP_KEY_FILE: dir,
    LOG_LEVEL: 'silent',
  });
  process.env.NATS_URL = `nats://127.0.0.1:${port}`;
  forgetConfig();
  await declareStreams(await as('units'), 'units');
});
afterAll(async () => {
  for (const nats of open) await nats.close();
  if (!server) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
  rmSync(dir, { recursive: true, force: true });
});

withServer('who may do what on the bus', () => {
  test('nobody with a wrong password; without one the hall as a whole, which may not remove anything', async () => {
    await expect(connect({ servers: `127.0.0.1:${port}`, user: 'units', pass: 'secret of persons' })).rejects.toThrow(/authorization/i);
    const nats = await connect({ servers: `127.0.0.1:${port}` });
    open.push(nats);
    expect((await nats.jetstream().publish(subjectOf(fact), example('0'))).stream).toBe(streamOf('units'));
    await refused((await nats.jetstreamManager({ checkAPI: false })).streams.purge(streamOf('units')));
  });

  test('a fact is told by its owner and by nobody else', async () => {
    const { js } = await as('units');
    expect((await js.publish(subjectOf(fact), example('1'))).stream).toBe(streamOf('units'));
    await refused((await as('persons')).js.publish(subjectOf(fact), example('2')));
    await refused((await as('gateway')).js.publish(subjectOf(fact), example('3')));
  });

  test('a stream is neither emptied nor removed by a service, and another namespace is closed', async () => {
    const { manager, js } = await as('units');
    await refused(manager.streams.purge(streamOf('units')));
    await refused(manager.streams.delete(streamOf('units')));
    await refused(manager.streams.add({ name: 'other-units', subjects: ['other.hall.units.>'] }));
    await refused(js.publish('other.hall.units.application', example('4')));
  });

  test('any service hears any fact, puts a letter aside, and operations replays it', async () => {
    const desk = await as('desk');
    const heard: string[] = [];
    const listener = {
      service: 'desk' as const,
      fact,
      handle: async (facts: { id: string }[]) => void heard.push(...facts.map(({ id }) => id)),
    };
    const { stop, state } = await listen(desk, listener, logger('test', 'silent'));
    await (await as('units')).js.publish(subjectOf(fact), 'not json');
    await until(() => heard.includes('1') && state.dead === 1);

    const operations = await as('operations');
    expect(
      (await operations.manager.streams.getMessage(`${NAMESPACE}-dead`, { last_by_subj: deadSubject(subjectOf(fact)) })).data.length,
    ).toBe(8);
    await stop(); // the letter cannot be understood now either: a listener would put it aside again
    await expect(replayDead(operations, fact)).resolves.toBe(1);
    expect((await operations.manager.streams.info(`${NAMESPACE}-dead`)).state.messages).toBe(0);
    expect((await operations.manager.streams.info(streamOf('units'))).state.messages).toBe(4);
  });

  test('services and gateway call each other', async () => {
    const [units, gateway] = (['units', 'gateway'] as const).map(
      (user) =>
        new ServiceBroker({
          ...brokerOptions(user),
          transporter: { type: 'NATS', options: { servers: `127.0.0.1:${port}`, user, pass: `secret of ${user}` } },
        }),
    ) as [Broker, Broker];
    units.createService({ name: 'units', actions: { hello: () => 'hello' } });
    await Promise.all([units.start(), gateway.start()]);
    await gateway.waitForServices('units', 5_000);
    expect(await gateway.call('units.hello')).toBe('hello');
    await Promise.all([units.stop(), gateway.stop()]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('it did not come about within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
