import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startChild, type Child } from '../child.ts';
import { freePort, untilReady } from '../ready.ts';
import { supervise, type Supervised } from '../supervise.ts';
import { ENGINE_SOURCE, engineJar, javaBuild } from './java-build.ts';
import { onPath } from './run-tool.ts';

const READY_WITHIN_MS = 120_000; // a large folder rebuilds its indexes when it opens

export interface Mongo {
  url: string;
  process?: Supervised;
}

interface Options {
  restart: boolean;
  logFile: string;
}

export async function prepareMongo(): Promise<void> {
  if (!process.env.MONGO_URL && !onPath('mongod')) await javaBuild();
}

export async function startMongo(dir: string, options: Options): Promise<Mongo> {
  if (process.env.MONGO_URL) return { url: process.env.MONGO_URL };
  const mongod = onPath('mongod');
  // The two engines' files differ, so each has its own folder: a mongod installed later does not meet the other's data.
  return mongod ? startMongod(mongod, path.join(dir, 'mongod'), options) : startEmbedded(path.join(dir, 'embedded'), options);
}

async function startEmbedded(dir: string, options: Options): Promise<Mongo> {
  mkdirSync(dir, { recursive: true });
  const flags = readFileSync(path.join(ENGINE_SOURCE, 'jvm.flags'), 'utf8').split(/\s+/).filter(Boolean);
  const portFile = path.join(dir, 'port');
  let port = 0;

  const launch = async (): Promise<Child> => {
    rmSync(portFile, { force: true });
    const args = [...flags, '-jar', engineJar(), '--dir', dir, '--port', String(port), '--port-file', portFile];
    const child = startChild('wangting-engine', javaProgram(), args, { logFile: options.logFile });
    port = await untilReady(child, READY_WITHIN_MS, async () => Number(readFileSync(portFile, 'utf8')) || undefined);
    return child;
  };
  const engine = await supervise('wangting-engine', launch, options.restart);
  return { url: `mongodb://127.0.0.1:${port}`, process: engine };
}

const javaProgram = (): string => (process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin/java') : 'java');

/** A replica set of one: majority write concern and sessions then mean what they mean in production. */
async function startMongod(program: string, dir: string, options: Options): Promise<Mongo> {
  mkdirSync(dir, { recursive: true });
  const port = await freePort();
  const url = `mongodb://127.0.0.1:${port}`;

  const launch = async (): Promise<Child> => {
    const args = ['--dbpath', dir, '--bind_ip', '127.0.0.1', '--port', String(port), '--replSet', 'hall'];
    const child = startChild('mongod', program, args, { logFile: options.logFile });
    await untilReady(child, READY_WITHIN_MS, async () => ((await isPrimary(url, `127.0.0.1:${port}`)) ? true : undefined));
    return child;
  };
  const mongod = await supervise('mongod', launch, options.restart);
  return { url, process: mongod };
}

async function isPrimary(url: string, host: string): Promise<boolean> {
  const { default: mongoose } = await import('mongoose');
  const connection = await mongoose.createConnection(`${url}/admin?directConnection=true`, { serverSelectionTimeoutMS: 2_000 }).asPromise();
  try {
    const admin = connection.getClient().db('admin');
    const members = [{ _id: 0, host }];
    const hello = await admin.command({ hello: 1 });
    if (hello.setName === undefined) await admin.command({ replSetInitiate: { _id: 'hall', members } });
    // The port changes from start to start, so the one member is told its present address.
    else if (hello.me !== host) await admin.command({ replSetReconfig: { _id: 'hall', version: Date.now(), members }, force: true });
    return (await admin.command({ hello: 1 })).isWritablePrimary === true;
  } finally {
    await connection.close();
  }
}
