import type { Readable } from 'node:stream';
import { Client } from 'minio';
import { config } from './config.ts';
import { HallError, nameOf } from './errors.ts';

/** How long the store may take before it counts as away; the request can be repeated. */
const LIMIT_MS = 10_000;
/** A signed address lives long enough for a click and a slow line. */
const ADDRESS_SECONDS = 300;
/** The client sends what is larger in parts of this size: a table of 40 MB never lies in memory whole. */
const PART_BYTES = 5 * 1024 * 1024;

interface Objects {
  /** As the services reach the store. */
  inside: Client;
  /** As browsers reach it: signs addresses and forms, is never called. */
  outside: Client;
  bucket: string;
}
let opened: Objects | undefined;
/** The store's clients and the bucket, for what a service does beyond the functions below. */
export function objects(): Objects {
  if (opened) return opened;
  const { S3_ENDPOINT, S3_PUBLIC_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION, S3_BUCKET } = config();
  if (!S3_ENDPOINT || !S3_ACCESS_KEY || !S3_SECRET_KEY) throw new Error('This process needs S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY');
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
  return (opened = { inside, outside: S3_PUBLIC_ENDPOINT ? at(S3_PUBLIC_ENDPOINT) : inside, bucket: S3_BUCKET });
}

/** Nothing lies under this key: an answer of the store, not a fault of it. */
export const isMissing = (error: unknown): boolean =>
  ['NotFound', 'NoSuchKey'].includes(String((error as { code?: unknown } | null)?.code));

/** A store that does not answer is a service away: nothing is half done, and repeating is safe. */
export async function reach<T>(work: Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, limitMs, new HallError('SERVICE_AWAY'));
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
/** The bucket exists, or is made: asked at start and, when the store was away then, before the first write. Two services at once do no harm. */
export function openObjects(): Promise<void> {
  bucketReady ??= makeBucket().catch((error: unknown) => {
    bucketReady = undefined;
    throw error;
  });
  return bucketReady;
}
async function makeBucket(): Promise<void> {
  const { inside, bucket } = objects();
  if (await reach(inside.bucketExists(bucket))) return;
  const made = inside.makeBucket(bucket).catch((error: { code?: string }) => {
    if (!/^Bucket(AlreadyOwnedByYou|AlreadyExists)$/.test(String(error.code))) throw error;
  });
  await reach(made);
}
/** Tests move the store and start over. */
export const forgetObjects = (): void => {
  opened = undefined;
  bucketReady = undefined;
};

/** Where a checked upload lies: `files` puts it there, the owner of the case may read it. */
export const sealedKey = (sha256: string): string => `sealed/${sha256}`;
/** Lays bytes down under a key, replacing what was there. */
export async function putObject(key: string, bytes: Buffer, type: string): Promise<void> {
  await openObjects();
  const { inside, bucket } = objects();
  await reach(inside.putObject(bucket, key, bytes, bytes.length, { 'Content-Type': type }));
}
/** Lays down what a stream brings, of unknown length, part by part: no more than a part is held. */
export async function putStream(key: string, stream: Readable, type: string): Promise<void> {
  await openObjects();
  const { inside, bucket } = objects();
  await inside.putObject(bucket, key, stream, undefined, { 'Content-Type': type });
}
/** What lies under a key, byte after byte; refused as missing (`isMissing`) when nothing does. */
export async function readStream(key: string): Promise<Readable> {
  const { inside, bucket } = objects();
  return reach(inside.getObject(bucket, key));
}
/** Removing what is not there is done, also when the store says so because somebody else was removing it at the same moment. */
export async function removeObjects(...keys: string[]): Promise<void> {
  const { inside, bucket } = objects();
  for (const key of keys)
    await reach(inside.removeObject(bucket, key)).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
}
/** Removes what lies under a prefix and is older than a moment. Returns how many. */
export async function sweepObjects(prefix: string, olderThan: number): Promise<number> {
  const { inside, bucket } = objects();
  const old: string[] = [];
  for await (const found of inside.listObjectsV2(bucket, prefix, true)) {
    const { name, lastModified } = found as { name?: string; lastModified?: Date };
    if (name && lastModified && lastModified.getTime() < olderThan) old.push(name);
  }
  await removeObjects(...old);
  return old.length;
}

/** A signed address for one read, under a name and type of our own choosing: the type a store remembers is never believed. */
export async function addressOf(key: string, fileName: string, type: string): Promise<string> {
  const { outside, bucket } = objects();
  return outsideOf(
    await outside.presignedGetObject(bucket, key, ADDRESS_SECONDS, {
      'response-content-type': type,
      'response-content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    }),
  );
}
/**
 * On our own origin unless browsers can reach the store: the gateway forwards `/objects/*` unchanged, so signatures are made for the host
 * the store sees.
 */
export function outsideOf(signed: string): string {
  if (config().S3_PUBLIC_ENDPOINT) return signed;
  const { pathname, search } = new URL(signed);
  return `${config().PUBLIC_URL.replace(/\/$/, '')}/objects${pathname}${search}`;
}
