import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** Everybody who signs something: a service for its background work, the gateway for its questions, identity for people. */
const SIGNERS = [
  'identity',
  'units',
  'persons',
  'contributions',
  'injury',
  'benefits',
  'unemployment',
  'documents',
  'files',
  'desk',
  'gateway',
] as const;

/**
 * Makes what is missing in a folder of secrets and returns the folder. What is there is never replaced: the seal key opens every
 * identity number ever stored. In production these files are mounted by the operator, each process seeing only its own.
 */
export async function makeKeys(dir: string): Promise<string> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const publicKeys: JWK[] = [];
  for (const signer of SIGNERS) publicKeys.push(await signingKey(path.join(dir, `${signer}.jwk`), signer));
  write(path.join(dir, 'public.json'), JSON.stringify({ keys: publicKeys }, null, 2));
  for (const name of ['seal.key', 'lookup.key']) {
    const file = path.join(dir, name);
    if (!existsSync(file)) write(file, randomBytes(32).toString('base64'));
  }
  return dir;
}

/** A password in a folder of secrets, that stays the same once made. */
export function passwordIn(dir: string, name: string): string {
  const file = path.join(dir, `${name}.password`);
  if (!existsSync(file)) write(file, randomBytes(24).toString('hex'));
  return readFileSync(file, 'utf8').trim();
}

async function signingKey(file: string, kid: string): Promise<JWK> {
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    write(file, JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: 'EdDSA', use: 'sig' }));
  }
  const { d: _private, ...open } = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  return open;
}

const write = (file: string, text: string): void => writeFileSync(file, `${text}\n`, { mode: 0o600 });
