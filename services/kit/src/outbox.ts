import { setTimeout as pause } from 'node:timers/promises';
import { headers, type JetStreamClient } from 'nats';
import type { Model } from 'mongoose';
import type { Fact, FactContract } from '@wangting/contracts/fact';
import type { Logger } from './log.ts';
import { subjectOf } from './bus.ts';
import { inSpan, SpanKind, traceparent } from './telemetry.ts';

/** What a row must carry to be an outbox entry: the row that changed is itself the entry, so no moment has the change without the fact. */
export interface Outgoing {
  /** True until its fact is stored in the stream; absent afterwards. */
  pending?: boolean;
  at: string;
}
export interface OutboxSource<T extends Outgoing = Outgoing & Record<string, unknown>> {
  fact: FactContract;
  model: Model<T>;
  /** Filter under which the row is still the one that was published (its revision). */
  same(row: T): Record<string, unknown>;
  toFact(row: T): Omit<Fact, 'id'> & { id: string };
  /** What the owner itself makes of changed rows, done before they count as told: so it follows every change, however it was written, also after a kill. */
  follow?(rows: readonly T[]): Promise<void>;
}
/** Index every outbox collection declares: what waits, oldest first. Sparse, so published rows leave it. */
export const OUTBOX_INDEX = [{ pending: 1, at: 1 }, { sparse: false }] as const;

/**
 * Rows of a round, and the pause after a full one, in times of what the round took: each fact makes its readers ask, so a file of ten thousand people is
 * told at a walk, and more slowly the busier everybody is.
 */
const ROUND = 100;
const REST = 5;
const REST_AT_LEAST_MS = 150;

/**
 * Publishes what is waiting, oldest first. Safe to run anywhere, twice, or after a crash half way: the stream drops what it has by message id.
 * All of a round are sent in their order without waiting for each answer, and marked by one write: two round trips for a hundred rows.
 * Resolves with the number published; when one was not stored its row stays pending, the others are marked, and the first reason is thrown. What is
 * late by that meets readers who keep only a higher revision.
 */
export async function relayOnce<T extends Outgoing>(js: JetStreamClient, source: OutboxSource<T>, limit = ROUND): Promise<number> {
  const rows = (await source.model
    .find({ pending: true } as never)
    .sort({ at: 1 })
    .limit(limit)
    .lean()) as T[];
  const told = await Promise.allSettled(rows.map((row) => publish(js, source, row)));
  const stored = rows.filter((_, at) => told[at]?.status === 'fulfilled');
  if (stored.length) {
    await source.follow?.(stored);
    const marks = stored.map((row) => ({ updateOne: { filter: source.same(row), update: { $unset: { pending: 1 } } } }));
    await source.model.bulkWrite(marks as never, { ordered: false });
  }
  for (const one of told) if (one.status === 'rejected') throw one.reason;
  return rows.length;
}

/** Resolves when the stream has stored the fact of this row. */
async function publish<T extends Outgoing>(js: JetStreamClient, source: OutboxSource<T>, row: T): Promise<void> {
  const fact = source.toFact(row);
  const tell = async () => {
    const head = headers();
    const parent = traceparent() ?? fact.traceparent; // whoever hears it continues from the telling
    if (parent) head.set('traceparent', parent);
    await js.publish(subjectOf(source.fact), JSON.stringify(fact), { msgID: fact.id, headers: head });
  };
  await inSpan(`fact ${fact.entity}.${fact.kind}`, fact.traceparent, tell, { kind: SpanKind.PRODUCER });
}

/** Keeps relaying what one source writes: at once when kicked, every `everyMs` otherwise. `stop` waits for the round under way. */
export class Relay {
  #source: OutboxSource<never>;
  #js: JetStreamClient;
  #log: Logger;
  #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(js: JetStreamClient, source: OutboxSource<never>, log: Logger, everyMs = 2_000) {
    this.#js = js;
    this.#source = source;
    this.#log = log;
    this.#everyMs = everyMs;
    this.#plan(0);
  }
  /** Something was written: publish now. */
  kick(): void {
    if (this.#running) this.#again = true;
    else this.#plan(0);
  }
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
  #plan(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running ??= this.#round().finally(() => {
        this.#running = undefined;
        const soon = this.#again;
        this.#again = false;
        this.#plan(soon ? 0 : this.#everyMs);
      });
    }, ms);
  }
  async #round(): Promise<void> {
    try {
      for (;;) {
        const began = performance.now();
        if ((await relayOnce(this.#js, this.#source)) < ROUND || this.#stopped) return;
        await pause(Math.max(REST_AT_LEAST_MS, REST * (performance.now() - began)));
      }
    } catch (error) {
      // The rows stay pending; the next round tries again. One line, not one per row.
      this.#log.warn({ err: error, entity: this.#source.fact.entity }, 'facts are waiting: the bus or the database did not answer');
    }
  }
}
