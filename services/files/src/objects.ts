import type { Readable } from 'node:stream';
import { Client, CopyDestinationOptions, CopySourceOptions } from 'minio';
import { realNow } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError, nameOf } from '@wangting/kit/errors';

/** How long the store may take before it counts as away; the request can be repeated. */
const LIMIT_MS = 20_000;
const FORM_SECONDS = 600;
const ADDRESS_SECONDS = 300;
const PART_BYTES = 5 * 1024 * 1024;

/** Where a browser may write, where only we write while checking, and what has been checked. */
export const stagingKey = (fileId: string): string => `staging/${fileId}`;
export const sealingKey = (fileId: string, nonce: string): string => `sealing/${fileId}/${nonce}`;
export const sealedKey = (sha256: string): string => `sealed/${sha256}`;

let clients: { inside: Client; outside: Client; bucket: string } | undefined;
function open() {
  if (clients) return clients;
  const { S3_ENDPOINT, S3_PUBLIC_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION, S3_BUCKET } = config();
  if (!S3_ENDPOINT || !S3_ACCESS_KEY || !S3_SECRET_KEY) throw new Error('files needs S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY');
  const at = (address: string) => {
    const { hostname, port, protocol } = new URL(address);
    return new Client({
      endPoint: hostname,
      port: port ? Number(port) : protocol === 'https:' ? 443 : 80,
      useSSL: protocol === 'https:',
      accessKey: S3_ACCESS_KEY,
      secretKey: S3_SECRET_KEY,
      region: S3_REGION,
      pathStyle: true,
      partSize: PART_BYTES,
    });
  };
  const inside = at(S3_ENDPOINT);
  return (clients = { inside, outside: S3_PUBLIC_ENDPOINT ? at(S3_PUBLIC_ENDPOINT) : inside, bucket: S3_BUCKET });
}

const isMissing = (error: unknown): boolean => ['NotFound', 'NoSuchKey'].includes(String((error as { code?: unknown } | null)?.code));

/** A store that does not answer is a service away: nothing is half done, and repeating is safe. */
async function reach<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, LIMIT_MS, new HallError('SERVICE_AWAY'));
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (nameOf(error) || isMissing(error)) throw error;
    throw new HallError('SERVICE_AWAY', { cause: String((error as { code?: unknown } | null)?.code ?? 'store') });
  } finally {
    clearTimeout(timer);
  }
}

let bucketReady: Promise<void> | undefined;
/** The bucket exists, or is made: asked at start and, when the store was away then, before the first form. Two services at once do no harm. */
export function openObjects(): Promise<void> {
  bucketReady ??= makeBucket().catch((error: unknown) => {
    bucketReady = undefined;
    throw error;
  });
  return bucketReady;
}
async function makeBucket(): Promise<void> {
  const { inside, bucket } = open();
  if (await reach(inside.bucketExists(bucket))) return;
  await inside.makeBucket(bucket).catch((error: { code?: string }) => {
    if (!/^Bucket(AlreadyOwnedByYou|AlreadyExists)$/.test(String(error.code))) throw error;
  });
}
export const forgetObjects = (): void => {
  clients = undefined;
  bucketReady = undefined;
};

/**
 * On our own origin unless browsers can reach the store: the gateway forwards `/objects/*` unchanged, so signatures are made for the host
 * the store sees.
 */
function outsideOf(signed: string): string {
  if (config().S3_PUBLIC_ENDPOINT) return signed;
  const { pathname, search } = new URL(signed);
  return `${config().PUBLIC_URL.replace(/\/$/, '')}/objects${pathname}${search}`;
}

/** A form for one upload: one key, this many bytes and no other number, ten minutes. */
export async function uploadForm(fileId: string, bytes: number): Promise<{ url: string; fields: Record<string, string> }> {
  await openObjects();
  const { outside, bucket } = open();
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
  const { inside, bucket } = open();
  try {
    return (await reach(inside.statObject(bucket, key))).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
export const readStream = async (key: string): Promise<Readable> => {
  const { inside, bucket } = open();
  return reach(inside.getObject(bucket, key));
};
export async function readPart(key: string, from: number, length: number): Promise<Buffer> {
  const { inside, bucket } = open();
  const parts: Buffer[] = [];
  for await (const part of await reach(inside.getPartialObject(bucket, key, from, length))) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
export const writeStream = async (key: string, stream: Readable, size: number): Promise<void> => {
  const { inside, bucket } = open();
  await reach(inside.putObject(bucket, key, stream, size, { 'Content-Type': 'application/octet-stream' }));
};
export const copyTo = async (from: string, to: string): Promise<void> => {
  const { inside, bucket } = open();
  await reach(
    inside.copyObject(new CopySourceOptions({ Bucket: bucket, Object: from }), new CopyDestinationOptions({ Bucket: bucket, Object: to })),
  );
};
/** Removing what is not there is done. */
export const remove = async (...keys: string[]): Promise<void> => {
  const { inside, bucket } = open();
  for (const key of keys) await reach(inside.removeObject(bucket, key));
};

/** A signed address for reading one sealed file under its own name and type. */
export async function readAddress(sha256: string, name: string, type: string): Promise<string> {
  const { outside, bucket } = open();
  return outsideOf(
    await outside.presignedGetObject(bucket, sealedKey(sha256), ADDRESS_SECONDS, {
      'response-content-type': type,
      'response-content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
    }),
  );
}

/** Removes what lies under a prefix and is older than a moment. */
export async function sweepObjects(prefix: string, olderThan: number): Promise<number> {
  const { inside, bucket } = open();
  const old: string[] = [];
  for await (const found of inside.listObjectsV2(bucket, prefix, true)) {
    const { name, lastModified } = found as { name?: string; lastModified?: Date };
    if (name && lastModified && lastModified.getTime() < olderThan) old.push(name);
  }
  await remove(...old);
  return old.length;
}
