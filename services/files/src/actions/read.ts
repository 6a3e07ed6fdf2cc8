import { facts, sign } from '@wangting/contracts/files/upload';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { addressOf, sealedKey } from '@wangting/kit/objects';
import { FileModel, type FileRow } from '../models/file.ts';

/** For the owning domain: whose file is it, and is it sealed? Unknown ids are left out. */
export const factsAction = implement(facts, async ({ input: { ids } }) => {
  const rows = await FileModel.find({ _id: { $in: ids } }).lean<FileRow[]>();
  return {
    files: rows.map(
      ({ _id, by, unitId, state, purpose = 'material', name, declared, size = declared, type = '', sha256 = '', sm3 = '' }) => ({
        fileId: _id,
        by,
        unitId,
        state,
        purpose,
        name,
        size,
        type,
        sha256,
        sm3,
      }),
    ),
  };
});

/** For the owning domain, which has checked the case: an address for one read. Nothing but sealed files has one. */
export const signAction = implement(sign, async ({ input: { fileId } }) => {
  const row = await FileModel.findById(fileId).lean<FileRow>();
  if (!row) throw new HallError('NOT_FOUND');
  if (row.state !== 'sealed') throw new HallError('FILE_NOT_READY');
  return { url: await addressOf(sealedKey(row.sha256 as string), row.name, row.type as string) };
});
