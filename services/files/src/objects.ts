import type { Readable } from 'node:stream';
import { CopyDestinationOptions, CopySourceOptions } from 'minio';
import { realNow } from '@wangting/kit/clock';
import { isMissing, objects, openObjects, outsideOf, reach } from '@wangting/kit/objects';

/** What moves a whole upload may take longer than a question to the store. */
const LONG_MS = 20_000;
const FORM_SECONDS = 600;

/** Where a browser may write, where only we write while checking, and what has been checked. */
export const stagingKey = (fileId: string): string => `staging/${fileId}`;
export const sealingKey = (fileId: string, nonce: string): string => `sealing/${fileId}/${nonce}`;

/** A form for one upload: one key, this many bytes and no other number, ten minutes. */
export async function uploadForm(fileId: string, bytes: number): Promise<{ url: string; fields: Record<string, string> }> {
  await openObjects();
  const { outside, bucket } = objects();
  const policy = outside.newPostPolicy();
  policy.setBucket(bucket);
  policy.setKey(stagingKey(fileId));
  policy.setContentLengthRange(bytes, bytes);
  // Signatures guard security: the real clock, which no test moves.
  policy.setExpires(new Date(realNow() + FORM_SECONDS * 1000));
  const { postURL, formData } = await outside.presignedPostPolicy(policy);
  return { url: outsideOf(postURL), fields: formData as Record<string, string> };
}

/** Size of what lies under a key; undefined when nothing does. */
export async function sizeOf(key: string): Promise<number | undefined> {
  const { inside, bucket } = objects();
  try {
    return (await reach(inside.statObject(bucket, key))).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
/** A few bytes out of the middle, to look into a container without reading it whole. */
export async function readPart(key: string, from: number, length: number): Promise<Buffer> {
  const { inside, bucket } = objects();
  const parts: Buffer[] = [];
  for await (const part of await reach(inside.getPartialObject(bucket, key, from, length))) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
export const writeStream = async (key: string, stream: Readable, size: number): Promise<void> => {
  const { inside, bucket } = objects();
  await reach(inside.putObject(bucket, key, stream, size, { 'Content-Type': 'application/octet-stream' }), LONG_MS);
};
export const copyTo = async (from: string, to: string): Promise<void> => {
  const { inside, bucket } = objects();
  const copied = inside.copyObject(
    new CopySourceOptions({ Bucket: bucket, Object: from }),
    new CopyDestinationOptions({ Bucket: bucket, Object: to }),
  );
  await reach(copied, LONG_MS);
};
