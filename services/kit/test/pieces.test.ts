import { beforeAll, describe, expect, test } from '@jest/globals';
import { Writable } from 'node:stream';
import { z } from 'zod';
import { mayCall, issuesOf } from '../src/implement.ts';
import { maskText } from '../src/log.ts';
import { digest, lookup, seal, sealJson, unseal, unsealJson } from '../src/sealed.ts';
import { signCaller, verifyCaller, serviceToken } from '../src/token.ts';
import { testEnvironment } from '../src/testing.ts';
import { realNow } from '../src/clock.ts';
import { kindOfFailure, backoff, Poison } from '../src/consume.ts';
import { HallError } from '../src/errors.ts';
import { SignJWT, generateKeyPair } from 'jose';

beforeAll(() => void testEnvironment());

describe('sealed fields', () => {
  test('come back whole, never twice the same, and not when altered', () => {
    expect(unseal(seal('610113199001010019'))).toBe('610113199001010019');
    expect(seal('x')).not.toBe(seal('x'));
    expect(unsealJson(sealJson({ a: [1, '𠮷'] }))).toEqual({ a: [1, '𠮷'] });
    const [id, iv, tag, body] = seal('abc').split('.');
    expect(() => unseal([id, iv, tag, `${(body ?? '').startsWith('A') ? 'B' : 'A'}${(body ?? '').slice(1)}`].join('.'))).toThrow();
    expect(() => unseal(['00000000', iv, tag, body].join('.'))).toThrow(/Sealed with key/);
  });
  test('a blind index finds the same number however it was typed, and nothing else', () => {
    expect(lookup('id', ' 61010319490101001x ')).toBe(lookup('id', '61010319490101001X'));
    expect(lookup('id', '1')).not.toBe(lookup('mobile', '1'));
  });
  test('the digest of an intention does not depend on the order of keys', () => {
    expect(digest({ a: 1, b: { c: 2, d: undefined } })).toBe(digest({ b: { c: 2 }, a: 1 }));
    expect(digest([1, 2])).not.toBe(digest([2, 1]));
  });
});

describe('logs', () => {
  test.each([
    ['证件 610113199001010019 不符', '证件 610***********0019 不符'],
    ['电话13800001234。', '电话138****1234。'],
    ['流水号 20241022222100000001', '流水号 20241022222100000001'],
  ])('%s is written as %s', (text, masked) => expect(maskText(text)).toBe(masked));
  test('known personal fields never reach the line', async () => {
    const lines: string[] = [];
    const { default: pino } = await import('pino');
    expect(pino).toBeDefined();
    const { logger } = await import('../src/log.ts');
    const log = logger('t', 'info');
    const stream = new Writable({
      write: (chunk: Buffer, _e, done) => {
        lines.push(String(chunk));
        done();
      },
    });
    (log as unknown as Record<symbol, unknown>)[pino.symbols.streamSym] = stream;
    log.info({ idNumber: '610113199001010019', inner: { mobile: '13800001234' } }, 'person 610113199001010019');
    expect(lines.join('')).not.toMatch(/19900101|00001234/);
  });
});

describe('caller tokens', () => {
  const clerk = { kind: 'person' as const, id: 'p1', scopes: ['item:x'], unitId: 'u1' };
  test('identity speaks for people, a service only for itself', async () => {
    expect(await verifyCaller(await signCaller('identity', clerk))).toEqual(clerk);
    expect(await verifyCaller(await signCaller('persons', clerk))).toBeUndefined();
    expect(await verifyCaller(await serviceToken('persons'))).toMatchObject({ kind: 'service', id: 'persons' });
    expect(await verifyCaller(await signCaller('persons', { kind: 'service', id: 'identity', scopes: [] }))).toBeUndefined();
  });
  test('a home-made, altered, expired or missing token is nobody', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const at = Math.floor(realNow() / 1000);
    const forged = await new SignJWT({ caller: clerk })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'identity' })
      .setIssuer('identity')
      .setIssuedAt(at)
      .setExpirationTime(at + 50)
      .sign(privateKey);
    const good = await signCaller('identity', clerk);
    expect(await verifyCaller(forged)).toBeUndefined();
    expect(await verifyCaller(`${good.slice(0, -4)}AAAA`)).toBeUndefined();
    expect(await verifyCaller(await signCaller('identity', clerk, -5))).toBeUndefined();
    expect(await verifyCaller(undefined)).toBeUndefined();
    expect(await verifyCaller({ id: 'root' })).toBeUndefined();
  });
  test.each([
    [{ public: true as const }, undefined, true],
    [{ anyone: true as const }, undefined, false],
    [{ anyone: true as const }, clerk, true],
    [{ scopes: ['item:x'] }, clerk, true],
    [{ scopes: ['item:y'] }, clerk, false],
    [{ services: ['desk' as const] }, clerk, false],
    [{ services: ['desk' as const] }, { kind: 'service' as const, id: 'desk', scopes: [] }, true],
    [{ anyone: true as const }, { kind: 'service' as const, id: 'desk', scopes: ['item:x'] }, false],
  ])('access %j for %j is %s', (access, caller, allowed) => expect(mayCall({ access }, caller)).toBe(allowed));
});

test('problems of an input are said in Chinese and name the field', () => {
  const schema = z.strictObject({ name: z.string().min(2, '请填写姓名'), wage: z.int() });
  const { error } = schema.safeParse({ name: '', wage: 1.5, role: 'admin' });
  const issues = issuesOf(error as z.ZodError);
  expect(issues.map(({ path }) => path).sort()).toEqual(['name', 'role', 'wage']);
  for (const { message } of issues) expect(message).toMatch(/[\u4e00-\u9fff]/);
});

test.each([
  [new Poison('x'), 'poison'],
  [new SyntaxError('not JSON'), 'poison'],
  [new HallError('SERVICE_AWAY'), 'transient'],
  [Object.assign(new Error('no'), { name: 'MongoNetworkError' }), 'transient'],
  [Object.assign(new Error('no'), { type: 'REQUEST_TIMEOUT' }), 'transient'],
  [new TypeError('our fault'), 'unexpected'],
])('failure %s is %s', (error, kind) => expect(kindOfFailure(error)).toBe(kind));
test('twenty unexpected tries take at least half an hour', () => {
  const total = Array.from({ length: 19 }, (_, i) => backoff(i + 1)).reduce((sum, ms) => sum + ms, 0);
  expect(total).toBeGreaterThanOrEqual(30 * 60_000);
});
