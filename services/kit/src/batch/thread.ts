import { Worker } from 'node:worker_threads';
import type { ServiceBroker } from 'moleculer';
import { nowMs } from '../clock.ts';
import { dataOf, HallError, nameOf } from '../errors.ts';
import type { FromThread, Task, ToThread } from './wire.ts';

/** Idle for so long, the thread gives its memory back. */
const IDLE_MS = 60_000;
const STOP_MS = 10_000;
/** A file that needs more breaks its own job, not the service. */
const LIMITS = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 16 };

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

/** The thread of a service's batches, seen from the service: started when there is something to do, asked over messages, answered questions. */
export class BatchThread {
  #service: string;
  #broker: () => ServiceBroker;
  #worker: Worker | undefined;
  #waiting = new Map<number, Waiting>();
  #next = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(service: string, broker: () => ServiceBroker) {
    this.#service = service;
    this.#broker = broker;
  }
  run(task: Task): Promise<void> {
    clearTimeout(this.#idle);
    const id = (this.#next += 1);
    return new Promise<void>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ ...task, id, now: nowMs() });
    });
  }
  /** Lets running jobs leave off after what they have in hand, then ends the thread. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    if (!worker) return;
    this.#post({ kind: 'stop' });
    const end = performance.now() + STOP_MS;
    while (this.#waiting.size && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    this.#worker = undefined;
    await worker.terminate();
  }
  #post(message: ToThread): void {
    this.#thread().postMessage(message);
  }
  #thread(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { service: this.#service },
      env: { ...process.env },
      execArgv: [],
      resourceLimits: LIMITS,
    });
    worker.on('message', (message: FromThread) => void this.#hear(worker, message));
    const gone = (error: unknown) => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const [id, { reject }] of this.#waiting) {
        this.#waiting.delete(id);
        reject(error instanceof Error ? error : new Error(`the batch thread ended: ${error}`));
      }
    };
    worker.on('error', gone);
    worker.on('exit', gone);
    return (this.#worker = worker);
  }
  async #hear(worker: Worker, message: FromThread): Promise<void> {
    if (message.kind === 'done') {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      const { error } = message;
      if (error) waiting?.reject(error.named ? new HallError(error.named, error.data) : new Error(error.message));
      else waiting?.resolve();
      if (!this.#waiting.size) this.#idle = setTimeout(() => void this.stop(), IDLE_MS).unref();
    } else if (message.kind === 'ask') {
      const { id, name, params, options } = message;
      const call = this.#broker().call as unknown as (name: string, params: unknown, options: unknown) => Promise<unknown>;
      let answer: ToThread;
      try {
        answer = { kind: 'answer', id, value: await call.call(this.#broker(), name, params, options) };
      } catch (error) {
        const { name: kind, type, message: words } = error as { name?: string; type?: string; message: string };
        answer = { kind: 'answer', id, error: { message: words, name: kind, type, named: nameOf(error), data: dataOf(error) } };
      }
      worker.postMessage(answer);
    }
  }
}
