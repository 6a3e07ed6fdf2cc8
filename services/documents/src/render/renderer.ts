import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fontFolders, missingGlyphs } from './fonts.ts';
import type { TemplateName } from './templates.ts';

export interface Job {
  template: TemplateName;
  /** What is printed. It reaches the template as JSON, never as markup: nobody can write typesetting commands into a name. */
  data: Record<string, unknown>;
  /** SVG pictures by name (seal, qr). */
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
let worker: Worker | undefined;
const waiting = new Map<number, Waiting>();
let nextId = 0;

/** Typesetting is synchronous and takes milliseconds to hundreds of them: it runs in a thread of its own, so that the service keeps answering. */
function thread(): Worker {
  if (worker) return worker;
  const started = new Worker(new URL('./renderer.worker.ts', import.meta.url), {
    workerData: { workspace: TEMPLATES, fontPaths: fontFolders() },
    execArgv: [],
    stderr: false,
  });
  started.unref();
  started.on('message', (answer: { id: number; pdf?: Uint8Array; pages?: number; fault?: string }) => {
    const job = take(answer.id);
    if (!job) return;
    if (answer.pdf)
      job.resolve({ pdf: Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength), pages: answer.pages ?? 0 });
    else job.reject(new Error(answer.fault));
  });
  const gone = (error: unknown) => {
    if (worker === started) worker = undefined;
    for (const id of [...waiting.keys()]) take(id)?.reject(error instanceof Error ? error : new Error(`The typesetter stopped: ${error}`));
  };
  started.on('error', gone);
  started.on('exit', gone);
  return (worker = started);
}
function take(id: number): Waiting | undefined {
  const job = waiting.get(id);
  if (job) clearTimeout(job.timer);
  waiting.delete(id);
  return job;
}

/** One document as PDF/A-2u. The same input gives the same bytes, so a repeated rendering can be recognised by its digest. */
export async function render({ template, data, assets = {} }: Job): Promise<Rendered> {
  const missing = missingGlyphs(data);
  if (missing.length) throw new GlyphMissing(missing);
  const id = ++nextId;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      take(id)?.reject(new Error(`${template} was not typeset within ${LIMIT_MS} ms`));
      void closeRenderer(); // it may hang for ever; the next document gets a new one
    }, LIMIT_MS);
    waiting.set(id, { resolve, reject, timer });
    thread().postMessage({ id, file: join(TEMPLATES, `${template}.typ`), inputs: { data: JSON.stringify(data), ...assets } });
  });
}
/** Stops the thread; what is under way is refused. */
export async function closeRenderer(): Promise<void> {
  const stopping = worker;
  worker = undefined;
  await stopping?.terminate();
}
