import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { OLD_WORKBOOK, PURPOSES, type Purpose } from '@wangting/contracts/files/upload';
import { HallError, nameOf, refuse } from '@wangting/kit/errors';
import { readStream, removeObjects, sealedKey } from '@wangting/kit/objects';
import { inspector, type Findings } from './check/inspect.ts';
import { eicarScanner } from './check/malware.ts';
import { tableOf } from './check/table.ts';
import { typeOf } from './check/type.ts';
import { FileModel, type FileRow, type RefusalName } from './models/file.ts';
import { copyTo, readPart, sealingKey, sizeOf, stagingKey, writeStream } from './objects.ts';

export function refusalOf(name: RefusalName, purpose: Purpose = 'material'): HallError {
  if (name === 'OLD_WORKBOOK') return refuse(OLD_WORKBOOK);
  const { types, bytes } = PURPOSES[purpose];
  return new HallError(name, { limit: `${bytes / 1024 / 1024} MB`, allowed: Object.keys(types).join('、') });
}

/** A name tells people what a file is: it gets the ending of its content when it has another. */
export function nameFor(name: string, type: string): string {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase().replace('jpeg', 'jpg');
  return ending === type ? name : `${name}.${type}`;
}

/**
 * Checks an upload and seals it. The bytes are copied to a place only we can write while they are counted, hashed and scanned: what is
 * sealed is exactly what was checked, whatever the browser does with its form meanwhile. May run twice at once: the first to finish
 * decides, the other reads its answer.
 */
export async function sealUpload(row: FileRow): Promise<FileRow> {
  if (row.state === 'sealed') return row;
  if (row.state === 'refused') throw refusalOf(row.refusal as RefusalName, row.purpose);
  const purpose = row.purpose ?? 'material';
  const staged = stagingKey(row._id);
  const size = await sizeOf(staged);
  if (size === undefined) return settled(row._id); // nothing uploaded, or somebody else has just finished it
  if (size > PURPOSES[purpose].bytes) return refuseUpload(row, 'FILE_TOO_LARGE', [staged]);

  const copy = sealingKey(row._id, randomUUID());
  try {
    const findings = await copyAndInspect(staged, copy, size);
    if (!findings) return await settled(row._id);
    if (findings.infected) return await refuseUpload(row, 'FILE_INFECTED', [staged]);
    const type = await (purpose === 'batch' ? tableOf : typeOf)(findings.head, size, (from, length) => readPart(copy, from, length));
    if (type === 'xls') return await refuseUpload(row, 'OLD_WORKBOOK', [staged]);
    if (!type) return await refuseUpload(row, 'FILE_TYPE_REFUSED', [staged]);
    return await keep(row, copy, findings, type, (PURPOSES[purpose].types as Record<string, string>)[type] as string);
  } finally {
    await removeObjects(copy).catch(() => undefined); // left over after a failure, it is swept within a day
  }
}

/** Undefined when the upload went away meanwhile: another request has finished it. */
async function copyAndInspect(from: string, to: string, size: number): Promise<Findings | undefined> {
  const { stream, findings } = inspector(eicarScanner);
  const out = new PassThrough();
  let source;
  try {
    source = await readStream(from);
  } catch (error) {
    if (nameOf(error)) throw error;
    return undefined;
  }
  try {
    await Promise.all([pipeline(source, stream, out), writeStream(to, out, size)]);
  } catch {
    throw new HallError('SERVICE_AWAY'); // broken off half way, or replaced by something shorter: ask again
  }
  const found = await findings();
  if (found.size !== size) throw new HallError('SERVICE_AWAY'); // replaced while we read: ask again
  return found;
}

async function keep(row: FileRow, copy: string, { sha256, sm3, size }: Findings, ending: string, type: string): Promise<FileRow> {
  await copyTo(copy, sealedKey(sha256));
  const done = { state: 'sealed' as const, sha256, sm3, size, type, name: nameFor(row.name, ending) };
  // When another upload through the same form was faster, its answer stands; ours stays unread under its own hash.
  await FileModel.updateOne({ _id: row._id, state: 'staging' }, { $set: done });
  const now = await settled(row._id);
  await removeObjects(stagingKey(row._id));
  return now;
}

async function refuseUpload(row: FileRow, refusal: RefusalName, keys: string[]): Promise<FileRow> {
  await FileModel.updateOne({ _id: row._id, state: 'staging' }, { $set: { state: 'refused', refusal } });
  await removeObjects(...keys).catch(() => undefined); // it is decided; what the store keeps nobody can read, and it is swept within a day
  return settled(row._id);
}

/** What has been decided. Nothing yet means there is no upload to decide on. */
async function settled(id: string): Promise<FileRow> {
  const row = await FileModel.findById(id).lean<FileRow>();
  if (row?.state === 'refused') throw refusalOf(row.refusal as RefusalName, row.purpose);
  if (row?.state !== 'sealed') throw new HallError('NOT_FOUND');
  return row;
}
