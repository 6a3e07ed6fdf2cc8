import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fontFolders, missingGlyphs } from './fonts.ts';
import type { TemplateName } from './templates.ts';

export interface Job {
  template: TemplateName;
  /** What is printed. It reaches the template as JSON, never as markup: nobody can write typesetting commands into a name. */
  data: Record<string, unknown>;
  /** What the QR code says. */
  qr?: string;
  /** SVG pictures by name (seal). */
  assets?: Record<string, string>;
}
export interface Rendered {
  pdf: Buffer;
  pages: number;
}

/** A text holds characters that no installed font can print. The service turns it into the refusal GLYPH_MISSING. */
export class GlyphMissing extends Error {
  readonly characters: string[];
  constructor(characters: string[]) {
    super(`No font prints ${characters.join('')}`);
    this.characters = characters;
  }
}

const TEMPLATES = join(import.meta.dirname, 'templates');
const LIMIT_MS = 15_000;

interface Waiting {
  resolve(rendered: Rendered): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}
interface Answer {
  id: number;
  pdf?: Uint8Array;
  pages?: number;
  fault?: string;
}
/**
 * Documents a thread sets before another takes its place. Its memory does not grow any more (renderer.worker.ts); should it in a case nobody measured, this
 * bounds it. A new thread costs some 150 ms of CPU.
 */
const LIFE = 5_000;

/** A thread with a compiler, for a while. Typesetting is synchronous and takes milliseconds to hundreds of them: the service keeps answering beside it. */
class TypesettingThread {
  #worker: Worker;
  #waiting = new Map<number, Waiting>();
  #taken = 0;
  #retired = false;

  constructor(behind: boolean) {
    this.#worker = new Worker(new URL('./renderer.worker.ts', import.meta.url), {
      workerData: { workspace: TEMPLATES, fontPaths: fontFolders(), behind },
      execArgv: [],
      stderr: false,
    });
    this.#worker.unref();
    this.#worker.on('message', ({ id, pdf, pages = 0, fault }: Answer) => {
      const job = this.#take(id);
      if (pdf) job?.resolve({ pdf: Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength), pages });
      else job?.reject(new Error(fault));
      if (this.#retired && !this.#waiting.size) void this.stop();
    });
    const gone = (error: unknown) => {
      this.#taken = Infinity;
      for (const id of [...this.#waiting.keys()])
        this.#take(id)?.reject(error instanceof Error ? error : new Error(`The typesetter stopped: ${error}`));
    };
    this.#worker.on('error', gone);
    this.#worker.on('exit', gone);
  }
  /** How many it has taken; without end when it was stopped or broke. */
  get taken(): number {
    return this.#taken;
  }
  set({ template, data, qr, assets = {} }: Job): Promise<Rendered> {
    const id = ++this.#taken;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#take(id)?.reject(new Error(`${template} was not typeset within ${LIMIT_MS} ms`));
        void this.stop(); // it may hang for ever; the next document gets a new one
      }, LIMIT_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#worker.postMessage({ id, file: join(TEMPLATES, `${template}.typ`), qr, inputs: { data: JSON.stringify(data), ...assets } });
    });
  }
  /** Ends when what it has taken is set. */
  retire(): void {
    this.#retired = true;
    if (!this.#waiting.size) void this.stop();
  }
  /** At once; what is under way is refused. */
  async stop(): Promise<void> {
    this.#taken = Infinity;
    await this.#worker.terminate();
  }
  #take(id: number): Waiting | undefined {
    const job = this.#waiting.get(id);
    if (job) clearTimeout(job.timer);
    this.#waiting.delete(id);
    return job;
  }
}

/** Sets one document after another. `behind`: lets everybody else have the cores first. */
export class Typesetter {
  #thread: TypesettingThread | undefined;
  #behind: boolean;
  #life: number;
  /** Threads begun so far. */
  threads = 0;

  constructor(behind: boolean, life = LIFE) {
    this.#behind = behind;
    this.#life = life;
  }
  set(job: Job): Promise<Rendered> {
    const missing = missingGlyphs(job.data);
    if (missing.length) return Promise.reject(new GlyphMissing(missing));
    if (this.#thread && this.#thread.taken >= this.#life) {
      this.#thread.retire();
      this.#thread = undefined;
    }
    if (!this.#thread) {
      this.#thread = new TypesettingThread(this.#behind);
      this.threads += 1;
    }
    return this.#thread.set(job);
  }
  async close(): Promise<void> {
    const stopping = this.#thread;
    this.#thread = undefined;
    await stopping?.stop();
  }
}

/** One for the person who waits, one for batches: a clerk's receipt does not queue behind ten thousand records. */
const desk = new Typesetter(false);
const press = new Typesetter(true);

/** One document as PDF/A-2u. The same input gives the same bytes, so a repeated rendering can be recognised by its digest. */
export const render = (job: Job): Promise<Rendered> => desk.set(job);

/** Documents of a batch that are under way at once: the thread never waits for the next, and no more than these are in memory. */
const AHEAD = 8;
/**
 * Many documents, in order, in the batch thread. Jobs are taken as they are needed and results handed over one by one, so memory does not
 * grow with the batch. `each` is waited for: whoever stores slowly slows the press down instead of filling memory.
 */
export async function renderMany(
  jobs: Iterable<Job> | AsyncIterable<Job>,
  each: (done: Rendered, index: number) => Promise<void> | void,
): Promise<number> {
  const under: Promise<Rendered>[] = [];
  let index = 0;
  const hand = async () => each(await (under.shift() as Promise<Rendered>), index++);
  for await (const job of jobs) {
    const setting = press.set(job);
    setting.catch(() => undefined); // reported when its turn comes
    under.push(setting);
    if (under.length >= AHEAD) await hand();
  }
  while (under.length) await hand();
  return index;
}
/** Stops both threads. */
export const closeRenderer = async (): Promise<void> => void (await Promise.all([desk.close(), press.close()]));
