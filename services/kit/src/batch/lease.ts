import type { BatchState } from '@wangting/contracts/batch';
import { realNow } from '../clock.ts';
import type { Batch, BatchModels } from './models.ts';

/** How long a process may be silent before another takes its batch over. */
export const LEASE_MS = 10_000;
const BEAT_MS = 2_500;

/** Somebody else has the batch now, or this process is stopping: leave everything as it is. */
export class LeftOff extends Error {}

/** The right to work on one batch. Every write of progress proves that it is still held. */
export class Lease {
  #models: BatchModels;
  #batchId: string;
  #owner: string;
  #timer: NodeJS.Timeout;
  #lost = false;
  #cancelled = false;

  constructor(models: BatchModels, batch: Pick<Batch, '_id' | 'leaseOwner' | 'cancel'>) {
    this.#models = models;
    this.#batchId = batch._id;
    this.#owner = batch.leaseOwner;
    this.#cancelled = batch.cancel;
    this.#timer = setInterval(() => void this.keep().catch(() => undefined), BEAT_MS);
  }
  /** Somebody pressed 取消. */
  get cancelled(): boolean {
    return this.#cancelled;
  }
  /** From now on every `keep` refuses: the work stops at its next step. */
  drop(): void {
    this.#lost = true;
  }
  /** Holds on, and says how far the work is. */
  async keep(progress: Partial<Batch> = {}): Promise<void> {
    if (this.#lost) throw new LeftOff();
    const now = await this.#models.batches
      .findOneAndUpdate({ _id: this.#batchId, leaseOwner: this.#owner }, { $set: { ...progress, leaseUntil: realNow() + LEASE_MS } })
      .lean<Batch>();
    if (!now) {
      this.#lost = true;
      throw new LeftOff();
    }
    this.#cancelled ||= now.cancel;
  }
  /** The phase is over: the new state, and nobody holds the batch. */
  async finish(from: BatchState, to: BatchState, rest: Partial<Batch>): Promise<void> {
    clearInterval(this.#timer);
    const mine = { _id: this.#batchId, leaseOwner: this.#owner, state: from };
    const end = { leaseOwner: '', leaseUntil: 0, tries: 0 };
    // What was cancelled while it came to its end is cancelled; what was saved is saved.
    const ended = await this.#models.batches.updateOne(from === 'checking' ? { ...mine, cancel: false } : mine, {
      $set: { ...rest, ...end, state: to },
    });
    if (!ended.matchedCount && from === 'checking') await this.#models.batches.updateOne(mine, { $set: { ...end, state: 'cancelled' } });
  }
  /** Not over: somebody goes on after a while. */
  async release(afterMs: number, rest: Partial<Batch> = {}): Promise<void> {
    clearInterval(this.#timer);
    await this.#models.batches.updateOne(
      { _id: this.#batchId, leaseOwner: this.#owner },
      { $set: { ...rest, leaseOwner: '', leaseUntil: afterMs ? realNow() + afterMs : 0 } },
    );
  }
}
