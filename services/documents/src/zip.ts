import { crc32 } from 'node:zlib';
import type { Writable } from 'node:stream';
import { drained } from '@wangting/kit/object-writer';

const UTF8 = 0x0800;
const MOST = 65_534;

/** A zip written as it comes, each file stored as it is (PDFs are packed already): memory holds one file and the list of names. */
export class ZipWriter {
  readonly #out: Writable;
  #offset = 0;
  #directory: Buffer[] = [];
  #names = new Set<string>();

  constructor(out: Writable) {
    this.#out = out;
  }
  /** Adds a file. One after another: the next waits until this one is taken. A name that was there gets a number. */
  async add(name: string, bytes: Buffer): Promise<void> {
    if (this.#directory.length >= MOST) throw new Error('Too many files for one zip');
    const written = Buffer.from(this.#own(name));
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0); // version needed
    head.writeUInt16LE(UTF8, 2);
    head.writeUInt16LE(0, 4); // stored
    head.writeUInt16LE(0, 6);
    head.writeUInt16LE(0x21, 8); // 1980-01-01: the papers carry their own dates
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(bytes.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(written.length, 22);
    head.writeUInt16LE(0, 24);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(this.#offset, 10);
    this.#directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, written]));
    await this.#write(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, written]));
    await this.#write(bytes);
  }
  /** Writes the list of files and ends the stream. */
  async end(): Promise<void> {
    const start = this.#offset;
    const directory = Buffer.concat(this.#directory);
    await this.#write(directory);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 0, 'latin1');
    end.writeUInt16LE(this.#directory.length, 8);
    end.writeUInt16LE(this.#directory.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(start, 16);
    await this.#write(end);
    this.#out.end();
  }
  async #write(bytes: Buffer): Promise<void> {
    this.#offset += bytes.length;
    if (this.#offset > 0xffff_ffff) throw new Error('Too much for one zip');
    this.#out.write(bytes);
    await drained(this.#out);
  }
  #own(name: string): string {
    const safe = name.replace(/[\\/:*?"<>|\s]+/g, '_');
    let own = safe;
    for (let n = 2; this.#names.has(own); n++) own = safe.replace(/(\.\w+)?$/, `(${n})$1`);
    this.#names.add(own);
    return own;
  }
}
