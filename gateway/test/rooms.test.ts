import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ServiceBroker } from 'moleculer';
import { notify } from '@wangting/contracts/identity/session';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

const listen = (server: Server) =>
  new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
const seen: { method?: string; url?: string; headers: IncomingHttpHeaders; bytes: number }[] = [];
/** Stands for the object store: notes what reaches it. */
const store = createServer((request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => (bytes += chunk.length));
  request.on('end', () => {
    seen.push({ method: request.method, url: request.url, headers: request.headers, bytes });
    if (request.method === 'POST') return void response.writeHead(204).end();
    const type = request.url?.includes('.html') ? 'text/html' : 'application/pdf';
    response
      .writeHead(200, { 'content-type': type, 'content-disposition': 'inline; filename="a.pdf"', 'set-cookie': 'theirs=1' })
      .end('%PDF-1.7');
  });
});
const folder = mkdtempSync(join(tmpdir(), 'pages-'));
const put = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};
let hall: TestHall;
let broker: ServiceBroker;
let server: Server;
let port = 0;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}
const http = (method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: { 'sec-fetch-site': 'same-origin', ...(body ? { 'content-length': body.length } : {}), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
const nameIn = ({ text }: Answer) => (JSON.parse(text) as { name: string }).name;

beforeAll(async () => {
  testEnvironment();
  put('shell/dist/index.html', `<!doctype html><title>hall</title>${' '.repeat(2000)}`);
  put('shell/dist/main.0123abcd.js', `export {};${'/* a */'.repeat(500)}`);
  put('shell/secret.txt', 'not for browsers');
  put('units/dist/mf-manifest.json', '{}');
  put('units/dist/remoteEntry.js', '1');
  put('half/src/app.tsx', '');
  const { forgetConfig } = await import('@wangting/kit/config');
  Object.assign(process.env, { RATE_PER_MINUTE: '100000', STATIC_DIR: folder, S3_ENDPOINT: `http://127.0.0.1:${await listen(store)}` });
  forgetConfig();
  const { seedIdentity } = await import('@wangting/identity/seed');
  await seedIdentity({
    staff: [{ id: 's1', account: 'shouli', name: '测受理', password: 'Demo-2026', roles: ['intake'], areas: ['61'] }],
    simulator: [],
  });
  hall = await testHall([(await import('@wangting/identity/identity.service')).default]);
  const { createBroker } = await import('@wangting/kit/broker');
  const contracts = await (await import('../src/contracts.ts')).routedContracts();
  broker = createBroker('gateway');
  broker.createService((await import('../src/api.ts')).apiService(contracts));
  broker.createService((await import('../src/events.ts')).hintsService);
  await broker.start();
  await broker.waitForServices('identity', 10_000);
  server = (await import('../src/server.ts')).hallServer(broker, contracts);
  port = await listen(server);
});
afterAll(async () => {
  (await import('../src/events.ts')).closeStreams();
  await new Promise((resolve) => server.close(resolve));
  await broker.stop();
  await hall.stop();
  await new Promise((resolve) => store.close(resolve));
  rmSync(folder, { recursive: true });
});
async function login() {
  const answer = await http(
    'POST',
    '/api/login/password',
    { 'content-type': 'application/json' },
    JSON.stringify({ kind: 'staff', account: 'shouli', password: 'Demo-2026' }),
  );
  return {
    cookie: String(answer.headers['set-cookie']?.[0]).split(';')[0] as string,
    csrf: (JSON.parse(answer.text) as { me: { csrf: string } }).me.csrf,
  };
}

describe('the object store on our origin', () => {
  const paper = () => `/objects/${process.env.S3_BUCKET}/documents/a.pdf?X-Amz-Signature=abc&X-Amz-Expires=300`;
  test('gets path, query and its own Host, and nothing of ours; a paper may stand in our frame', async () => {
    const answer = await http('GET', paper(), { cookie: 'wt_session=secret', authorization: 'x', range: 'bytes=0-9' });
    expect([answer.status, answer.text]).toEqual([200, '%PDF-1.7']);
    const at = seen.at(-1);
    expect(at?.url).toBe(paper().slice('/objects'.length));
    expect(at?.headers).toMatchObject({ host: new URL(process.env.S3_ENDPOINT as string).host, range: 'bytes=0-9' });
    expect([at?.headers.cookie, at?.headers.authorization, answer.headers['set-cookie']]).toEqual([undefined, undefined, undefined]);
    expect(answer.headers).toMatchObject({
      'content-disposition': 'inline; filename="a.pdf"',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'content-security-policy': "frame-ancestors 'self'",
    });
  });
  test('what is no paper and no picture is only downloaded', async () => {
    const { headers } = await http('GET', paper().replace('.pdf', '.html'));
    expect([headers['content-disposition'], headers['content-security-policy']]).toEqual([
      'attachment',
      expect.stringContaining('sandbox'),
    ]);
  });
  test('another bucket, no signature, another method: not found, and the store is not asked', async () => {
    const before = seen.length;
    for (const [method, path] of [
      ['GET', '/objects/other/a?X-Amz-Signature=a'],
      ['GET', paper().split('?')[0]],
      ['PUT', paper()],
      ['DELETE', paper()],
      ['GET', `/objects/${process.env.S3_BUCKET}/../other/a?X-Amz-Signature=a`],
    ] as const)
      expect(nameIn(await http(method, path as string))).toBe('NOT_FOUND');
    expect(seen.length).toBe(before);
  });
  test('an upload passes whole; one larger than any file may be does not, said or unsaid', async () => {
    const form = { 'content-type': 'multipart/form-data; boundary=x' };
    const address = `/objects/${process.env.S3_BUCKET}`;
    expect((await http('POST', address, form, Buffer.alloc(1_000_000))).status).toBe(204);
    expect(seen.at(-1)?.bytes).toBe(1_000_000);
    expect(nameIn(await http('POST', address, { ...form, 'content-length': '50000000' }))).toBe('FILE_TOO_LARGE');
    const count = seen.length;
    await http('POST', address, { ...form, 'transfer-encoding': 'chunked' }, Buffer.alloc(45_000_000)).then(
      (answer) => expect(answer.status).toBe(413),
      () => undefined,
    );
    expect(seen.length).toBe(count);
  });
});

describe('pages', () => {
  test('every address of the hall opens the shell; hashed files are kept for ever, compressed', async () => {
    const page = await http('GET', '/units/unit-registration', { 'accept-encoding': 'br' });
    expect([page.status, page.headers['cache-control'], page.headers['content-encoding']]).toEqual([200, 'no-cache', 'br']);
    expect((await http('GET', '/', { 'if-none-match': String(page.headers.etag) })).status).toBe(304);
    const script = await http('GET', '/main.0123abcd.js', { 'accept-encoding': 'gzip' });
    expect(script.headers).toMatchObject({
      'cache-control': expect.stringContaining('immutable'),
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect((await http('GET', '/apps/units/remoteEntry.js')).headers['cache-control']).toBe('no-cache');
  });
  test('the manifest names what is built', async () => {
    expect(JSON.parse((await http('GET', '/manifest.json')).text)).toEqual({
      remotes: [{ name: 'units', entry: '/apps/units/mf-manifest.json', basePath: '/units' }],
    });
  });
  test.each([
    '/missing.js',
    '/apps/units/none.js',
    '/apps/half/src/app.tsx',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/apps/units/..%2f..%2fshell%2fsecret.txt',
  ])('%s gives nothing away', async (path) => {
    const { status, text } = await http('GET', path);
    expect([status, text.includes('not for browsers')]).toEqual([404, false]);
  });
});

describe('events', () => {
  test('bring hints of the own unit or, for staff, of any work; end with the session', async () => {
    expect(nameIn(await http('GET', '/api/events'))).toBe('NOT_LOGGED_IN');
    const { cookie, csrf } = await login();
    let text = '';
    let ended = false;
    httpRequest({ host: '127.0.0.1', port, path: '/api/events', agent: false, headers: { cookie } }, (response) => {
      response.on('data', (chunk: Buffer) => (text += String(chunk)));
      response.on('close', () => (ended = true));
    }).end();
    await until(async () => text.includes('retry:'));
    // A plain event goes to the nodes the sender knows of; the newest is known a moment after it has started.
    await until(async () => hall.caller.registry.events.getAllEndpoints('work.changed').length > 0);
    await hall.callAs('units', notify, { key: 'k1', unitId: 'u1', title: '已办结', text: '', link: null });
    await hall.caller.broadcast('work.changed', { applicationId: 'a1', unitId: 'u1', seq: 2, status: 'accepted', secret: 'no' });
    await hall.caller.broadcast('work.changed', { nonsense: true });
    await until(async () => text.includes('event: work'));
    expect(text).toContain('data: {"applicationId":"a1","seq":2,"status":"accepted"}');
    expect(text).not.toContain('event: notice');
    await http('POST', '/api/logout', { cookie, 'x-wangting-csrf': csrf, 'content-type': 'application/json' }, '{}');
    await until(async () => ended);
    expect(text).toContain('event: ended');
  });
});

test('a service that is away says so in words, and readiness names it without closing the door', async () => {
  const { cookie } = await login();
  const answer = await http('GET', '/api/work/queue', { cookie });
  expect([answer.status, nameIn(answer), answer.headers['retry-after'], answer.headers['content-type']]).toEqual([
    503,
    'SERVICE_AWAY',
    '3',
    'application/problem+json; charset=utf-8',
  ]);
  expect(JSON.parse(answer.text)).toMatchObject({
    type: 'urn:wangting:error:SERVICE_AWAY',
    title: 'Service Unavailable',
    detail: expect.stringContaining('服务暂时不可用'),
    requestId: answer.headers['x-request-id'],
  });
  const ready = await http('GET', '/readyz');
  expect([ready.status, JSON.parse(ready.text)]).toMatchObject([
    200,
    { ready: true, away: expect.arrayContaining(['units', 'persons']), objects: true },
  ]);
});
test('asked for readiness many times at once, the door asks the object store once, and again a second later', async () => {
  const heads = () => seen.filter(({ method }) => method === 'HEAD').length;
  await pause(1_100);
  const before = heads();
  const answers = await Promise.all(Array.from({ length: 12 }, () => http('GET', '/readyz')));
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
  expect(heads() - before).toBe(1);
  await pause(1_100);
  await http('GET', '/readyz');
  expect(heads() - before).toBe(2);
});
test('a write without any word of its origin is refused, and one of the host it was sent to is not', async () => {
  const send = (headers: Record<string, string>) =>
    new Promise<number>((resolve) =>
      httpRequest(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: '/api/login/card',
          agent: false,
          headers: { 'content-type': 'application/json', ...headers },
        },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      ).end('{}'),
    );
  expect([
    await send({}),
    await send({ origin: 'null' }),
    await send({ origin: 'http://[' }),
    await send({ origin: `http://127.0.0.1:${port}` }),
  ]).toEqual([403, 403, 403, 200]);
});
test('an ended cookie does not stand in the way of the catalogue or of a login', async () => {
  const cookie = `wt_session=${'A'.repeat(43)}`;
  expect((await http('GET', '/api/catalogue?all=1', { cookie })).status).toBe(200);
  expect((await http('POST', '/api/login/card', { cookie, 'content-type': 'application/json' }, '{}')).status).toBe(200);
});
test('a bucket holds so many and names the seconds to wait; another key has its own', async () => {
  const { RateLimit } = await import('../src/limits.ts');
  const limit = new RateLimit(60);
  for (let i = 0; i < 15; i += 1) limit.take('a');
  expect(() => limit.take('a')).toThrow(expect.objectContaining({ type: 'TOO_MANY_REQUESTS', data: { seconds: 1 } }));
  limit.take('b');
});
