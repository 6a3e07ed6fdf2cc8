import { createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HallError } from './errors.ts';

/**
 * HTTP Message Signatures (RFC 9421) as this hall takes them: one signature, ed25519, over at least method, path and content digest (RFC 9530,
 * sha-256), with created, keyid and nonce. Anything else is refused; nothing of a message is looked at before.
 */
export interface SignedMessage {
  keyId: string;
  created: number;
  nonce: string;
  /** What was signed. */
  base: string;
  /** base64. */
  signature: string;
}
const COVERED = ['@method', '@path', 'content-digest'];
const INPUT = /^([a-z][a-z0-9_.*-]*)=(\(("[@a-z-]+"(?: "[@a-z-]+")*)\)((?:;[a-z]+=(?:"[\x20\x21\x23-\x5b\x5d-\x7e]*"|\d{1,12}))+))$/;
const one = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

/** Reads who signed and what, and insists that the body is the one whose digest was signed. @throws EXCHANGE_SIGNATURE */
export function readSigned(method: string, path: string, headers: IncomingHttpHeaders, body: Buffer): SignedMessage {
  const [, label = '', raw = '', names = '', params = ''] = INPUT.exec(one(headers, 'signature-input')) ?? [];
  const covered = names.split(' ').map((name) => name.slice(1, -1));
  const said = new Map([...params.matchAll(/;([a-z]+)=(?:"([^"]*)"|(\d+))/g)].map(([, name, words, digits]) => [name, words ?? digits]));
  const signature = new RegExp(`^${label.replace(/[.*]/g, '\\$&')}=:([A-Za-z0-9+/]{86}==):$`).exec(one(headers, 'signature'))?.[1];
  const digest = /(?:^|,\s*)sha-256=:([A-Za-z0-9+/]{43}=):/.exec(one(headers, 'content-digest'))?.[1];
  const [keyId, created, nonce] = [said.get('keyid'), said.get('created'), said.get('nonce')];
  const whole = COVERED.every((name) => covered.includes(name)) && covered.every((name) => COVERED.includes(name));
  if (!label || !signature || !digest || !keyId || !created || !nonce || !whole || new Set(covered).size !== covered.length)
    throw new HallError('EXCHANGE_SIGNATURE');
  if ((said.get('alg') ?? 'ed25519') !== 'ed25519') throw new HallError('EXCHANGE_SIGNATURE');
  if (!timingSafeEqual(Buffer.from(digest, 'base64'), createHash('sha256').update(body).digest()))
    throw new HallError('EXCHANGE_SIGNATURE');
  const values: Record<string, string> = { '@method': method, '@path': path, 'content-digest': one(headers, 'content-digest') };
  const base = [...covered.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${raw}`].join('\n');
  return { keyId, created: Number(created), nonce, base, signature };
}

/** Did the holder of this key (SPKI, PEM) sign this? */
export function signedBy(publicKey: string, base: string, signature: string): boolean {
  const key = createPublicKey(publicKey);
  return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(base), key, Buffer.from(signature, 'base64'));
}
