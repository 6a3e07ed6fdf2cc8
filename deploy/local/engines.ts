import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { prepareMongo, startMongo } from './engines/mongo.ts';
import { prepareNats, startNats } from './engines/nats.ts';
import { prepareObjects, startObjects, type S3 } from './engines/objects.ts';
import type { Supervised } from './supervise.ts';

/** The three things the hall stands on: a bus, a database, a store for files. Each is the one given by address, else one we start. */
export interface Engines {
  natsUrl: string;
  mongoUrl: string;
  s3: S3;
  /** Those we started ourselves. */
  processes: readonly Supervised[];
  stop(): Promise<void>;
}

interface Options {
  /** Their data lives in `nats`, `mongo` and `objects` here. */
  dir: string;
  /** Forget what the folder held. */
  fresh?: boolean;
  /** Start again what falls over: wanted in a hall that people use, not in tests, which should see the fall. */
  restart?: boolean;
  /** Who may log in to the bus, when we start it (deploy/nats/users.ts). */
  busUsers?: string;
}

/** Builds what is missing; quick when nothing is. */
export async function prepareEngines(): Promise<void> {
  await Promise.all([prepareNats(), prepareMongo(), prepareObjects()]);
}

export async function startEngines({ dir, fresh = false, restart = false, busUsers }: Options): Promise<Engines> {
  const at = (name: string) => path.join(dir, name);
  if (fresh) for (const name of ['nats', 'mongo', 'objects']) rmSync(at(name), { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const options = (name: string) => ({ restart, logFile: at(`logs/${name}.log`) });

  const starting = await Promise.allSettled([
    startNats(at('nats'), { ...options('nats'), ...(busUsers && { users: busUsers }) }),
    startMongo(at('mongo'), options('mongo')),
    startObjects(at('objects'), options('objects')),
  ]);
  const processes = starting.flatMap((one) => (one.status === 'fulfilled' && one.value.process ? [one.value.process] : []));
  const stop = async () => void (await Promise.all(processes.map((one) => one.stop())));

  const [nats, mongo, objects] = starting;
  if (nats.status === 'fulfilled' && mongo.status === 'fulfilled' && objects.status === 'fulfilled') {
    return { natsUrl: nats.value.url, mongoUrl: mongo.value.url, s3: objects.value.s3, processes, stop };
  }
  await stop(); // all or none
  throw starting.find((one) => one.status === 'rejected')?.reason;
}
