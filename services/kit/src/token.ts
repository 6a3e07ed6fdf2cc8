import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose';
import { Caller } from '@wangting/contracts/caller';
import type { SignerName } from '@wangting/contracts/names';
import { realNow } from './clock.ts';
import { config } from './config.ts';

const ALG = 'EdDSA';
/** A caller token lives at most this long (decisions.md 15). */
export const TOKEN_SECONDS = 60;
const privates = new Map<string, Promise<CryptoKey>>();
let publics: Map<string, Promise<CryptoKey>> | undefined;
const verified = new Map<string, { caller: Caller; until: number }>();

const read = (file: string): unknown => JSON.parse(readFileSync(join(config().KEYS_DIR, file), 'utf8'));

function privateKey(signer: SignerName): Promise<CryptoKey> {
  let key = privates.get(signer);
  if (!key) {
    if (!existsSync(join(config().KEYS_DIR, `${signer}.jwk`))) throw new Error(`This process holds no key of ${signer}`);
    privates.set(signer, (key = importJWK(read(`${signer}.jwk`) as JWK, ALG) as Promise<CryptoKey>));
  }
  return key;
}
function publicKey(kid: string): Promise<CryptoKey> | undefined {
  publics ??= new Map(
    (read('public.json') as { keys: JWK[] }).keys.map((jwk) => [String(jwk.kid), importJWK(jwk, ALG) as Promise<CryptoKey>]),
  );
  return publics.get(kid);
}

/** Signs a caller. identity signs people and staff; every service signs itself for background work. */
export async function signCaller(signer: SignerName, caller: Caller, seconds = TOKEN_SECONDS): Promise<string> {
  const at = Math.floor(realNow() / 1000);
  return new SignJWT({ caller })
    .setProtectedHeader({ alg: ALG, kid: signer })
    .setIssuer(signer)
    .setIssuedAt(at)
    .setExpirationTime(at + Math.min(seconds, TOKEN_SECONDS))
    .sign(await privateKey(signer));
}

/**
 * The caller of a token, or undefined when it is missing, altered, expired, or signed by somebody who may not say this:
 * only identity speaks for people and staff, a service only for itself.
 */
export async function verifyCaller(token: unknown): Promise<Caller | undefined> {
  if (typeof token !== 'string' || token.length > 8_192) return undefined;
  const now = realNow();
  const known = verified.get(token);
  if (known) return known.until > now ? known.caller : undefined;
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      async (header) => {
        const key = publicKey(String(header.kid));
        if (!key) throw new Error('unknown key');
        return key;
      },
      { algorithms: [ALG], currentDate: new Date(now) },
    );
    const caller = Caller.parse(payload.caller);
    const signer = protectedHeader.kid;
    if (payload.iss !== signer || (caller.kind === 'service' ? caller.id !== signer : signer !== 'identity')) return undefined;
    const until = Math.min(Number(payload.exp), Number(payload.iat) + TOKEN_SECONDS) * 1000;
    if (until <= now) return undefined;
    if (verified.size > 5_000) verified.clear();
    verified.set(token, { caller, until });
    return caller;
  } catch {
    return undefined; // every way a token can be wrong reads the same from outside
  }
}

const own = new Map<string, { token: string; until: number }>();
/** This service's own token for background work, renewed before it ends. */
export async function serviceToken(service: SignerName, onBehalfOf?: string): Promise<string> {
  const key = `${service}:${onBehalfOf ?? ''}`;
  const held = own.get(key);
  if (held && held.until > realNow() + 10_000) return held.token;
  const token = await signCaller(service, { kind: 'service', id: service, scopes: [], ...(onBehalfOf ? { onBehalfOf } : {}) });
  if (own.size > 1_000) own.clear();
  own.set(key, { token, until: realNow() + TOKEN_SECONDS * 1000 });
  return token;
}
export const forgetTokens = (): void => {
  privates.clear();
  own.clear();
  verified.clear();
  publics = undefined;
};
