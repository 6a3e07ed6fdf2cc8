import { randomUUID } from 'node:crypto';
import { realNow } from '../clock.ts';
import type { Logger } from '../log.ts';
import { LEASE_MS } from './lease.ts';
import type { Batch, BatchModels } from './models.ts';
import type { BatchThread } from './thread.ts';

const EVERY_MS = 2_000;
const MOST_TRIES = 5;
const BROKEN_OFF = '文件过大或内容异常，校验没有完成，请拆分后重新上传';
/** Beside one batch of any size a process works on one small file, so that ten people do not wait for ten thousand. */
const SMALL_BYTES = 256 * 1024;

interface Options {
  models: BatchModels;
  thread: BatchThread;
  log: Logger;
  /** Before 保存 begins: the application stands. */
  before(batch: Batch): Promise<void>;
  /** A phase has ended, or was left to others. */
  after(batchId: string): Promise<void>;
}

/**
 * Finds batches that nobody works on - new ones, and those whose process has fallen silent - and takes them by compare-and-set: of any number of
 * processes one wins. What it took runs in the thread; this side only waits.
 */
export class BatchRunner {
  #options: Options;
  #me = randomUUID();
  #running = new Map<string, boolean>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
    this.#plan(0);
  }
  /** There is something new. */
  kick(): void {
    if (this.#looking) this.#again = true;
    else this.#plan(0);
  }
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
    await this.#options.thread.stop();
  }
  #plan(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#looking = this.#look()
        .catch((error: unknown) => this.#options.log.warn({ err: error }, 'batches could not be looked for; the next round tries again'))
        .finally(() => {
          this.#looking = undefined;
          const soon = this.#again;
          this.#again = false;
          this.#plan(soon ? 0 : EVERY_MS);
        });
    }, ms);
  }
  async #look(): Promise<void> {
    while (!this.#stopped) {
      const large = [...this.#running.values()].some(Boolean);
      if (this.#running.size >= 2) return;
      const batch = await this.#take(large || this.#running.size > 0);
      if (!batch) return;
      this.#running.set(batch._id, batch.file.size > SMALL_BYTES);
      void this.#work(batch);
    }
  }
  async #take(onlySmall: boolean): Promise<Batch | null> {
    const owner = `${this.#me}:${randomUUID().slice(0, 8)}`;
    return this.#options.models.batches
      .findOneAndUpdate(
        {
          state: { $in: ['checking', 'saving'] },
          leaseUntil: { $lt: realNow() },
          ...(onlySmall ? { 'file.size': { $lte: SMALL_BYTES } } : {}),
        },
        { $set: { leaseOwner: owner, leaseUntil: realNow() + LEASE_MS } },
        { sort: { at: 1 }, returnDocument: 'after' },
      )
      .lean<Batch>();
  }
  async #work(batch: Batch): Promise<void> {
    const { thread, log, models, before, after } = this.#options;
    try {
      if (batch.state === 'checking' && batch.tries >= MOST_TRIES) return await this.#giveUp(batch);
      if (batch.state === 'saving') await before(batch);
      await thread.run({ kind: 'work', batch });
    } catch (error) {
      // The thread itself broke (memory). Whoever takes the batch next tries again, not at once.
      log.error({ err: error, batchId: batch._id, tries: batch.tries }, 'a batch was broken off');
      await models.batches
        .updateOne({ _id: batch._id, leaseOwner: batch.leaseOwner }, { $set: { leaseUntil: realNow() + 5_000 }, $inc: { tries: 1 } })
        .catch(() => undefined);
    } finally {
      this.#running.delete(batch._id);
      await after(batch._id).catch((error: unknown) => log.warn({ err: error }, 'the end of a batch will be told by the next round'));
      this.kick();
    }
  }
  /** A file that broke the thread again and again. */
  async #giveUp({ _id, leaseOwner }: Batch): Promise<void> {
    await this.#options.models.batches.updateOne(
      { _id, leaseOwner, state: 'checking' },
      { $set: { state: 'refused', note: BROKEN_OFF, leaseOwner: '', leaseUntil: 0 } },
    );
  }
}
