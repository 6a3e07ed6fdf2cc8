import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Schema } from 'mongoose';
import type { Fact } from '@wangting/contracts/fact';
import { deadStream, declareStreams, subjectOf } from '../src/bus.ts';
import { listen, replayDead, type Listener } from '../src/consume.ts';
import { HallError } from '../src/errors.ts';
import { logger } from '../src/log.ts';
import { relayOnce, type OutboxSource } from '../src/outbox.ts';
import { openStore, strictly } from '../src/store.ts';
import { testEnvironment, testHall, until, type TestHall } from '../src/testing.ts';

testEnvironment();
const log = logger('test', 'silent');
interface Row {
  _id: string;
  rev: number;
  at: string;
  pending?: boolean;
}
const store = openStore('units');
const RowModel = store.model<Row>('Row', new Schema<Row>({ _id: String, rev: Number, at: String, pending: Boolean }, strictly('rows')));
const contract = { owner: 'units' as const, entity: 'thing', kinds: ['made'] };
const source: OutboxSource<never> = {
  fact: contract,
  model: RowModel,
  same: (row: Row) => ({ _id: row._id, rev: row.rev }),
  toFact: (row: Row) => ({
    id: `${row._id}-${row.rev}`,
    entity: 'thing',
    entityId: row._id,
    entityRev: row.rev,
    kind: 'made',
    at: row.at,
    data: {},
  }),
} as never;
let hall: TestHall;
const make = (): Promise<Row> =>
  RowModel.create({ _id: randomUUID(), rev: 1, at: '2026-01-01T00:00:00.000Z', pending: true }) as unknown as Promise<Row>;
const listener = (purpose: string, handle: (facts: Fact[]) => Promise<void>, batch = 1): Listener => ({
  service: 'desk',
  fact: contract,
  purpose,
  handle,
  batch,
});

beforeAll(async () => {
  hall = await testHall([]);
  await store.open();
  await declareStreams(hall.bus, 'units');
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await store.close();
  await hall.stop();
});

describe('facts travel at least once', () => {
  test('a consumer born after the fact still hears it', async () => {
    const row = await make();
    await relayOnce(hall.bus.js, source as never);
    const heard: string[] = [];
    const { stop } = await listen(
      hall.bus,
      listener('late', async (facts) => void heard.push(...facts.map(({ entityId }) => entityId))),
      log,
    );
    await until(async () => heard.includes(String(row._id)));
    await stop();
  });
  test('published twice, as after a crash before the note, it is stored once', async () => {
    const row = await make();
    await relayOnce(hall.bus.js, source as never);
    const before = (await hall.bus.manager.streams.info(`${hall.namespace}-units`)).state.messages;
    await RowModel.updateOne({ _id: row._id }, { $set: { pending: true } });
    await relayOnce(hall.bus.js, source as never);
    expect((await hall.bus.manager.streams.info(`${hall.namespace}-units`)).state.messages).toBe(before);
    expect(await RowModel.countDocuments({ pending: true })).toBe(0);
  });
  test('while the stream refuses, rows stay pending and nothing is lost', async () => {
    const row = await make();
    const name = `${hall.namespace}-units`;
    await hall.bus.manager.streams.update(name, { max_msgs: 1, discard: 'new' as never });
    await expect(relayOnce(hall.bus.js, source as never)).rejects.toThrow();
    expect(await RowModel.countDocuments({ _id: row._id, pending: true })).toBe(1);
    await hall.bus.manager.streams.update(name, { max_msgs: -1 });
    expect(await relayOnce(hall.bus.js, source as never)).toBeGreaterThan(0);
  });
  test('a row that cannot be told holds none of those sent beside it, and all of them are marked by one write', async () => {
    const rows = [await make(), await make(), await make()];
    const bad = rows[1]?._id;
    const toFact = (row: Row) => ({
      ...(source.toFact as (row: Row) => object)(row),
      ...(row._id === bad ? { id: 'x'.repeat(1 << 21) } : {}),
    });
    const marks: unknown[] = [];
    const model = {
      find: RowModel.find.bind(RowModel),
      bulkWrite: (writes: unknown[]) => (marks.push(writes), RowModel.bulkWrite(writes as never)),
    };
    await expect(relayOnce(hall.bus.js, { ...(source as object), model, toFact } as never)).rejects.toThrow();
    expect(marks).toHaveLength(1);
    expect(await RowModel.find({ pending: true }).distinct('_id')).toEqual([bad]);
    expect(await relayOnce(hall.bus.js, source as never)).toBe(1);
  });
  test('a transient failure is tried again with a pause, until it goes', async () => {
    const row = await make();
    await relayOnce(hall.bus.js, source as never);
    const at: number[] = [];
    const { stop, state } = await listen(
      hall.bus,
      listener('away', async ([fact]) => {
        if (fact?.entityId !== String(row._id)) return;
        at.push(performance.now());
        if (at.length < 3) throw new HallError('SERVICE_AWAY');
      }),
      log,
    );
    await until(async () => at.length >= 3, 15_000);
    expect(state.dead).toBe(0);
    // nak with a delay: without it this would be a hot loop of microseconds
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThan(150);
    await stop();
  }, 20_000);
  test('what cannot be understood is put aside at once, bytes and all, and can be replayed', async () => {
    const heard: string[] = [];
    const { stop, state } = await listen(
      hall.bus,
      listener('poison', async (facts) => void heard.push(...facts.map(({ entityId }) => entityId)), 10),
      log,
    );
    await hall.bus.js.publish(subjectOf(contract), new TextEncoder().encode('not { JSON'));
    await until(async () => state.dead >= 1);
    const letter = await hall.bus.manager.streams.getMessage(deadStream(), {
      last_by_subj: `${hall.namespace}.dead.${subjectOf(contract)}`,
    });
    expect(letter.string()).toBe('not { JSON');
    const good = await make();
    await relayOnce(hall.bus.js, source as never);
    await until(async () => heard.includes(String(good._id)));
    expect(await replayDead(hall.bus, contract)).toBe(1);
    await until(async () => state.dead >= 2); // still nonsense: aside again, and the replay did not run in circles
    await stop();
  }, 20_000);
  test('one bad fact does not hold its neighbours', async () => {
    const rows = [await make(), await make(), await make()];
    await relayOnce(hall.bus.js, source as never);
    const done = new Set<string>();
    const bad = String(rows[1]?._id);
    const { stop } = await listen(
      hall.bus,
      listener(
        'mixed',
        async (facts) => {
          if (facts.some(({ entityId }) => entityId === bad)) throw new HallError('SERVICE_AWAY');
          facts.forEach(({ entityId }) => done.add(entityId));
        },
        100,
      ),
      log,
    );
    await until(async () => done.has(String(rows[0]?._id)) && done.has(String(rows[2]?._id)));
    expect(done.has(bad)).toBe(false);
    await stop();
  }, 20_000);
});
