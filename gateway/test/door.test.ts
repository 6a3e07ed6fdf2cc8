import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import SwaggerParser from '@apidevtools/swagger-parser';
import type { ServiceBroker } from 'moleculer';
import { me } from '@wangting/contracts/identity/session';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

testEnvironment();
process.env.RATE_PER_MINUTE = '100000';
let hall: TestHall;
let broker: ServiceBroker;
let server: Server;
let port = 0;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  body: Record<string, never> & { name?: string; detail?: string; data?: { issues?: { path: string }[] } };
}
/** A browser's request; the body is read to its end. */
function http(
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : ({} as Answer['body']),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(payload);
  });
}
const STAFF = { kind: 'staff', account: 'shouli', password: 'Demo-2026' };
async function login(): Promise<{ cookie: string; csrf: string }> {
  const answer = await http('POST', '/api/login/password', { body: STAFF });
  expect(answer.status).toBe(200);
  const cookie = String(answer.headers['set-cookie']?.[0]);
  return { cookie: cookie.split(';')[0] as string, csrf: (answer.body as unknown as { me: { csrf: string } }).me.csrf };
}

describe('a page opened at another name of this machine', () => {
  test.each([
    ['localhost:8080', '/business?c=x', 'http://127.0.0.1:8080/business?c=x'],
    ['[::1]:8080', '//elsewhere.example/', 'http://127.0.0.1:8080//elsewhere.example/'],
  ])('%s goes to ours', async (host, path, location) => {
    const { status, headers } = await http('GET', path, { headers: { host } });
    expect([status, headers.location]).toEqual([302, location]);
  });
  test.each([
    ['127.0.0.1:8080', '/'],
    ['localhost:9999', '/'],
    ['hall.example', '/'],
    ['localhost:8080', '/api/me'],
  ])('%s%s stays', async (host, path) => {
    expect((await http('GET', path, { headers: { host } })).status).not.toBe(302);
  });
});

beforeAll(async () => {
  const { seedIdentity } = await import('@wangting/identity/seed');
  const { store } = await import('@wangting/identity/store');
  await store.open();
  await seedIdentity({
    staff: [{ id: 's1', account: 'shouli', name: '测试受理', password: 'Demo-2026', roles: ['intake'], areas: ['61'] }],
    simulator: [],
  });
  const identity = (await import('@wangting/identity/identity.service')).default;
  hall = await testHall([identity]);
  const { createBroker } = await import('@wangting/kit/broker');
  const { routedContracts } = await import('../src/contracts.ts');
  const { apiService } = await import('../src/api.ts');
  const { hintsService } = await import('../src/events.ts');
  const { hallServer } = await import('../src/server.ts');
  const contracts = await routedContracts();
  broker = createBroker('gateway');
  broker.createService(apiService(contracts));
  broker.createService(hintsService);
  await broker.start();
  await broker.waitForServices('identity', 10_000);
  server = hallServer(broker, contracts);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await broker.stop();
  await hall.stop();
});

describe('the door', () => {
  test('says who is there only to a session, with a cookie no script can read', async () => {
    expect((await http('GET', '/api/me')).body.name).toBe('NOT_LOGGED_IN');
    const answer = await http('POST', '/api/login/password', { body: STAFF });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^wt_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(answer.text).not.toContain(String(answer.headers['set-cookie']?.[0]).slice(11, 40));
    const { cookie } = await login();
    expect(me.output.parse((await http('GET', '/api/me', { headers: { cookie } })).body)).toMatchObject({
      kind: 'staff',
      roles: ['intake'],
    });
  });
  test('a cookie used after log-out, or made up, is nobody', async () => {
    const { cookie, csrf } = await login();
    expect((await http('POST', '/api/logout', { body: {}, headers: { cookie, 'x-wangting-csrf': csrf } })).status).toBe(200);
    await until(async () => (await http('GET', '/api/me', { headers: { cookie } })).status === 401);
    expect((await http('GET', '/api/me', { headers: { cookie: 'wt_session=AAAA' } })).body.name).toBe('NOT_LOGGED_IN');
  });
  test('of two logins of one person the older ends', async () => {
    const first = await login();
    const second = await login();
    await until(async () => (await http('GET', '/api/me', { headers: { cookie: first.cookie } })).status === 401);
    expect((await http('GET', '/api/me', { headers: { cookie: second.cookie } })).status).toBe(200);
  });
  test.each<[string, Record<string, string>]>([
    ['no token', {}],
    ['a wrong token', { 'x-wangting-csrf': 'x'.repeat(43) }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'https://evil.example' }],
  ])('a write with %s is refused', async (_what, extra) => {
    const { cookie, csrf } = await login();
    const headers = { cookie, ...(extra['x-wangting-csrf'] || !Object.keys(extra).length ? {} : { 'x-wangting-csrf': csrf }), ...extra };
    const answer = await http('PUT', '/api/favourites/person-enrolment', { body: { on: true }, headers });
    expect([answer.status, answer.body.name]).toEqual([403, 'FORBIDDEN_ORIGIN']);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.detail).toMatch(/来源/);
  });
  test('favourites are kept, and an item nobody knows is not found', async () => {
    const { cookie, csrf } = await login();
    const headers = { cookie, 'x-wangting-csrf': csrf };
    const answer = await http('PUT', '/api/favourites/person-enrolment', { body: { on: true }, headers });
    expect(answer.body).toEqual({ items: ['person-enrolment'] });
    expect((await http('PUT', '/api/favourites/nothing', { body: { on: true }, headers })).body.name).toBe('NOT_FOUND');
  });
  test('an unknown field, a broken body and an oversize body are each named', async () => {
    const extra = await http('POST', '/api/login/password', { body: { ...STAFF, role: 'admin' } });
    expect([extra.status, extra.body.data?.issues?.[0]?.path]).toEqual([422, 'role']);
    expect((await http('POST', '/api/login/password', { body: '{"kind":' })).body.name).toBe('INPUT_INVALID');
    expect((await http('POST', '/api/login/password', { body: { ...STAFF, account: 'x'.repeat(1_200_000) } })).body.name).toBe(
      'BODY_TOO_LARGE',
    );
  });
  test('what a browser writes into meta counts for nothing', async () => {
    const answer = await http('GET', '/api/me?meta=1', { headers: { 'x-meta-token': 'abc' } });
    expect(answer.body.name).toBe('NOT_LOGGED_IN');
    await expect(
      hall.caller.call(
        'identity.session.me',
        {},
        { meta: { caller: { kind: 'staff', id: 'root', scopes: ['ops'] }, token: 'forged.token.here' } },
      ),
    ).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
  });
  test('only what the contracts name can be reached', async () => {
    for (const path of ['/api/identity/session/token', '/api/nothing', '/api/identity.session.token', '/api/$node/list'])
      expect((await http('GET', path)).body.name).toBe('NOT_FOUND');
  });
  test('headers that browsers obey are on every answer', async () => {
    for (const path of ['/healthz', '/api/me', '/api/catalogue?all=1']) {
      const { headers } = await http('GET', path);
      expect(headers['content-security-policy']).toContain("script-src 'self'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });
});

test('openapi.json is a valid OpenAPI 3.1 description', async () => {
  const description = JSON.parse((await http('GET', '/api/openapi.json')).text) as never;
  const api = await SwaggerParser.validate(description);
  expect(Object.keys(api.paths ?? {}).length).toBeGreaterThan(15);
});
test('the catalogue lists all 43 items with a state, and what stands beside them once it is there', async () => {
  const { items } = JSON.parse((await http('GET', '/api/catalogue?all=1')).text) as {
    items: { no: number; state: string; initials: string }[];
  };
  expect(items.slice(0, 43).map(({ no }) => no)).toEqual(Array.from({ length: 43 }, (_, i) => i + 1));
  expect(new Set(items.slice(43).map(({ no, state }) => `${no} ${state}`))).toEqual(new Set(['0 done']));
  expect(items[0]).toMatchObject({ initials: 'qycbdj' });
  expect((JSON.parse((await http('GET', '/api/catalogue')).text) as { items: unknown[] }).items).toEqual([]);
});
test('a dictionary is kept for ever under its hash, and only there', async () => {
  const index = JSON.parse((await http('GET', '/api/dictionaries')).text) as Record<string, string>;
  const answer = await http('GET', `/api/dictionaries/sex@${index.sex}`);
  expect(answer.headers['cache-control']).toContain('immutable');
  expect(answer.text).toContain('男');
  expect((await http('GET', '/api/dictionaries/sex@0000')).body.name).toBe('NOT_FOUND');
});
