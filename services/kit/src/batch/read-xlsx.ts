import { SaxesParser } from 'saxes';
import { dayOfNumber } from '@wangting/contracts/standards/day';
import { FileRefused, type Cell, type Sheet, type SheetRow } from './sheet.ts';
import { Parts } from './zip.ts';

const BROKEN = '文件内容不是有效的工作簿，请重新保存后上传';
const MOST_COLUMNS = 100;
const MOST_STRING_BYTES = 64 * 1024 * 1024;

interface Handlers {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}
/** Feeds a part to the handlers, piece by piece; names come without their prefix. No part of a workbook declares entities, so none are. */
async function* parsing(pieces: AsyncIterable<string>, { open, text, close }: Handlers): AsyncGenerator<number> {
  const parser = new SaxesParser();
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('doctype', () => {
    throw new FileRefused(BROKEN);
  });
  parser.on('error', () => {
    throw new FileRefused(BROKEN);
  });
  if (open) parser.on('opentag', ({ name, attributes }) => open(local(name), attributes as Record<string, string>));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  if (close) parser.on('closetag', ({ name }) => close(local(name)));
  for await (const piece of pieces) {
    parser.write(piece);
    yield piece.length;
  }
  parser.close();
}
async function parse(pieces: AsyncIterable<string>, handlers: Handlers): Promise<void> {
  for await (const _ of parsing(pieces, handlers));
}

/** The shared strings in one buffer: hundreds of thousands of small strings would each hold on to the piece of the file it was cut from. */
class Strings {
  #bytes = Buffer.allocUnsafe(1024 * 1024);
  #ends: number[] = [];
  #used = 0;
  add(text: string): void {
    const most = this.#used + text.length * 3;
    if (most > MOST_STRING_BYTES) throw new FileRefused('文件内容过多，请拆分后上传');
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(most, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#used);
      this.#bytes = larger;
    }
    this.#used += this.#bytes.write(text, this.#used);
    this.#ends.push(this.#used);
  }
  at(index: number): string {
    return this.#bytes.toString('utf8', index > 0 ? this.#ends[index - 1] : 0, this.#ends[index] ?? 0);
  }
}
async function stringsOf(pieces: AsyncIterable<string>): Promise<Strings> {
  const strings = new Strings();
  let text = '';
  let inText = false;
  let phonetic = false;
  await parse(pieces, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic = true;
      inText = name === 't' && !phonetic;
    },
    text: (piece) => void (inText && (text += piece)),
    close(name) {
      if (name === 'rPh') phonetic = false;
      if (name === 'si') strings.add(text);
      inText = false;
    },
  });
  return strings;
}

/** Formats that show a number as a day: those built in (also the Chinese ones), and any with y, m or d outside quotes and brackets. */
const isDayFormat = (id: number, code: string | undefined): boolean =>
  code === undefined
    ? (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)
    : /[yd]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
async function dayStyles(pieces: AsyncIterable<string>): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let inCells = false;
  await parse(pieces, {
    open(name, { numFmtId = '0', formatCode = '' }) {
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) formats.push(Number(numFmtId));
    },
    close: (name) => void (name === 'cellXfs' && (inCells = false)),
  });
  return formats.map((id) => isDayFormat(id, codes.get(id)));
}

/** Addresses of the parts, from the relations of one part. */
async function relations(parts: Parts, of: string): Promise<{ id: string; type: string; target: string }[]> {
  const folder = of.slice(0, of.lastIndexOf('/') + 1);
  const found: { id: string; type: string; target: string }[] = [];
  const name = `${folder}_rels/${of.slice(folder.length)}.rels`;
  if (!parts.has(name)) return found;
  await parse(parts.read(name), {
    open(tag, { Id = '', Type = '', Target = '', TargetMode }) {
      if (tag !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : new URL(Target, `file:///${folder}`).pathname.slice(1);
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target });
    },
  });
  return found;
}

/** The first sheet that is not hidden. */
export async function readXlsx(file: Buffer): Promise<Sheet> {
  const parts = await Parts.open(file);
  const workbook = (await relations(parts, '')).find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const related = await relations(parts, workbook);
  let first: string | undefined;
  let from1904 = false;
  await parse(parts.read(workbook), {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet' || first || (attributes.state ?? 'visible') !== 'visible') return;
      const id = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1];
      first = related.find((one) => one.id === id)?.target;
    },
  });
  if (!first || !parts.has(first)) throw new FileRefused(BROKEN);
  const part = (type: string) => related.find((one) => one.type === type && parts.has(one.target))?.target;
  const [sharedStrings, styles] = [part('sharedStrings'), part('styles')];
  const strings = sharedStrings ? await stringsOf(parts.read(sharedStrings)) : new Strings();
  const days = styles ? await dayStyles(parts.read(styles)) : [];
  return sheetOf(parts, first, strings, days, from1904 ? 1462 : 0);
}

/** `BC` → 54, from 0. */
const columnOf = (ref: string): number => {
  let column = 0;
  for (let at = 0; at < ref.length; at += 1) {
    const letter = ref.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
};
const lineOf = (ref: string): number => Number(/\d+$/.exec(ref)?.[0] ?? 0);
/** Excel keeps characters that XML cannot hold as `_x000D_`. */
const unescaped = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))) : text;

function sheetOf(parts: Parts, name: string, strings: Strings, days: readonly boolean[], shift: number): Sheet {
  const size = Math.max(1, parts.size(name));
  const merged: [number, number][] = [];
  let read = 0;
  let ready: SheetRow[] = [];
  let row: SheetRow = { rowNo: 0, cells: [] };
  let filled = false;
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let formula = false;
  let wanted = false;

  const cell = (): Cell | undefined => {
    if (formula) return { kind: 'formula', text: '' };
    if (type === 'e') return { kind: 'fault', text: value };
    if (type === 's') return textCell(strings.at(Number(value)));
    if (type === 'inlineStr' || type === 'str') return textCell(value);
    if (type === 'b') return textCell(value === '1' ? '是' : '否');
    if (type === 'd') return value ? { kind: 'day', text: value.slice(0, 10) } : undefined;
    if (value.trim() === '') return undefined;
    if (!days[style]) return { kind: 'number', text: value.trim() };
    const serial = Math.floor(Number(value)) + shift;
    // Before March 1900 Excel counts a day that never was.
    return serial > 60 && serial < 2_958_466 ? { kind: 'day', text: dayOfNumber(serial - 25_569) } : { kind: 'fault', text: value };
  };
  const handlers: Handlers = {
    open(tag, attributes) {
      wanted = false;
      if (tag === 'row') {
        row = { rowNo: attributes.r ? Number(attributes.r) : row.rowNo + 1, cells: [] };
        filled = false;
        column = -1;
      } else if (tag === 'c') {
        column = attributes.r ? columnOf(attributes.r) : column + 1;
        type = attributes.t ?? 'n';
        style = Number(attributes.s ?? 0);
        value = '';
        formula = false;
      } else if (tag === 'f') formula = true;
      else if (tag === 'v' || tag === 't') wanted = true;
      else if (tag === 'mergeCell') {
        const [from = '', to = from] = (attributes.ref ?? '').split(':');
        merged.push([lineOf(from), lineOf(to)]);
      }
    },
    text: (piece) => void (wanted && (value += piece)),
    close(tag) {
      wanted = false;
      if (tag === 'c' && column >= 0 && column < MOST_COLUMNS) {
        const found = cell();
        if (found) {
          row.cells[column] = found;
          filled = true;
        }
      } else if (tag === 'row' && filled) ready.push(row);
    },
  };
  return {
    share: () => Math.min(1000, Math.round((read * 1000) / size)),
    merged: () => merged,
    async *rows() {
      try {
        for await (const length of parsing(parts.read(name), handlers)) {
          read += length;
          const now = ready;
          ready = [];
          yield* now;
        }
      } finally {
        parts.close();
      }
    },
  };
}
function textCell(raw: string): Cell | undefined {
  const text = unescaped(raw);
  return /[^\s\u200B-\u200D\uFEFF]/.test(text) ? { kind: 'text', text } : undefined;
}
