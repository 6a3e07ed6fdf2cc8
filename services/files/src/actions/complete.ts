import { complete } from '@wangting/contracts/files/upload';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { FileModel, type FileRow } from '../models/file.ts';
import { sealUpload } from '../seal.ts';

/** Checks and seals what was uploaded. Only the person who asked for the form can; done twice it answers the same. */
export const completeAction = implement(complete, async ({ input: { fileId }, caller }) => {
  const row = await FileModel.findById(fileId).lean<FileRow>();
  if (!row || row.by !== caller.id) throw new HallError('NOT_FOUND');
  const { name, size, type, sha256, sm3 } = (await sealUpload(row)) as Required<FileRow>;
  return { fileId, name, size, type, sha256, sm3 };
});
