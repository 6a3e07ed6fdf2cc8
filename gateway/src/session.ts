import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ServiceBroker } from 'moleculer';
import { token } from '@wangting/contracts/identity/session';
import { ask } from '@wangting/kit/call';
import { realNow } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';

export const COOKIE = 'wt_session';
const HELD_MS = 20_000;
interface Held {
  token: string;
  csrf: string;
  until: number;
}
const held = new Map<string, Held>();
/** Rises whenever something is dropped: a token that was being asked for meanwhile may be the old one, so it is not held. */
let drops = 0;
/** The name under which identity and our limits know a session; the cookie itself is written down nowhere. */
export const keyOf = (session: string): string => createHash('sha256').update(session).digest('base64url');

export function cookieOf(request: IncomingMessage): string | undefined {
  const found = (request.headers.cookie ?? '').split(/;\s*/).find((pair) => pair.startsWith(`${COOKIE}=`));
  const value = found?.slice(COOKIE.length + 1);
  return value && /^[\w-]{4,200}$/.test(value) ? value : undefined;
}
const secure = (): string => (config().PUBLIC_URL.startsWith('https:') ? '; Secure' : '');
export const sessionCookie = (session: string): string => `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax${secure()}`;
export const endedCookie = (): string => `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${secure()}`;

/**
 * The caller token of a cookie, held a few seconds; identity is asked otherwise. NOT_LOGGED_IN when the session ended.
 * `awake` false = only listening: it does not keep the session from falling asleep, so its token is not held for those who work.
 */
export async function tokenOf(broker: ServiceBroker, session: string, awake = true): Promise<Held> {
  const key = keyOf(session);
  const known = held.get(key);
  if (known && known.until > realNow()) return known;
  const before = drops;
  const fresh = await ask(broker, 'gateway', token, { session, awake });
  const entry = { token: fresh.token, csrf: fresh.csrf, until: realNow() + HELD_MS };
  if (!awake || drops !== before) return entry;
  if (held.size > 20_000) held.clear();
  held.set(key, entry);
  return entry;
}
/** identity says a session ended, or rights changed: the held token goes. */
export function dropSession(key: string): void {
  drops += 1;
  held.delete(key);
}
/** The bus was away, and with it what it may have said: nothing that is held counts. */
export function dropAll(): void {
  drops += 1;
  held.clear();
}

/**
 * A write comes from our own page: same origin by the browser's word, and the header only our page can know. Browsers send Origin or
 * Sec-Fetch-Site with every write and no page can forge them; whoever sends neither is no page of ours.
 */
export function insistOnOwnPage(request: IncomingMessage, csrf: string | undefined): void {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const { host } = request.headers;
  const ours = [new URL(config().PUBLIC_URL).origin, `http://${host}`, `https://${host}`];
  const foreign =
    (site ?? 'same-origin') !== 'same-origin' ||
    (origin !== undefined && !ours.includes(origin)) ||
    (site === undefined && origin === undefined);
  if (foreign) throw new HallError('FORBIDDEN_ORIGIN');
  if (csrf === undefined) return;
  const sent = Buffer.from(String(request.headers['x-wangting-csrf'] ?? ''));
  const wanted = Buffer.from(csrf);
  if (sent.length !== wanted.length || !timingSafeEqual(sent, wanted)) throw new HallError('FORBIDDEN_ORIGIN');
}
/** Behind a proxy of ours its own word counts, the last hop; what stands before it the client may have written. */
export const addressOf = (request: IncomingMessage): string =>
  (config().TRUST_PROXY
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '') ||
  (request.socket.remoteAddress ?? '');
