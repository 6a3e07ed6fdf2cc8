import { check } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { setTimeout } from 'k6/timers';

/** What scenarios share: a person at the door of a hall, as his browser would ask. Runs in k6 and, by the stand-ins of `in-node/`, in Node. */
const HALL = __ENV.HALL ?? 'http://127.0.0.1:8080';

/** Somebody who thinks before he goes on. */
export const thinks = (seconds: number): Promise<void> => new Promise((done) => setTimeout(done, seconds * 1_000));

/** Asks the hall; anything but `expected` fails a check of this name, so that the summary says which step did not work; what was said instead is in the log. */
export async function ask<T = unknown>(
  name: string,
  method: string,
  path: string,
  { body, csrf = '', expected = 200 }: { body?: unknown; csrf?: string; expected?: number } = {},
): Promise<T> {
  const answer = await http.asyncRequest(method, `${HALL}${path}`, body === undefined ? null : JSON.stringify(body), {
    headers: { 'Content-Type': 'application/json', Origin: HALL, 'X-Wangting-Csrf': csrf },
    responseCallback: http.expectedStatuses(expected),
    tags: { name },
  });
  if (answer.status !== expected) console.warn(`${name}: ${answer.status} ${answer.body}`);
  check(answer, { [name]: ({ status }) => status === expected });
  return (path.startsWith('/api') ? answer.json() : undefined) as T;
}

/** Logged in: asks with what the session knows. */
export interface Person {
  get<T>(name: string, path: string): Promise<T>;
  send<T>(name: string, method: 'POST' | 'PUT', path: string, body: unknown): Promise<T>;
}
const person = (csrf: string): Person => ({
  get: (name, path) => ask(name, 'GET', `/api${path}`, { csrf }),
  send: (name, method, path, body) => ask(name, method, `/api${path}`, { csrf, body }),
});

/** Whoever still has a session goes on with it, as a page that is opened again: the cookies of a user outlive an iteration (`noCookiesReset`). */
async function standing(): Promise<Person | undefined> {
  const answer = await http.asyncRequest('GET', `${HALL}/api/me`, null, {
    responseCallback: http.expectedStatuses(200, 401),
    tags: { name: 'who am I' },
  });
  return answer.status === 200 ? person((answer.json() as { csrf: string }).csrf) : undefined;
}

const isOrdinary = (note: string): boolean => note.endsWith('公司 法人') && !/派遣|歇业/.test(note);
/**
 * 电子社保卡: each user scans at the simulator as a 法人 of his own, because a person who logs in elsewhere ends his session here. Ordinary
 * companies only: a 劳务派遣 unit has to say more of each person, a closed one may not enrol.
 */
export async function scanned(): Promise<Person> {
  const already = await standing();
  if (already) return already;
  const { identities } = await ask<{ identities: { id: string; note: string }[] }>('the simulator', 'GET', '/api/simulator');
  const identityId = identities.filter(({ note }) => isOrdinary(note))[exec.vu.idInTest - 1]?.id;
  check(identityId, { 'there is a 法人 for each user': (id) => id !== undefined });
  const { poll, ticket } = await ask<{ poll: string; ticket: string }>('a QR code', 'POST', '/api/login/card', { body: {} });
  await ask('scans', 'POST', '/api/simulator/scan', { body: { ticket, identityId } });
  const { choices } = await ask<{ choices: { hat: string; unitId: string }[] }>('is known', 'POST', '/api/login/card/poll', {
    body: { poll },
  });
  const legal = choices.find(({ hat }) => hat === 'legal');
  const { me } = await ask<{ me: { csrf: string } }>('is let in', 'POST', '/api/login/card/enter', {
    body: { poll, hat: 'legal', unitId: legal?.unitId },
  });
  return person(me.csrf);
}

/** 账号密码登录 of agency staff, each user another one. The password comes from outside (PASSWORD): no other folder than the demo seed knows one. */
export async function staff(accounts: readonly string[]): Promise<Person> {
  const already = await standing();
  if (already) return already;
  const account = accounts[exec.vu.idInTest - 1];
  const { me } = await ask<{ me: { csrf: string } }>('staff is let in', 'POST', '/api/login/password', {
    body: { kind: 'staff', account, password: __ENV.PASSWORD },
  });
  return person(me.csrf);
}
