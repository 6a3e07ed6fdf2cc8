import { setTimeout as pause } from 'node:timers/promises';

interface Answer<T> {
  status: number;
  body: T & { name?: string; me?: { csrf: string } };
}
/** Somebody at the door of a hall, without a browser: a cookie and a csrf token of his own, as a page would send them. For tests and benches. */
export interface Visitor {
  send<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  /** What only he and the door know. */
  secrets(): string[];
}

/** Nobody yet: logs in by what he sends. */
export function visitor(url: string): Visitor {
  let cookie = '';
  let csrf = '';
  return {
    async send<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
      const answer = await fetch(`${url}/api${path}`, {
        method,
        headers: {
          origin: url,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(cookie ? { cookie, 'x-wangting-csrf': csrf } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
      const said = (await answer.json()) as Answer<T>['body'];
      csrf = said.me?.csrf ?? csrf;
      return { status: answer.status, body: said };
    },
    secrets: () => [cookie.split('=')[1] ?? '', csrf],
  };
}

/** 电子社保卡: scans at the simulator as the 法人 of this name. Waits until identity has heard of the seeded units. */
export async function scanAs(url: string, name: string): Promise<Visitor> {
  const who = visitor(url);
  const { body: simulator } = await who.send<{ identities: { id: string; name: string }[] }>('GET', '/simulator');
  const identityId = simulator.identities.find((identity) => identity.name === name)?.id;
  for (const end = performance.now() + 20_000; performance.now() < end; await pause(100)) {
    const { poll, ticket } = (await who.send<{ ticket: string; poll: string }>('POST', '/login/card', {})).body;
    await who.send('POST', '/simulator/scan', { ticket, identityId });
    const { body: scanned } = await who.send<{ choices: { hat: string; unitId: string }[] }>('POST', '/login/card/poll', { poll });
    const legal = scanned.choices.find(({ hat }) => hat === 'legal');
    if (!legal) continue;
    const entered = await who.send('POST', '/login/card/enter', { poll, hat: 'legal', unitId: legal.unitId });
    if (entered.status === 200) return who;
    throw new Error(`${name} was not let in: ${entered.body.name}`);
  }
  throw new Error(`nobody has heard that ${name} is a 法人`);
}
/** 账号密码登录 of agency staff. */
export async function logInAs(url: string, account: string, password: string): Promise<Visitor> {
  const who = visitor(url);
  const { status, body } = await who.send('POST', '/login/password', { kind: 'staff', account, password });
  if (status !== 200) throw new Error(`${account} was not let in: ${body.name}`);
  return who;
}
