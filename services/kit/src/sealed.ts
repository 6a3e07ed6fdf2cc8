import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { config, keyFrom } from './config.ts';

/** As KeyObjects: Node wraps a bare buffer anew at each use, which takes longer than sealing a row. */
let keys: { seal: KeyObject; lookup: KeyObject; id: string } | undefined;
function load() {
  if (!keys) {
    const seal = keyFrom(config().SEAL_KEY_FILE);
    const id = createHash('sha256').update(seal).digest('hex').slice(0, 8);
    keys = { seal: createSecretKey(seal), lookup: createSecretKey(keyFrom(config().LOOKUP_KEY_FILE)), id };
  }
  return keys;
}

/** Encrypts text for storage: AES-256-GCM, `<key id>.<iv>.<tag>.<text>` in base64url. The key id lets keys be changed without reading old rows wrong. */
export function seal(text: string): string {
  const { seal: key, id } = load();
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [id, iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), body.toString('base64url')].join('.');
}
/** The text again. Throws when it was altered or sealed with another key. */
export function unseal(sealed: string): string {
  const { seal: key, id } = load();
  const [keyId, iv, tag, body] = sealed.split('.');
  if (keyId !== id || !iv || !tag || body === undefined) throw new Error(`Sealed with key ${keyId}, this process holds ${id}`);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8');
}
export const sealJson = (value: unknown): string => seal(JSON.stringify(value));
export const unsealJson = <T>(sealed: string): T => JSON.parse(unseal(sealed)) as T;

/** Blind index (HMAC-SHA256) for exact search of an ID number, phone or name; normalise before. Same text, same hash, in every service. */
export const lookup = (kind: 'id' | 'mobile' | 'account' | 'name', text: string): string =>
  createHmac('sha256', load().lookup).update(`${kind}:${text.trim().toUpperCase()}`).digest('base64url').slice(0, 32);

/** Stable digest of any JSON value, key order aside: tells whether a request key comes back with another intention. */
export function digest(value: unknown): string {
  const ordered = (v: unknown): unknown =>
    Array.isArray(v)
      ? v.map(ordered)
      : v && typeof v === 'object'
        ? Object.fromEntries(
            Object.entries(v)
              .filter(([, x]) => x !== undefined)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([k, x]) => [k, ordered(x)]),
          )
        : v;
  return createHash('sha256')
    .update(JSON.stringify(ordered(value)))
    .digest('hex')
    .slice(0, 32);
}
export const forgetKeys = (): void => {
  keys = undefined;
};
