import { fileTypeFromBuffer } from 'file-type';
import { ALLOWED_TYPES } from '@wangting/contracts/files/upload';

export type AllowedType = keyof typeof ALLOWED_TYPES;
/** Bytes from the beginning that tell what a file is. */
export const HEAD_BYTES = 4_100;
const ZIP_HEAD = 0x04034b50;
const ZIP_END = 0x06054b50;
const ZIP_ENTRY = 0x02014b50;
/** The end record of a zip and its longest comment. */
const TAIL_BYTES = 22 + 65_535;
/** A file list longer than this is no document. */
const MAX_LIST = 1024 * 1024;

/** Reads a piece of the file being checked. */
export type ReadPart = (from: number, length: number) => Promise<Buffer>;

/** What a file is, by its content alone; undefined when it is nothing we take. */
export async function typeOf(head: Buffer, size: number, read: ReadPart): Promise<AllowedType | undefined> {
  if (head.length >= 4 && head.readUInt32LE(0) === ZIP_HEAD) return (await entriesOf(size, read)).includes('OFD.xml') ? 'ofd' : undefined;
  const found = await fileTypeFromBuffer(head);
  return found && found.ext in ALLOWED_TYPES ? (found.ext as AllowedType) : undefined;
}

/** Names in the central directory of a zip; empty when it is no whole zip. OFD (GB/T 33190) is a zip with OFD.xml at its root. */
export async function entriesOf(size: number, read: ReadPart): Promise<string[]> {
  const tailFrom = Math.max(0, size - TAIL_BYTES);
  const tail = await read(tailFrom, size - tailFrom);
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== ZIP_END) end -= 1;
  if (end < 0) return [];
  const length = tail.readUInt32LE(end + 12);
  const from = tail.readUInt32LE(end + 16);
  if (length === 0 || length > MAX_LIST || from + length > size) return [];
  const list = await read(from, length);
  const names: string[] = [];
  for (let at = 0; at + 46 <= list.length && list.readUInt32LE(at) === ZIP_ENTRY;) {
    const nameLength = list.readUInt16LE(at + 28);
    names.push(list.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return names;
}
