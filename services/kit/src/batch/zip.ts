import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { FileRefused } from './sheet.ts';

const MOST_ENTRIES = 200;
/** What all parts together may be once inflated. A table of 100,000 rows is 60 MB. */
export const MOST_INFLATED = 300 * 1024 * 1024;
const BROKEN = '文件已损坏或不是 .xlsx 工作簿，请重新保存后上传';
const TOO_MUCH = `文件展开后超过 ${MOST_INFLATED / 1024 / 1024} MB，请删除多余的空行和格式后上传`;

/** Parts that run, link or carry something else along. */
const FORBIDDEN: readonly [RegExp, string][] = [
  [/vbaProject\.bin$|\/vbaData\.xml$|^xl\/macrosheets\/|^xl\/dialogsheets\//i, '文件含有宏，请另存为不含宏的 .xlsx 后上传'],
  [/\/activeX\/|\/ctrlProps\//i, '文件含有控件，请使用下载的模板填写'],
  [/\/externalLinks\//i, '文件含有外部链接，请粘贴为数值后上传'],
  [/\/embeddings\//i, '文件含有嵌入的对象，请删除后上传'],
];

/** The parts of a workbook, inflated one after the other under one budget. Nothing is written to disk, and no declared size is believed. */
export class Parts {
  #zip: ZipFile;
  #entries: ReadonlyMap<string, Entry>;
  #left = MOST_INFLATED;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }
  /** Reads the central directory only, and refuses what a table has no need of. */
  static async open(file: Buffer): Promise<Parts> {
    const entries = new Map<string, Entry>();
    let zip: ZipFile;
    try {
      zip = await fromBufferPromise(file, { lazyEntries: true, autoClose: false });
      if (zip.entryCount > MOST_ENTRIES) throw new FileRefused(BROKEN);
      for await (const entry of zip.eachEntry()) {
        if (entry.isEncrypted() || entries.has(entry.fileName)) throw new FileRefused(BROKEN);
        entries.set(entry.fileName, entry);
      }
    } catch (error) {
      throw error instanceof FileRefused ? error : new FileRefused(BROKEN);
    }
    for (const name of entries.keys()) for (const [part, words] of FORBIDDEN) if (part.test(name)) throw new FileRefused(words);
    const parts = new Parts(zip, entries);
    if (/macroEnabled/i.test(await parts.text('[Content_Types].xml', 1024 * 1024)))
      throw new FileRefused('文件含有宏，请另存为不含宏的 .xlsx 后上传');
    return parts;
  }
  has(name: string): boolean {
    return this.#entries.has(name);
  }
  size(name: string): number {
    return this.#entries.get(name)?.uncompressedSize ?? 0;
  }
  /** A part as text, piece by piece. Stops with a refusal when it grows beyond what is left of the budget. */
  async *read(name: string): AsyncGenerator<string> {
    const entry = this.#entries.get(name);
    if (!entry) throw new FileRefused(BROKEN);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      for await (const chunk of stream) {
        this.#left -= (chunk as Buffer).length;
        if (this.#left < 0) {
          stream.destroy();
          throw new FileRefused(TOO_MUCH);
        }
        yield decoder.decode(chunk as Buffer, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      throw error instanceof FileRefused ? error : new FileRefused(BROKEN);
    }
  }
  /** A small part, whole. */
  async text(name: string, most = 8 * 1024 * 1024): Promise<string> {
    let whole = '';
    for await (const piece of this.read(name)) {
      whole += piece;
      if (whole.length > most) throw new FileRefused(TOO_MUCH);
    }
    return whole;
  }
  close(): void {
    this.#zip.close();
  }
}
