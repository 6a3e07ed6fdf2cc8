import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brokerOptions } from '../../../services/kit/src/broker.ts';
import type { Bus } from '../../../services/kit/src/bus.ts';
import { forgetConfig } from '../../../services/kit/src/config.ts';
import { prepareNats, startNats } from '../../local/engines/nats.ts';
import { ALONE, usersConf } from '../users.ts';

/** The clients that the services use, from where the services find them. */
const fromKit = createRequire(new URL('../../../services/kit/src/bus.ts', import.meta.url));
const { connect } = fromKit('nats') as { connect: (options: Record<string, unknown>) => Promise<Bus['nats']> };
const { ServiceBroker } = fromKit('moleculer') as { ServiceBroker: new (options: ReturnType<typeof brokerOptions>) => Broker };

export interface Broker {
  createService(schema: unknown): unknown;
  start(): Promise<void>;
  stop(): Promise<void>;
  waitForServices(name: string, timeout: number): Promise<unknown>;
  call(name: string, params?: unknown, options?: { timeout: number }): Promise<unknown>;
}
export const NAMESPACE = 'bus-users';
export const secretOf = (login: string): string => `secret of ${login}`;

/** A bus of its own with the users of a hall; a NATS_URL of the machine is left aside. */
export async function busWithUsers(groups = ALONE) {
  delete process.env.NATS_URL;
  const dir = mkdtempSync(path.join(tmpdir(), 'wangting-nats-'));
  await prepareNats();
  const users = await usersConf(NAMESPACE, groups, secretOf);
  const { url, process: server } = await startNats(dir, { restart: false, logFile: path.join(dir, 'nats.log'), users });
  const open: Bus['nats'][] = [];

  /** The settings a process of this login would have. */
  function settings(login: string): void {
    Object.assign(process.env, {
      NAMESPACE,
      NATS_URL: url,
      NATS_USER: login,
      NATS_PASSWORD: secretOf(login),
      MONGO_URL: 'mongodb://nowhere',
      KEYS_DIR: dir,
      SEAL_KEY_FILE: dir,
      LOOKUP_KEY_FILE: dir,
      LOG_LEVEL: 'silent',
    });
    forgetConfig();
  }
  settings('units');
  async function login(options: Record<string, unknown>): Promise<Bus['nats']> {
    const nats = await connect({ servers: url, reconnect: false, ...options });
    open.push(nats);
    void (async () => {
      for await (const _status of nats.status()); // refusals are told here too; the tests look at the call that was refused
    })();
    return nats;
  }
  return {
    url,
    login,
    async as(user: string): Promise<Bus> {
      const nats = await login({ user, pass: secretOf(user), inboxPrefix: `_INBOX.${user}` });
      return { nats, js: nats.jetstream({ timeout: 2_000 }), manager: await nats.jetstreamManager({ timeout: 2_000, checkAPI: false }) };
    },
    broker(user: string): Broker {
      settings(user);
      return new ServiceBroker(brokerOptions(user));
    },
    async stop() {
      for (const nats of open) await nats.close();
      await server?.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('it did not come about within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
