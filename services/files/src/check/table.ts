import { entriesOf, type ReadPart } from './type.ts';

const ZIP_HEAD = 0x04034b50;
/** A compound document: what .xls is, and an .xlsx with a password. */
const COMPOUND_HEAD = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * What the table of a 报盘 is, by its content: a workbook is a zip with a workbook in it, text has no zero bytes. Macros, bombs and links are looked
 * for by whoever opens it (kit/batch); here it only must not be something else. `xls` is the old kind, which is refused by its own sentence.
 */
export async function tableOf(head: Buffer, size: number, read: ReadPart): Promise<'xlsx' | 'csv' | 'xls' | undefined> {
  if (head.subarray(0, 8).equals(COMPOUND_HEAD)) return 'xls';
  if (head.length >= 4 && head.readUInt32LE(0) === ZIP_HEAD)
    return (await entriesOf(size, read)).some((name) => name.endsWith('workbook.xml')) ? 'xlsx' : undefined;
  // BIFF of Excel 2 to 4 has no container: 09 00, 09 02, 09 04, and a zero byte after the length.
  if (head[0] === 0x09 && head[3] === 0x00) return 'xls';
  return head.includes(0) || head.subarray(0, 5).toString('latin1') === '%PDF-' ? undefined : 'csv';
}
