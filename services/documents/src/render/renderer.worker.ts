import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { giveWay } from '@wangting/kit/give-way';
import { qrOf } from './code.ts';

/** One compiler for the life of the thread: its fonts and parsed templates make the second document five times as fast as the first. */
const { workspace, fontPaths, behind } = workerData as { workspace: string; fontPaths: string[]; behind: boolean };
if (behind) giveWay();
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] });

/** Documents between two cleanings of the compiler's memory, and how many cleanings an unused result survives. */
const EVICT_EVERY = 10;
const EVICT_AGE = 3;
let count = 0;

interface Job {
  id: number;
  file: string;
  qr?: string;
  inputs: Record<string, string>;
}

/**
 * One paper, in a turn of the thread's own. The compiler gives a paper's memory back between two turns, and a port that is never empty hands over a thousand
 * messages within one: without this, a batch grew with each paper; with it, three thousand papers take what three hundred take.
 */
parentPort?.on('message', (job: Job) => setImmediate(set, job));

function set(job: Job): void {
  const { id, file, inputs } = job;
  try {
    const document = { mainFilePath: file, inputs: job.qr === undefined ? inputs : { ...inputs, qr: qrOf(job.qr) } };
    // In one step: a compiled document that JavaScript holds in between costs a tenth more and is given back late.
    // A-2u: archivable, and every character can be copied out as text.
    const pdf = new Uint8Array(compiler.pdf(document, { pdfStandard: 'a-2u' }));
    const pages = pagesOf(pdf);
    parentPort?.postMessage({ id, pdf, pages }, [pdf.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, fault: error instanceof Error ? error.message : String(error) });
  } finally {
    if (++count % EVICT_EVERY === 0) compiler.evictCache(EVICT_AGE);
  }
}

/** The number of pages a PDF of ours has, as its page tree says it: the topmost counts all. */
function pagesOf(pdf: Uint8Array): number {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  return Math.max(...Array.from(text.matchAll(/\/Type \/Pages[^>]*?\/Count (\d+)/g), ([, count]) => Number(count)));
}
