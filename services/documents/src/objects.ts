import { Client } from 'minio';
import { config } from '@wangting/kit/config';
import { HallError, nameOf } from '@wangting/kit/errors';

/** How long the store may take before it counts as away; the request can be repeated. */
const LIMIT_MS = 10_000;
/** A signed address lives long enough for a click and a slow line. */
const ADDRESS_SECONDS = 300;

let clients: { inside: Client; outside: Client; bucket: string } | undefined;
function open() {
  if (clients) return clients;
  const { S3_ENDPOINT, S3_PUBLIC_ENDPOINT, S3_ACCESS_KEY, S3_SECRET_KEY, S3_REGION, S3_BUCKET } = config();
  if (!S3_ENDPOINT || !S3_ACCESS_KEY || !S3_SECRET_KEY) throw new Error('documents needs S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY');
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
    });
  };
  const inside = at(S3_ENDPOINT);
  return (clients = { inside, outside: S3_PUBLIC_ENDPOINT ? at(S3_PUBLIC_ENDPOINT) : inside, bucket: S3_BUCKET });
}

/** A store that does not answer is a service away: nothing is half done, and repeating is safe. */
async function reach<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, LIMIT_MS, new HallError('SERVICE_AWAY'));
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw nameOf(error) ? error : new HallError('SERVICE_AWAY', { cause: String((error as { code?: unknown }).code ?? 'store') });
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

export const putPdf = async (key: string, pdf: Buffer): Promise<void> => {
  await openObjects();
  const { inside, bucket } = open();
  await reach(inside.putObject(bucket, key, pdf, pdf.length, { 'Content-Type': 'application/pdf' }));
};
export async function readObject(key: string): Promise<Buffer> {
  const { inside, bucket } = open();
  const stream = await reach(inside.getObject(bucket, key));
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/**
 * A signed address for one paper. Without an address of the store that browsers can reach, the gateway streams `/objects/*`
 * on our own origin: it forwards the request unchanged, so the signature is made for the host the store sees.
 */
export async function addressOf(key: string, fileName: string): Promise<string> {
  const { outside, bucket } = open();
  const signed = await outside.presignedGetObject(bucket, key, ADDRESS_SECONDS, {
    'response-content-type': 'application/pdf',
    'response-content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  });
  if (config().S3_PUBLIC_ENDPOINT) return signed;
  const { pathname, search } = new URL(signed);
  return `${config().PUBLIC_URL.replace(/\/$/, '')}/objects${pathname}${search}`;
}

/** Removes what was laid down for a short time (forms for signature) and is older than that. */
export async function sweepObjects(prefix: string, olderThan: number): Promise<number> {
  const { inside, bucket } = open();
  const old: string[] = [];
  for await (const found of inside.listObjectsV2(bucket, prefix, true)) {
    const { name, lastModified } = found as { name?: string; lastModified?: Date };
    if (name && lastModified && lastModified.getTime() < olderThan) old.push(name);
  }
  for (const key of old) await inside.removeObject(bucket, key);
  return old.length;
}
