import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Context, ServiceBroker } from 'moleculer';
import { z } from 'zod';
import { defineAction } from '@wangting/contracts/action';
import { SERVICES } from '@wangting/contracts/names';
import { forgetConfig } from '@wangting/kit/config';
import { implement } from '@wangting/kit/implement';
import { testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import type { Routed } from '../src/contracts.ts';

/** A door under attack, and one that waits: identity is real, the other services note what reaches them. */
testEnvironment();
process.env.RATE_PER_MINUTE = '100000';

let release = (): void => undefined;
const NOTHING = z.strictObject({});
const waits = (name: 'units.test.never' | 'units.test.long', timeout?: number) =>
  defineAction({
    name,
    title: '测试',
    access: { public: true },
    rest: `GET /${name}`,
    input: NOTHING,
    output: z.strictObject({ waited: z.number() }),
    errors: [],
    ...(timeout ? { timeout } : {}),
  });
const never = waits('units.test.never', 300);
const long = waits('units.test.long', 45_000);
const told = (ctx: Context<unknown, never>) => ({ waited: Number(ctx.options.timeout) });
const waiting = [
  implement(never, async ({ ctx }) => {
    await new Promise<void>((resolve) => (release = resolve));
    return told(ctx as never);
  }),
  implement(long, async ({ ctx }) => told(ctx as never)),
];
/** What got past the door, by action. */
const reached: string[] = [];
const SHORT = (name: string) => name.slice(name.indexOf('.') + 1);
/** Services that answer everything and write down what they were asked; units can also wait. */
const standIn = (service: string) =>
  ({
    name: service,
    actions: Object.fromEntries([
      ...contracts.filter(({ name }) => name.startsWith(`${service}.`)).map(({ name }) => [SHORT(name), () => void reached.push(name)]),
      ...(service === 'units' ? waiting.map((one) => [one.name, one.schema]) : []),
    ]),
  }) as never;

let hall: TestHall;
let contracts: Routed[];
interface Door {
  port: number;
  close(): Promise<void>;
}
const doors: Door[] = [];
/** A door of its own settings. */
async function openDoor(settings: Record<string, string> = {}): Promise<Door> {
  const before = { ...process.env };
  Object.assign(process.env, settings);
  forgetConfig();
  const { createBroker } = await import('@wangting/kit/broker');
  const broker: ServiceBroker = createBroker('gateway');
  broker.createService((await import('../src/api.ts')).apiService(contracts));
  broker.createService((await import('../src/events.ts')).hintsService);
  await broker.start();
  await broker.waitForServices([...SERVICES], 10_000);
  const server: Server = (await import('../src/server.ts')).hallServer(broker, contracts);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const door = {
    port: (server.address() as AddressInfo).port,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await broker.stop();
      for (const name of Object.keys(settings)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
      forgetConfig();
    },
  };
  doors.push(door);
  return door;
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  name?: string;
  body: Record<string, unknown>;
}
function ask(
  { port }: Door,
  method: string,
  path: string,
  { body, headers = {}, own = true }: { body?: string | Buffer; headers?: Record<string, string>; own?: boolean } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: {
          ...(own ? { 'sec-fetch-site': 'same-origin' } : {}),
          ...(body === undefined || headers['transfer-encoding'] ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const said = (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'];
          resolve({ status: response.statusCode ?? 0, headers: response.headers, name: said.name as string, body: said });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
const credentials = (account = 'shouli', password = 'Demo-2026') => JSON.stringify({ kind: 'staff', account, password });
async function login(at: Door, headers: Record<string, string> = {}, account = 'shouli') {
  const answer = await ask(at, 'POST', '/api/login/password', { body: credentials(account), headers });
  expect(answer.status).toBe(200);
  return {
    cookie: String(answer.headers['set-cookie']?.[0]).split(';')[0] as string,
    csrf: (answer.body.me as { csrf: string }).csrf,
  };
}

let door: Door;
beforeAll(async () => {
  const { seedIdentity } = await import('@wangting/identity/seed');
  const { store } = await import('@wangting/identity/store');
  await store.open();
  const person = (n: number) => ({
    id: `s${n}`,
    account: ['shouli', 'chushen'][n] as string,
    name: '测试员',
    password: 'Demo-2026',
    roles: ['intake'],
    areas: ['61'],
  });
  await seedIdentity({ staff: [person(0), person(1)], simulator: [] });
  contracts = await (await import('../src/contracts.ts')).routedContracts();
  const others = SERVICES.filter((service) => service !== 'identity');
  hall = await testHall([(await import('@wangting/identity/identity.service')).default, ...others.map(standIn)]);
  contracts.push(never as never, long as never);
  door = await openDoor();
}, 60_000);
afterAll(async () => {
  for (const one of doors) await one.close();
  await hall.stop();
}, 60_000);

describe('waiting', () => {
  test('ends when the contract says: SERVICE_AWAY, long before the action has anything to say', async () => {
    const answer = await ask(door, 'GET', '/api/units.test.never');
    expect([answer.status, answer.name]).toEqual([503, 'SERVICE_AWAY']);
    release();
  });
  test('goes on as long as the contract says, and ten seconds when it says nothing', async () => {
    expect((await ask(door, 'GET', '/api/units.test.long')).body).toEqual({ waited: 45_000 });
    const plain = defineAction({ ...long, name: 'units.test.long', rest: 'GET /plain', timeout: undefined } as never) as Routed;
    const kept = contracts;
    contracts = [...contracts.filter(({ name }) => name !== long.name), plain];
    const other = await openDoor();
    contracts = kept;
    expect((await ask(other, 'GET', '/api/plain')).body).toEqual({ waited: 10_000 });
  });
});

describe('a body of twenty megabytes', () => {
  const huge = Buffer.from(JSON.stringify({ kind: 'staff', account: 'x'.repeat(20 * 1024 * 1024), password: 'x' }));
  test('is too large, whether its size is said or not, and the door goes on', async () => {
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }] as Record<string, string>[]) {
      const answer = await ask(door, 'POST', '/api/login/password', { body: huge, headers });
      expect([answer.status, answer.name]).toEqual([413, 'BODY_TOO_LARGE']);
    }
    expect((await ask(door, 'GET', '/healthz')).status).toBe(200);
  });
  test('that says it is small is cut off where it said', async () => {
    const body = credentials('nobody', 'x');
    const headers = { 'content-length': String(body.length) };
    const answer = await ask(door, 'POST', '/api/login/password', { body: body + ' '.repeat(10), headers }).catch(() => undefined);
    expect(answer?.status ?? 400).toBeLessThan(500);
    expect((await ask(door, 'GET', '/healthz')).status).toBe(200);
  });
});

describe('somebody else’s session', () => {
  const planted = `wt_session=${'P'.repeat(43)}`;
  test('a cookie that was planted before a login is not the one that is let in', async () => {
    const { cookie, csrf } = await login(door, { cookie: planted });
    expect(cookie).not.toBe(planted);
    expect((await ask(door, 'GET', '/api/me', { headers: { cookie: planted } })).name).toBe('NOT_LOGGED_IN');
    expect((await ask(door, 'GET', '/api/me', { headers: { cookie } })).status).toBe(200);
    expect(csrf).not.toBe('');
  });
  test('a login in the browser of another ends nobody’s session but is another one', async () => {
    const first = await login(door);
    const second = await login(door, { cookie: first.cookie }, 'chushen');
    expect(second.cookie).not.toBe(first.cookie);
    expect((await ask(door, 'GET', '/api/me', { headers: { cookie: first.cookie } })).status).toBe(200);
  });
  test('two cookies of our name: a planted one in front does not make a login with the other', async () => {
    const { cookie } = await login(door);
    const answer = await ask(door, 'GET', '/api/me', { headers: { cookie: `${planted}; ${cookie}` } });
    expect(answer.name).toBe('NOT_LOGGED_IN');
  });
});

describe('a page of another site', () => {
  const address = (rest: string) => `/api${rest.split(' ')[1]?.replace(/:\w+/g, 'x')}`;
  const writes = () => contracts.filter(({ rest }) => !rest.startsWith('GET'));
  test('may write nowhere: not to any address of the hall, with the cookie or without', async () => {
    const { cookie, csrf } = await login(door);
    const through: string[] = [];
    for (const { rest } of writes()) {
      const method = rest.split(' ')[0] as string;
      for (const headers of [
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        { origin: 'null' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example', cookie, 'x-wangting-csrf': csrf },
      ] as Record<string, string>[]) {
        const { status, name } = await ask(door, method, address(rest), { body: '{}', headers, own: false });
        // Without a login the door does not even look where a write to a protected address comes from.
        if (!(status === 403 && name === 'FORBIDDEN_ORIGIN') && !(status === 401 && !('cookie' in headers)))
          through.push(`${rest} ${status} ${name}`);
      }
    }
    expect(writes().length).toBeGreaterThan(30);
    expect([through, reached]).toEqual([[], []]);
  });
  test('nor our own page without the token of this very session', async () => {
    const mine = await login(door);
    const other = await login(door, {}, 'chushen');
    const through: string[] = [];
    for (const { rest, access } of writes()) {
      if (access.public) continue;
      for (const token of [undefined, '', other.csrf, `${mine.csrf}x`]) {
        const headers = { cookie: mine.cookie, ...(token === undefined ? {} : { 'x-wangting-csrf': token }) };
        const { name } = await ask(door, rest.split(' ')[0] as string, address(rest), { body: '{}', headers });
        if (name !== 'FORBIDDEN_ORIGIN') through.push(`${rest} ${name}`);
      }
    }
    expect([through, reached]).toEqual([[], []]);
    // The same write with the right token does get through.
    const headers = { cookie: mine.cookie, 'x-wangting-csrf': mine.csrf };
    await ask(door, 'POST', '/api/files', { body: '{}', headers });
    expect(reached).toEqual(['files.upload.begin']);
  });
  test('reads nothing: no answer names another origin', async () => {
    const { cookie } = await login(door);
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await ask(door, method, '/api/me', {
        headers: { cookie, origin: 'https://evil.example', 'access-control-request-method': 'PUT' },
      });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

test.each([
  '//evil.example',
  '//evil.example/%2e%2e',
  '/\\evil.example',
  '/%5cevil.example',
  '/api//evil.example',
  '/api/../..//evil.example/',
  '/login?next=https://evil.example',
  '/?next=//evil.example&returnTo=//evil.example&redirect=//evil.example',
  '/objects//evil.example/x?X-Amz-Signature=1',
  '/simulator?ticket=https://evil.example',
  '/verify/%0d%0aLocation:%20https://evil.example',
])('%s leads nowhere else', async (path) => {
  const { cookie } = await login(door);
  for (const headers of [{}, { cookie }, { host: 'evil.example' }, { 'x-forwarded-host': 'evil.example' }] as Record<string, string>[]) {
    const answer = await ask(door, 'GET', path, { headers });
    expect([answer.status >= 300 && answer.status < 400, answer.headers.location, answer.headers.refresh]).toEqual([
      false,
      undefined,
      undefined,
    ]);
  }
});

describe('asking too often', () => {
  let strict: Door;
  beforeAll(async () => {
    strict = await openDoor({ RATE_PER_MINUTE: '10', TRUST_PROXY: 'true' });
  });
  /** Sends until refused; how many were let through, and the refusal. */
  async function many(times: number, send: (n: number) => Promise<Answer>): Promise<{ through: number; refused?: Answer }> {
    for (let n = 0; n < times; n += 1) {
      const answer = await send(n);
      if (answer.status === 429) return { through: n, refused: answer };
    }
    return { through: times };
  }
  /** So many at once, and the few more that the time of asking brings. */
  const about = (through: number, burst: number) => expect([through >= burst, through < burst * 1.6]).toEqual([true, true]);
  const from = (address: string) => ({ 'x-forwarded-for': `6.6.6.6, ${address}` });

  test('guesses of a password end at the door, name the seconds, and do not lock out another address', async () => {
    const guess = (address: string) => (n: number) =>
      ask(strict, 'POST', '/api/login/password', { body: credentials(`nobody${n}`, 'x'), headers: from(address) });
    const { through, refused } = await many(30, guess('10.0.0.1'));
    about(through, 10);
    expect([refused?.name, Number(refused?.headers['retry-after'])]).toEqual(['TOO_MANY_REQUESTS', expect.any(Number)]);
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await guess('10.0.0.2')(99)).status).not.toBe(429);
  });
  test('a made-up cookie with every request, or a made-up address before the proxy’s, is no way around it', async () => {
    const { through } = await many(60, (n) =>
      ask(strict, 'GET', '/api/me', {
        headers: { cookie: `wt_session=${String(n).padStart(43, 'A')}`, 'x-forwarded-for': `1.1.1.${n}, 10.0.0.3` },
      }),
    );
    about(through, 25);
  });
  test.each([
    ['GET', '/api/catalogue'],
    ['GET', '/api/events'],
    ['GET', '/objects/hall/x?X-Amz-Signature=1'],
    ['POST', '/objects/hall'],
    ['GET', '/readyz'],
    ['GET', '/api/dictionaries'],
  ])('%s %s is measured by its address too, whatever cookie comes with it', async (method, path) => {
    const address = `10.0.4.${path.length}`;
    const { through, refused } = await many(60, (n) =>
      ask(strict, method, path, { headers: { cookie: `wt_session=${String(n).padStart(43, 'A')}`, ...from(address) } }),
    );
    about(through, 25);
    expect(refused?.name).toBe('TOO_MANY_REQUESTS');
    // Neither another address nor what a page is made of.
    expect((await ask(strict, method, path, { headers: from('10.0.5.1') })).status).not.toBe(429);
    for (const free of ['/healthz', '/manifest.json', '/business'])
      expect((await ask(strict, 'GET', free, { headers: from(address) })).status).not.toBe(429);
  });
  test('a session has its own measure, whatever address it comes from', async () => {
    const { cookie } = await login(strict, from('10.0.1.1'));
    const { through } = await many(30, (n) => ask(strict, 'GET', '/api/me', { headers: { cookie, ...from(`10.0.2.${n}`) } }));
    about(through, 10);
    const other = await login(strict, from('10.0.1.2'), 'chushen');
    expect((await ask(strict, 'GET', '/api/me', { headers: { cookie: other.cookie, ...from('10.0.3.1') } })).status).toBe(200);
  });
  test('without a proxy of ours the address is that of the wire', async () => {
    const bare = await openDoor({ RATE_PER_MINUTE: '10', TRUST_PROXY: 'false' });
    const { through } = await many(30, (n) =>
      ask(bare, 'POST', '/api/login/password', { body: credentials(`nobody${n}`, 'x'), headers: { 'x-forwarded-for': `10.1.0.${n}` } }),
    );
    about(through, 10);
  });
});
