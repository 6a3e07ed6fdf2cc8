import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareEngines, startEngines, type Engines } from './engines.ts';
import { prepareNats, startNats } from './engines/nats.ts';
import { busUsers, seedHall, startHall, type Hall } from './hall.ts';

export interface TestHall extends Hall {
  engines: Engines;
  namespace: string;
  /** Where its logs are, and its bus when it has one of its own (`nats`). */
  dataDir: string;
}

/** A story clicks as fast as the machine can, on a quick one faster than a person may ask: the limits have tests of their own at the door. */
const HURRIED = { RATE_PER_MINUTE: process.env.RATE_PER_MINUTE ?? '6000' };

/**
 * A whole hall for a test: its own processes, its own namespace, seeded, on free ports; `stop()` leaves nothing.
 * The engines are those of TEST_* (`npm test` and engines-dev.ts set them), else its own. `logins` gives it a bus of its own that asks who is there.
 */
export async function hallForTests(
  options: { seed?: boolean; seedArgs?: readonly string[]; groups?: readonly (readonly string[])[]; logins?: boolean } = {},
): Promise<TestHall> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'wangting-hall-'));
  const namespace = `t${randomBytes(4).toString('hex')}`;
  const keysDir = process.env.TEST_KEYS_DIR ?? path.join(dataDir, 'secrets');
  const given = givenEngines() ?? (await ownEngines(path.join(dataDir, 'engines')));
  const { groups, logins = false } = options;
  const engines = logins ? await withLogins(given, path.join(dataDir, 'nats'), await busUsers(keysDir, namespace, groups)) : given;
  const forget = async () => {
    await engines.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  };

  try {
    const hall = await startHall({
      dataDir,
      engines,
      namespace,
      port: 0,
      mode: logins ? 'demo' : 'test', // a bus with users lets nobody move the clock
      keysDir,
      logins,
      settings: HURRIED,
      ...(groups && { groups }),
    });
    const stop = async () => {
      await hall.stop();
      await forget();
    };
    if (options.seed !== false) {
      const seeded = await seedHall(hall, dataDir, options.seedArgs);
      if (seeded.code !== 0) {
        await stop();
        throw new Error(`the seed failed:\n${seeded.tail}`);
      }
    }
    return { ...hall, engines, namespace, dataDir, stop };
  } catch (error) {
    await forget();
    throw error;
  }
}

function givenEngines(): Engines | undefined {
  const { TEST_NATS_URL: natsUrl, TEST_MONGO_URL: mongoUrl, TEST_S3_ENDPOINT: endpoint } = process.env;
  if (!natsUrl || !mongoUrl || !endpoint) return undefined;
  const { TEST_S3_ACCESS_KEY: accessKey = '', TEST_S3_SECRET_KEY: secretKey = '', TEST_S3_REGION: region = 'us-east-1' } = process.env;
  return { natsUrl, mongoUrl, s3: { endpoint, accessKey, secretKey, region }, processes: [], stop: async () => {} };
}

async function withLogins(given: Engines, dir: string, users: string): Promise<Engines> {
  await prepareNats();
  const { url, process: nats } = await startNats(dir, { restart: false, logFile: path.join(dir, 'nats.log'), users });
  const stop = async () => {
    await nats?.stop();
    await given.stop();
  };
  return { ...given, natsUrl: url, processes: nats ? [...given.processes, nats] : given.processes, stop };
}

async function ownEngines(dir: string): Promise<Engines> {
  await prepareEngines();
  return startEngines({ dir });
}
