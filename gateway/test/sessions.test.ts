import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceBroker } from 'moleculer';
import { notify, type Me } from '@wangting/contracts/identity/session';
import { saveBanner, saveWindow, confirmBoard } from '@wangting/contracts/identity/board';
import { itemActions } from '@wangting/contracts/applications';
import { batchActions } from '@wangting/contracts/batch-actions';
import { item } from '@wangting/contracts/persons/person-stop';
import { item as batchItem } from '@wangting/contracts/persons/person-stop-batch';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { flushAudit } from '@wangting/kit/audit';
import { isoOf, realNow, today } from '@wangting/kit/clock';
import { staff, until } from '@wangting/kit/testing';
import { identityHall } from '../../services/identity/test/hall.ts';

/** The door before a real identity: what a browser meets when a session, a hat or a right changes. */
let set: Awaited<ReturnType<typeof identityHall>>;
let broker: ServiceBroker;
let server: Server;
let port = 0;
beforeAll(async () => {
  process.env.RATE_PER_MINUTE = '100000';
  set = await identityHall();
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
  await broker.waitForServices('identity', 20_000);
  // Hints reach this gateway only once the others know that it listens.
  await until(async () => set.hall.server.registry.events.getAllEndpoints('session.changed').length > 0);
  server = hallServer(broker, contracts);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}, 120_000);
afterAll(async () => {
  (await import('../src/events.ts')).closeStreams();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await broker.stop();
  await set.hall.stop();
}, 60_000);

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: { name?: string; detail?: string; me?: Me } & Record<string, unknown>;
}
function http(
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
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
          'content-type': 'application/json',
          'sec-fetch-site': 'same-origin',
          'user-agent': 'Chrome/141.0 (Windows NT)',
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {},
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
interface Browser {
  cookie: string;
  csrf: string;
  me: Me;
}
const browserOf = (answer: Answer): Browser => {
  if (answer.status !== 200) throw new Error(`not in: ${JSON.stringify(answer.body)}`);
  const me = answer.body.me as Me;
  return { cookie: String(answer.headers['set-cookie']?.[0]).split(';')[0] as string, csrf: me.csrf, me };
};
const get = ({ cookie }: Browser, path: string) => http('GET', path, { headers: { cookie } });
const send = ({ cookie, csrf }: Browser, method: string, path: string, body: unknown) =>
  http(method, path, { body, headers: { cookie, 'x-wangting-csrf': csrf } });
/** Scans and enters through the door, as a browser does. */
async function card(idHash: string, hat: string, unitId: string | null): Promise<Browser> {
  const { poll } = await set.scan(idHash);
  return browserOf(await http('POST', '/api/login/card/enter', { body: { poll, hat, unitId } }));
}
/** Server-sent events of one tab. */
function listen({ cookie }: Browser): Promise<{ heard: string[]; status: number; close(): void }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path: '/api/events', agent: false, headers: { cookie } }, (response) => {
      const heard: string[] = [];
      response.on('data', (chunk: Buffer) => heard.push(...(chunk.toString().match(/event: \w+\ndata: .*/g) ?? [])));
      response.on('error', () => undefined);
      resolve({ heard, status: response.statusCode ?? 0, close: () => sent.destroy() });
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('a right that is taken away', () => {
  test('is gone from a live session within two seconds, while what is left goes on', async () => {
    const unit = await set.unitWithContact();
    const legal = await card(unit.idHash, 'legal', unit.unitId);
    const contact = await card(unit.contact, 'contact', unit.unitId);
    const scopes = async () => ((await get(contact, '/api/me')).body as unknown as Me).scopes;
    const tab = await listen(contact);
    // The token of this session is held by the gateway now: the change must reach it, not wait for its end.
    expect(await scopes()).toContain('item:treatment-filing');
    const save = (seenRev: number, grants: object[]) =>
      send(legal, 'PUT', `/api/grants/${unit.contactId}`, { requestKey: randomUUID(), seenRev, grants });
    expect((await save(0, [{ category: '公共业务', until: null }])).status).toBe(200);
    await until(async () => !(await scopes()).includes('item:treatment-filing'), 2_000);
    // Not only in words: the token that goes with a request has lost it too.
    const opened = await get(contact, '/api/items/treatment-filing/open');
    expect(['NOT_ALLOWED', 'NOT_FOUND']).toContain(opened.body.name);
    expect(await scopes()).toContain('item:person-enrolment');
    await until(async () => tab.heard.includes('event: rights\ndata: {}'), 2_000);
    expect((await save(1, [])).status).toBe(200);
    await until(async () => (await get(contact, '/api/me')).status === 401, 2_000);
    await until(async () => tab.heard.includes('event: ended\ndata: {"why":"revoked"}'), 2_000);
    tab.close();
    expect((await send(contact, 'PUT', `/api/grants/${unit.contactId}`, { requestKey: randomUUID(), seenRev: 2, grants: [] })).status).toBe(
      401,
    );
  });
  test('a contact who edits contacts or grants through the API is refused, and it is written down', async () => {
    const unit = await set.unitWithContact();
    const contact = await card(unit.contact, 'contact', unit.unitId);
    const tried = await send(contact, 'PUT', `/api/grants/${unit.contactId}`, { requestKey: randomUUID(), seenRev: 0, grants: [] });
    expect([tried.status, tried.body.name]).toEqual([403, 'NOT_ALLOWED']);
    await until(async () => (await set.auditOf(`card-${unit.contact}`)).includes('refused identity.grants.save'));
  });
});

describe('a change of hat', () => {
  test('gives a new cookie and csrf; a tab of the old hat reads nothing and writes nothing under the new one', async () => {
    const unit = await set.unitWithContact();
    set.recorded.injured.add(unit.contact);
    const before = await card(unit.contact, 'contact', unit.unitId);
    const tab = await listen(before);
    const answer = await send(before, 'POST', '/api/hats/wear', { hat: 'individual', unitId: null });
    const after = browserOf(answer);
    expect(JSON.stringify(answer.body)).not.toContain(after.cookie.slice('wt_session='.length));
    expect([after.me.hat, after.me.unit, after.cookie === before.cookie, after.csrf === before.csrf]).toEqual([
      'individual',
      null,
      false,
      false,
    ]);
    expect((await get(before, '/api/me')).status).toBe(401);
    // The browser has one cookie for all tabs: the old tab comes with the new cookie and its old csrf.
    const stale = await send({ ...after, csrf: before.csrf }, 'PUT', '/api/favourites/person-stop', { on: true });
    expect(stale.body.name).toBe('FORBIDDEN_ORIGIN');
    await until(async () => tab.heard.includes('event: ended\ndata: {"why":"hat"}'));
    tab.close();
    await flushAudit('gateway');
    await until(async () => (await set.auditOf(`card-${unit.contact}`)).some((what) => what.includes('(foreign page)')));
  });
});

describe('a session', () => {
  test('of eight tabs has eight streams and not nine; all hear of a message once, and of the end', async () => {
    const unit = await set.unitWithContact();
    const legal = await card(unit.idHash, 'legal', unit.unitId);
    const tabs = await Promise.all(Array.from({ length: 8 }, () => listen(legal)));
    expect(tabs.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect((await get(legal, '/api/events')).body.name).toBe('TOO_MANY_REQUESTS');
    await set.hall.callAs('units', notify, { key: randomUUID(), unitId: unit.unitId, title: '有新消息', text: '', link: null });
    await until(async () => tabs.every(({ heard }) => heard.some((line) => /^event: notice\ndata: \{"unread":[1-9]\d*\}$/.test(line))));
    const again = await card(unit.idHash, 'legal', unit.unitId);
    await until(async () => tabs.every(({ heard }) => heard.includes('event: ended\ndata: {"why":"replaced"}')));
    // The person hears of the other login, wherever he is now.
    const told = await get(again, '/api/messages');
    expect(told.body.rows).toEqual(expect.arrayContaining([expect.objectContaining({ title: '账号在其他地方登录', kind: 'security' })]));
    tabs.forEach(({ close }) => close());
  });
  test('a cookie used after log-out, one that was planted before login, and one from nowhere are nobody', async () => {
    const unit = await set.unitWithContact();
    const legal = await card(unit.idHash, 'legal', unit.unitId);
    expect((await send(legal, 'POST', '/api/logout', {})).status).toBe(200);
    await until(async () => (await get(legal, '/api/me')).status === 401, 2_000);
    // Logging in while a cookie is there makes a new one; the planted one stays worthless.
    const planted = `wt_session=${'P'.repeat(43)}`;
    const { poll } = await set.scan(unit.idHash);
    const fresh = browserOf(
      await http('POST', '/api/login/card/enter', { body: { poll, hat: 'legal', unitId: unit.unitId }, headers: { cookie: planted } }),
    );
    expect(fresh.cookie).not.toBe(planted);
    expect((await http('GET', '/api/me', { headers: { cookie: planted } })).body.name).toBe('NOT_LOGGED_IN');
    expect((await get(fresh, '/api/me')).status).toBe(200);
  });
  test('that only asks how long it lasts falls asleep all the same', async () => {
    const unit = await set.unitWithContact();
    const legal = await card(unit.idHash, 'legal', unit.unitId);
    const { SessionModel } = await import('@wangting/identity/models/session');
    const mine = { unitId: unit.unitId, hat: 'legal' as const };
    await SessionModel.updateOne(mine, { $inc: { seenAt: -14 * 60_000 } });
    const first = (await get(legal, '/api/session/idle')).body as { secondsLeft: number };
    expect(first.secondsLeft).toBeLessThanOrEqual(60);
    expect((await SessionModel.findOne(mine).lean<{ seenAt: number }>())?.seenAt).toBeLessThan(realNow() - 13 * 60_000);
  });
  test('that is to stay starts anew at once, though the door still holds its token; nothing of it is in the journal', async () => {
    const unit = await set.unitWithContact();
    const legal = await card(unit.idHash, 'legal', unit.unitId);
    const { SessionModel } = await import('@wangting/identity/models/session');
    const mine = { unitId: unit.unitId, hat: 'legal' as const };
    await get(legal, '/api/me'); // the token is held from here on
    await SessionModel.updateOne(mine, { $inc: { seenAt: -14 * 60_000 } });
    await get(legal, '/api/me');
    expect((await get(legal, '/api/session/idle')).body.secondsLeft).toBeLessThanOrEqual(60);
    const kept = await send(legal, 'POST', '/api/session/stay', {});
    expect([kept.status, Number(kept.body.secondsLeft) > 14 * 60]).toEqual([200, true]);
    expect(Number((await get(legal, '/api/session/idle')).body.secondsLeft)).toBeGreaterThan(14 * 60);
    // Several tabs at once: the latest word stands, none takes time away.
    await Promise.all([1, 2, 3].map(() => send(legal, 'POST', '/api/session/stay', {})));
    expect((await SessionModel.findOne(mine).lean<{ seenAt: number }>())?.seenAt).toBeGreaterThan(realNow() - 10_000);
    // A foreign page keeps nobody's session awake, and one that ended stays ended.
    expect((await http('POST', '/api/session/stay', { body: {}, headers: { cookie: legal.cookie } })).body.name).toBe('FORBIDDEN_ORIGIN');
    expect((await get(legal, '/api/journal')).body.rows).toEqual([]);
    await SessionModel.deleteOne(mine);
    expect((await send(legal, 'POST', '/api/session/stay', {})).body.name).toBe('NOT_LOGGED_IN');
  });
  test('no answer of the door leads anywhere else', async () => {
    for (const path of [
      '//evil.example/',
      '/\\evil.example',
      '/login?next=https://evil.example',
      '/api/login/card?to=//evil.example',
      '/%2f%2fevil.example',
    ]) {
      const { status, headers } = await http('GET', path);
      expect([path, status >= 300 && status < 400, headers.location]).toEqual([path, false, undefined]);
    }
  });
});

describe('办事日志', () => {
  test('has what was sent and what came back, and nothing of what was typed', async () => {
    const unit = await set.unitWithContact();
    const legal = await card(unit.idHash, 'legal', unit.unitId);
    await send(legal, 'PUT', `/api/grants/${unit.contactId}`, {
      requestKey: randomUUID(),
      seenRev: 0,
      grants: [{ category: '失业保险', until: null }],
    });
    await send(legal, 'POST', '/api/account/password', { requestKey: randomUUID(), current: 'Geheim-2026', next: 'kurz' });
    await send(legal, 'PUT', '/api/recent/person-stop', {});
    await get(legal, '/api/hats');
    const rows = await until(async () => {
      const found = (await get(legal, '/api/journal')).body.rows as { title: string; ok: boolean; answer: string }[];
      return found.length === 2 && found;
    });
    expect(rows.map(({ title, ok, answer }) => [title, ok, answer])).toEqual([
      ['修改密码', false, '密码应为 8 至 20 位，并含大写字母、小写字母、数字、符号中的三类'],
      ['保存联系人授权', true, '授权已保存，立即生效'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/Geheim|kurz/);
  });
});

describe('办理时间 and maintenance', () => {
  const [ops, second] = [staff('staff-o1', ['ops']), staff('staff-o2', ['ops'])];
  test('close a submission with the reason, not a correction, and open again at once', async () => {
    // persons, as far as the door needs it: somebody who offers the action.
    const refuses = () => Promise.reject(new HallError('STEP_NOT_POSSIBLE'));
    const offered = [implement(itemActions(item).submit, refuses), implement(batchActions(batchItem).save, refuses)];
    const actions = Object.fromEntries(offered.map(({ name, schema }) => [name, schema]));
    set.hall.server.createService({ name: 'persons', actions } as never);
    await broker.waitForServices('persons', 20_000);
    const unit = await set.unitWithContact();
    const legal = await card(unit.idHash, 'legal', unit.unitId);
    const submit = (more: object = {}) =>
      send(legal, 'POST', '/api/items/person-stop/submit', { requestKey: randomUUID(), values: {}, ...more });
    const save = () => send(legal, 'POST', '/api/items/person-stop-batch/batches/b1/save', { requestKey: randomUUID() });
    const day = Number(today().slice(8, 10));
    const none = { fromDate: null, toDate: null, fromHour: null, toHour: null, note: '' };
    const window = day === 1 ? { ...none, fromDay: 2, toDay: 31 } : { ...none, fromDay: 1, toDay: day - 1 };
    await set.hall.call(saveWindow, { requestKey: randomUUID(), seenVersion: 0, itemId: 'person-stop', window }, ops);
    await set.hall.call(saveWindow, { requestKey: randomUUID(), seenVersion: 0, itemId: 'person-stop-batch', window }, ops);
    for (const ask of [submit, save]) expect((await ask()).body.name).not.toBe('ITEM_CLOSED');
    for (const id of ['person-stop-batch', 'person-stop'])
      await set.hall.call(confirmBoard, { requestKey: randomUUID(), kind: 'window', id, version: 1 }, second);
    const closed = await until(async () => {
      const answer = await submit();
      return answer.body.name === 'ITEM_CLOSED' && answer;
    });
    expect(closed.body.detail).toMatch(/^本事项办理时间为每月 .*现在不能提交。“人员停保登记”可以先暂存。$/);
    // A file is many submissions: it is saved when they could be made.
    expect((await save()).body.detail).toMatch(/^本事项办理时间为每月 .*现在不能提交。“.+”可以先校验。$/);
    expect((await submit({ seenSeq: 2, applicationId: 'a' })).body.name).not.toBe('ITEM_CLOSED');
    await set.hall.call(saveWindow, { requestKey: randomUUID(), seenVersion: 1, itemId: 'person-stop', window: null }, ops);
    await set.hall.call(confirmBoard, { requestKey: randomUUID(), kind: 'window', id: 'person-stop', version: 2 }, second);
    await until(async () => (await submit()).body.name !== 'ITEM_CLOSED');
    const banner = { text: '系统维护中', level: 'away' as const, from: isoOf(realNow() - 60_000), to: null };
    await set.hall.call(saveBanner, { requestKey: randomUUID(), seenVersion: 0, banner }, ops);
    await until(async () => (await submit()).body.detail?.startsWith('系统维护中'));
    expect(((await http('GET', '/api/board')).body.banner as { text: string }).text).toBe('系统维护中');
  });
});
