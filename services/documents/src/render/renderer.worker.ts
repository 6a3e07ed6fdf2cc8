import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** One compiler for the life of the thread: its fonts and parsed templates make the second document five times as fast as the first. */
const { workspace, fontPaths } = workerData as { workspace: string; fontPaths: string[] };
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths }] });

/** Documents between two cleanings of the compiler's memory; kept results are those of the last ten cleanings. */
const EVICT_EVERY = 20;
let count = 0;

interface Job {
  id: number;
  file: string;
  inputs: Record<string, string>;
}

parentPort?.on('message', ({ id, file, inputs }: Job) => {
  try {
    const done = compiler.compile({ mainFilePath: file, inputs });
    const document = done.result;
    if (!document) throw new Error(`${file}: ${JSON.stringify(done.takeDiagnostics()?.shortDiagnostics ?? 'no document')}`);
    const pages = document.numOfPages;
    // A-2u: archivable, and every character can be copied out as text.
    const pdf = new Uint8Array(compiler.pdf(document, { pdfStandard: 'a-2u' }));
    parentPort?.postMessage({ id, pdf, pages }, [pdf.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, fault: error instanceof Error ? error.message : String(error) });
  } finally {
    if (++count % EVICT_EVERY === 0) compiler.evictCache(10);
  }
});
