import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT, type JWK } from 'jose';
import { makeKeys } from '../keys.ts';

const dir = path.join(mkdtempSync(path.join(tmpdir(), 'keys-')), 'secrets');
const json = (name: string) => JSON.parse(readFileSync(path.join(dir, name), 'utf8'));

beforeAll(() => makeKeys(dir));
afterAll(() => rmSync(path.dirname(dir), { recursive: true }));

describe('the folder of secrets', () => {
  test('only its owner can read it', () => {
    expect(statSync(dir).mode & 0o077).toBe(0);
    for (const file of readdirSync(dir)) expect(statSync(path.join(dir, file)).mode & 0o077).toBe(0);
  });

  test('what a service signs is verified with the public set, and with no private part in it', async () => {
    const { keys } = json('public.json') as { keys: JWK[] };
    expect(keys.map((key) => key.kid)).toContain('persons');
    expect(keys.every((key) => key.d === undefined)).toBe(true);

    const token = await new SignJWT({ kind: 'service' })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'persons' })
      .sign(await importJWK(json('persons.jwk'), 'EdDSA'));
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys }));
    expect(payload.kind).toBe('service');
  });

  test('asked for again it stays as it was: the seal key opens everything ever stored', async () => {
    const before = readdirSync(dir).map((file) => readFileSync(path.join(dir, file), 'utf8'));
    await makeKeys(dir);
    expect(readdirSync(dir).map((file) => readFileSync(path.join(dir, file), 'utf8'))).toEqual(before);
    expect(Buffer.from(readFileSync(path.join(dir, 'seal.key'), 'utf8'), 'base64')).toHaveLength(32);
  });
});
