import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose, { type Connection } from 'mongoose';
import type { ServiceSchema } from 'moleculer';
import type { BatchItem } from '@wangting/contracts/batch';
import { item as enrolments } from '@wangting/contracts/persons/person-enrolment-batch';
import { item as stops } from '@wangting/contracts/persons/person-stop-batch';
import { addMonthsToDay } from '@wangting/contracts/standards/day';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { today } from '@wangting/kit/clock';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { desk, forgetObjects, neighbours } from './batch-hall.ts';

const namespace = testEnvironment();
const ROWS = 10_000;
/** So many of them leave again. */
const LEAVE = 3_000;
const FROM = addMonthsToDay(today(), -1);
let hall: TestHall;
let db: Connection;
let persons: ChildProcess;
const schemas: ServiceSchema[] = [...neighbours()];

/** Up to 30,000 men of nobody. */
const idOf = (n: number): string =>
  residentIdOf('619999', `${1970 + (n % 30)}-0${(Math.floor(n / 30) % 2) + 1}-01`, 2 * Math.floor(n / 60) + 1);
const people = Array.from({ length: ROWS }, (_, n) => ({ idNumber: idOf(n), name: '王示例' }));

async function start(): Promise<void> {
  persons = spawn(process.execPath, [fileURLToPath(new URL('./alone.ts', import.meta.url))], {
    env: { ...process.env }, // jest's own copy
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(persons.stdout as NodeJS.ReadableStream, 'data');
}
async function kill(): Promise<void> {
  const died = once(persons, 'exit');
  persons.kill('SIGKILL');
  expect((await died)[1]).toBe('SIGKILL');
}
type Counts = { state: string; saved: number; failed: number; good: number };
const batchOf = (batchId: string) => db.collection<Counts & { _id: string }>('batches').findOne({ _id: batchId });
const reached = (batchId: string, enough: (batch: Counts) => boolean, ms = 120_000) =>
  until(async () => {
    const batch = await batchOf(batchId);
    return batch && enough(batch) && batch;
  }, ms);
/** The bus takes a while to know who is gone; every press may be sent again. */
async function pressed<T>(press: () => Promise<T>): Promise<T> {
  return until(() => press().catch(() => undefined), 60_000);
}
/** Checks a file, presses 保存, and has the process killed when a part of the rows is saved, or half way through a row. */
async function killedAt(item: BatchItem, rows: readonly Record<string, string>[], part: number): Promise<string> {
  const at = desk(hall, item);
  const as = at.clerkOf(1);
  const [file, requestKey] = [at.csv(rows), randomUUID()];
  const { batchId } = await pressed(() => at.check(file, as, undefined, {}, requestKey));
  expect(await reached(batchId, ({ state }) => state !== 'checking')).toMatchObject({ state: 'checked', good: rows.length });
  await pressed(() => at.save(batchId, as));
  await reached(batchId, ({ saved }) => saved >= part);
  await kill();
  const { state, saved } = (await batchOf(batchId)) as Counts;
  expect([state, saved < rows.length]).toEqual(['saving', true]);
  return batchId;
}

beforeAll(async () => {
  db = await mongoose.createConnection(process.env.TEST_MONGO_URL ?? '').asPromise();
  db = db.useDb(`${namespace}_persons`.replaceAll('-', '_'));
  hall = await testHall(schemas);
  await start();
  await hall.caller.waitForServices('persons', 20_000);
}, 60_000);
afterAll(async () => {
  persons.kill('SIGKILL');
  await db.close();
  await forgetObjects(namespace);
  await hall.stop();
}, 30_000);

test('persons killed in the middle of ten thousand rows: the next process goes on, and every row is saved exactly once', async () => {
  const enrolled = await killedAt(
    enrolments,
    people.map((one) => ({
      ...one,
      idType: '居民身份证',
      ethnicGroup: '汉族',
      householdKind: '统一居民户口',
      mobile: '19900001234',
      workStartOn: '2018-07-01',
      identity: '职工（劳动合同制）',
      from: FROM,
      declaredBase: '7000',
    })),
    2_000,
  );
  // What the kill left stands between none and all, and is no more than a start.
  expect(await db.collection('persons').countDocuments()).toBeLessThan(ROWS);
  await start();
  expect(await reached(enrolled, ({ state }) => state === 'saved')).toMatchObject({ saved: ROWS, failed: 0 });
  const [found, rows, guards] = await Promise.all([
    db.collection('persons').find().project<{ ranges: { enrolmentId: string }[] }>({ ranges: 1 }).toArray(),
    db.collection('enrolments').find().project<{ _id: string; rev: number }>({ rev: 1 }).toArray(),
    db.collection<{ _id: string; kind: string }>('guards').find().toArray(),
  ]);
  expect([found.length, rows.length, guards.length]).toEqual([ROWS, 2 * ROWS, ROWS]);
  // Each stretch has its row and each row its stretch, made once.
  const stretches = found.flatMap(({ ranges }) => ranges.map(({ enrolmentId }) => enrolmentId));
  expect(stretches.length).toBe(2 * ROWS);
  expect(new Set(stretches)).toEqual(new Set(rows.map(({ _id }) => String(_id))));
  expect(new Set(rows.map(({ rev }) => rev))).toEqual(new Set([1]));
  expect(new Set(guards.map(({ kind }) => kind))).toEqual(new Set(['lasting']));

  const stopped = await killedAt(
    stops,
    people.slice(0, LEAVE).map((one) => ({ ...one, to: today(), reason: '调动、转往其他单位' })),
    1_000,
  );
  const { default: service } = await import('../src/persons.service.ts');
  hall.server.createService(service);
  schemas.push(service); // its database goes with the hall
  expect(await reached(stopped, ({ state }) => state === 'saved')).toMatchObject({ saved: LEAVE, failed: 0 });
  const [after, rowsAfter, held] = await Promise.all([
    db.collection('persons').find({ rev: 2 }).project<{ ranges: { to: string }[] }>({ ranges: 1 }).toArray(),
    db.collection('enrolments').find({ rev: 2 }).project<{ state: string }>({ state: 1 }).toArray(),
    db.collection('guards').countDocuments(),
  ]);
  expect(after.flatMap(({ ranges }) => ranges.map(({ to }) => to))).toEqual(Array.from({ length: 2 * LEAVE }, () => today()));
  expect(rowsAfter.map(({ state }) => state)).toEqual(Array.from({ length: 2 * LEAVE }, () => '2'));
  expect([after.length, held]).toEqual([LEAVE, ROWS - LEAVE]);
  expect(await db.collection('persons').countDocuments({ rev: { $gt: 2 } })).toBe(0);
  expect(await db.collection('enrolments').countDocuments({ rev: { $gt: 2 } })).toBe(0);
  // One case each, however often it was begun.
  expect(await db.collection('steps').countDocuments()).toBe(2);
}, 400_000);
