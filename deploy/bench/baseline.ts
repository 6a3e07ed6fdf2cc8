import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { connect } from 'nats';

/** What this machine does with nothing of ours on it, now: figures of different machines and hours are comparable by their ratio to these. */
export interface Baseline {
  /** A hundred million additions in one thread, in milliseconds. */
  loopMs: number;
  /** Documents a second, a thousand at once, majority write concern. */
  insertsPerSecond: number;
  /** A question and its answer over the bus, in microseconds. */
  roundTripUs: number;
  /** Four kilobytes on the disk for certain, in milliseconds. */
  fsyncMs: number;
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
async function several(times: number, work: () => unknown): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < times; n += 1) taken.push(await timed(work));
  return median(taken);
}

function loop(): number {
  let sum = 0;
  for (let n = 0; n < 100_000_000; n += 1) sum = (sum + n) | 0;
  return sum;
}
async function inserts(mongoUrl: string, times: number): Promise<number> {
  const connection = await mongoose.createConnection(mongoUrl, { dbName: `bench_${randomBytes(4).toString('hex')}` }).asPromise();
  try {
    const documents = connection.collection('documents');
    const thousand = () => Array.from({ length: 1_000 }, (_, n) => ({ n, text: 'x'.repeat(100) }));
    await documents.insertMany(thousand());
    return 1_000_000 / (await several(times, () => documents.insertMany(thousand(), { writeConcern: { w: 'majority' } })));
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
}
async function roundTrip(natsUrl: string, times: number): Promise<number> {
  const subject = `bench.${randomBytes(4).toString('hex')}`;
  const [here, there] = await Promise.all([connect({ servers: natsUrl }), connect({ servers: natsUrl })]);
  try {
    there.subscribe(subject, { callback: (_error, message) => void message.respond() });
    await there.flush();
    await several(times, () => here.request(subject));
    return (await several(times, () => here.request(subject))) * 1_000;
  } finally {
    await Promise.all([here.close(), there.close()]);
  }
}
async function fsync(times: number): Promise<number> {
  const file = path.join(tmpdir(), `bench-${randomBytes(4).toString('hex')}`);
  const handle = openSync(file, 'w');
  try {
    return await several(times, () => {
      writeSync(handle, Buffer.alloc(4_096));
      fsyncSync(handle);
    });
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}

/** Asks the machine. About two seconds. */
export async function baselineOf(engines: { natsUrl: string; mongoUrl: string }, quick: boolean): Promise<Baseline> {
  return {
    loopMs: await several(quick ? 1 : 5, loop),
    insertsPerSecond: await inserts(engines.mongoUrl, quick ? 2 : 9),
    roundTripUs: await roundTrip(engines.natsUrl, quick ? 50 : 500),
    fsyncMs: await fsync(quick ? 5 : 50),
  };
}
