import { FileRefused, type Cell, type Sheet, type SheetRow } from './sheet.ts';

const PIECE = 256 * 1024;
const MOST_CELL = 10_000;
const MOST_COLUMNS = 100;

function* decoded(file: Buffer, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let at = 0; at < file.length; at += PIECE) yield decoder.decode(file.subarray(at, at + PIECE), { stream: true });
  yield decoder.decode();
}
function isIn(file: Buffer, encoding: string): boolean {
  try {
    for (const _ of decoded(file, encoding));
    return true;
  } catch {
    return false;
  }
}
/** UTF-8 when every byte of it is; else what Chinese Windows writes. A text in both is the same in both. */
export function encodingOf(file: Buffer): 'utf-8' | 'gb18030' {
  if (isIn(file, 'utf-8')) return 'utf-8';
  if (isIn(file, 'gb18030')) return 'gb18030';
  throw new FileRefused('文件编码无法识别，请保存为 UTF-8 或 GB18030 编码的 CSV 后上传');
}

/** What a cell of a CSV says. Spreadsheets write `="0123"` to keep a number as text; any other formula has no value. */
function cellOf(raw: string): Cell | undefined {
  if (!/[^\s\u200B-\u200D\uFEFF]/.test(raw)) return undefined;
  const kept = /^="([^"]*)"$/.exec(raw.trim())?.[1];
  if (kept !== undefined) return kept.trim() ? { kind: 'text', text: kept } : undefined;
  if (raw.startsWith('=')) return { kind: 'formula', text: '' };
  // What a spreadsheet makes of a long number it was not told to leave alone.
  return /^\s*\d(\.\d+)?E\+\d+\s*$/i.test(raw) ? { kind: 'number', text: raw.trim() } : { kind: 'text', text: raw };
}

/** A CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes), decoded and cut piece by piece. 行号 counts records, as a spreadsheet shows them. */
export async function readCsv(file: Buffer): Promise<Sheet> {
  const encoding = encodingOf(file);
  let read = 0;
  return {
    share: () => Math.min(1000, Math.round((read * 1000) / Math.max(1, file.length))),
    merged: () => [],
    async *rows() {
      const cutter = new Cutter();
      for (const piece of decoded(file, encoding)) {
        yield* cutter.cut(piece);
        read += PIECE;
        await new Promise(setImmediate); // other work of this thread: heartbeat, cancel
      }
      yield* cutter.end();
    },
  };
}

/** Cuts text into records; keeps what a piece leaves unfinished. */
class Cutter {
  #fields: string[] = [];
  #field = '';
  #quoted = false;
  #afterQuote = false;
  #skipLineFeed = false;
  #rowNo = 0;

  *cut(text: string): Generator<SheetRow> {
    let from = 0;
    const take = (to: number) => {
      this.#field += text.slice(from, to);
      from = to + 1;
    };
    for (let at = 0; at < text.length; at += 1) {
      const char = text.charCodeAt(at);
      const skip = this.#skipLineFeed && char === 10;
      this.#skipLineFeed = false;
      if (skip) {
        from = at + 1;
      } else if (this.#quoted) {
        if (char === 34) {
          take(at);
          this.#quoted = false;
          this.#afterQuote = true;
        }
      } else if (char === 34 && this.#afterQuote) {
        this.#field += '"';
        this.#quoted = true;
        this.#afterQuote = false;
        from = at + 1;
      } else if (char === 34 && this.#field === '' && from === at) {
        this.#quoted = true;
        from = at + 1;
      } else if (char === 44) {
        take(at);
        this.#next();
      } else if (char === 10 || char === 13) {
        take(at);
        this.#skipLineFeed = char === 13;
        yield* this.#record();
      } else this.#afterQuote = false;
    }
    this.#field += text.slice(from);
    if (this.#field.length > MOST_CELL) throw new FileRefused('文件中有未结束的引号或过长的内容，请检查后重新上传');
  }
  *end(): Generator<SheetRow> {
    if (this.#quoted) throw new FileRefused('文件中有未结束的引号或过长的内容，请检查后重新上传');
    if (this.#field || this.#fields.length) yield* this.#record();
  }
  #next(): void {
    if (this.#fields.length < MOST_COLUMNS) this.#fields.push(this.#field);
    this.#field = '';
    this.#afterQuote = false;
  }
  *#record(): Generator<SheetRow> {
    this.#next();
    this.#rowNo += 1;
    const cells = this.#fields.map(cellOf);
    this.#fields = [];
    if (cells.some(Boolean)) yield { rowNo: this.#rowNo, cells };
  }
}
