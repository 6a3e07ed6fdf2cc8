import { headers, type JetStreamClient } from 'nats';
import type { Model } from 'mongoose';
import type { Fact, FactContract } from '@wangting/contracts/fact';
import type { Logger } from './log.ts';
import { subjectOf } from './bus.ts';
import { inSpan } from './telemetry.ts';

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
}
/** Index every outbox collection declares: what waits, oldest first. Sparse, so published rows leave it. */
export const OUTBOX_INDEX = [{ pending: 1, at: 1 }, { sparse: false }] as const;

/**
 * Publishes what is waiting, oldest first. Safe to run anywhere, twice, or after a crash half way: the stream drops what it has by message id.
 * Resolves with the number published; a publish that is not stored throws, and its row stays pending.
 */
export async function relayOnce<T extends Outgoing>(js: JetStreamClient, source: OutboxSource<T>, limit = 200): Promise<number> {
  const rows = (await source.model
    .find({ pending: true } as never)
    .sort({ at: 1 })
    .limit(limit)
    .lean()) as T[];
  for (const row of rows) {
    const fact = source.toFact(row);
    await inSpan(`fact ${fact.entity}.${fact.kind}`, fact.traceparent, async () => {
      const head = headers();
      if (fact.traceparent) head.set('traceparent', fact.traceparent);
      await js.publish(subjectOf(source.fact), JSON.stringify(fact), { msgID: fact.id, headers: head }); // resolves when the stream has stored it
    });
    await source.model.updateOne(source.same(row) as never, { $unset: { pending: 1 } } as never);
  }
  return rows.length;
}

/** Keeps relaying: at once when kicked, every `everyMs` otherwise. `stop` waits for the round under way. */
export class Relay {
  #sources: OutboxSource<never>[];
  #js: JetStreamClient;
  #log: Logger;
  #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(js: JetStreamClient, sources: readonly OutboxSource<never>[], log: Logger, everyMs = 2_000) {
    this.#js = js;
    this.#sources = [...sources];
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
    for (const source of this.#sources) {
      try {
        while ((await relayOnce(this.#js, source)) === 200 && !this.#stopped);
      } catch (error) {
        // The rows stay pending; the next round tries again. One line, not one per row.
        this.#log.warn({ err: error, entity: source.fact.entity }, 'facts are waiting: the bus or the database did not answer');
      }
    }
  }
}
