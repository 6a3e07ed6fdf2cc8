import { randomUUID } from 'node:crypto';
import { begin, PURPOSES } from '@wangting/contracts/files/upload';
import { nowIso } from '@wangting/kit/clock';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { FileModel, type FileRow } from '../models/file.ts';
import { uploadForm } from '../objects.ts';
import { refusalOf } from '../seal.ts';

/** The last part of a path: browsers of old send the whole. */
const baseName = (name: string): string => name.split(/[/\\]/).at(-1)?.trim() || '未命名';

/** A form for one upload. Asked again with the same request key it is a form for the same file. */
export const beginAction = implement(begin, async ({ input: { requestKey, name, size, purpose }, caller }) => {
  if (size > PURPOSES[purpose].bytes) throw refusalOf('FILE_TOO_LARGE', purpose);
  if (purpose === 'batch' && /\.xls$/i.test(name)) throw refusalOf('OLD_WORKBOOK', purpose);
  const row: FileRow = {
    _id: randomUUID(),
    requestKey,
    by: caller.id,
    unitId: caller.unitId ?? null,
    name: baseName(name),
    declared: size,
    purpose,
    state: 'staging',
    at: nowIso(),
  };
  const file = await insertOnce(row);
  return { fileId: file._id, ...(await uploadForm(file._id, file.declared)) };
});

async function insertOnce(row: FileRow): Promise<FileRow> {
  try {
    await FileModel.create(row);
    return row;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const same = await FileModel.findOne({ requestKey: row.requestKey }).lean<FileRow>();
  if (!same || same.by !== row.by || same.declared !== row.declared || (same.purpose ?? 'material') !== row.purpose)
    throw new HallError('REQUEST_KEY_REUSED');
  return same;
}
