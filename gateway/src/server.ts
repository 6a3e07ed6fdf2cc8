import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { ServiceBroker } from 'moleculer';
import type { Caller } from '@wangting/contracts/caller';
import { HallError, nameOf } from '@wangting/kit/errors';
import { config } from '@wangting/kit/config';
import { verifyCaller } from '@wangting/kit/token';
import { handleApi } from './api.ts';
import { catalogueFor } from './catalogue.ts';
import type { Routed } from './contracts.ts';
import { dictionaryBody, dictionaryIndex } from './dictionaries.ts';
import { serveEvents } from './events.ts';
import { exchangeDoors } from './exchange.ts';
import { RateLimit } from './limits.ts';
import { serveObjects } from './objects.ts';
import { pageAtOurName } from './one-name.ts';
import { openapi } from './openapi.ts';
import { sendProblem } from './problem.ts';
import { readinessOf } from './readiness.ts';
import { addressOf, cookieOf, tokenOf } from './session.ts';
import { manifest, serveStatic } from './static.ts';

const CSP =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
function secure(response: ServerResponse): void {
  response.setHeader('x-request-id', randomUUID());
  response.setHeader('content-security-policy', CSP);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  if (config().PUBLIC_URL.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
}
const json = (response: ServerResponse, body: unknown, cache = 'no-store', status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': cache });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

/** Who asks for the catalogue; an ended session is nobody, since the login page shows the catalogue too. */
async function callerOf(broker: ServiceBroker, request: IncomingMessage): Promise<Caller | undefined> {
  const session = cookieOf(request);
  if (!session) return undefined;
  try {
    return await verifyCaller((await tokenOf(broker, session)).token);
  } catch (error) {
    if (nameOf(error) === 'NOT_LOGGED_IN') return undefined;
    throw error;
  }
}
const squeezed = new Map<string, Buffer>();
/** What never changes under its address and is public. Answers that hold anybody's data are not compressed: their length would tell. */
function sendForEver(request: IncomingMessage, response: ServerResponse, body: string): void {
  const gzip = String(request.headers['accept-encoding'] ?? '').includes('gzip');
  if (gzip && !squeezed.has(body)) squeezed.set(body, gzipSync(body));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
    ...(gzip ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(gzip ? squeezed.get(body) : body);
}

/** What costs somebody behind the door work. Pages are files of ours: a page may load many at once. */
const isMeasured = (pathname: string): boolean =>
  pathname === '/readyz' || pathname.startsWith('/api/') || pathname.startsWith('/objects/');

/** The only door. What is small and ours is answered here; everything of the contracts goes through the API service. */
export function hallServer(broker: ServiceBroker, contracts: readonly Routed[]): Server {
  const api = handleApi(broker);
  const exchange = exchangeDoors(broker);
  const readiness = readinessOf(broker);
  // A whole office stands behind one address; and a made-up cookie must not be a way around it.
  const addresses = new RateLimit(config().RATE_PER_MINUTE * 10);
  const description = JSON.stringify(openapi(contracts));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    secure(response);
    // Put behind a host of ours as text: `//elsewhere/` is a path, not a host.
    const { pathname, searchParams } = new URL(`http://hall${request.url ?? '/'}`);
    if (pathname === '/healthz') return json(response, { ok: true });
    if (isMeasured(pathname)) addresses.take(addressOf(request));
    if (pathname === '/readyz') {
      const state = await readiness();
      return json(response, state, 'no-store', state.ready ? 200 : 503);
    }
    if (pathname === '/manifest.json') return json(response, manifest(), 'no-cache');
    if (pathname.startsWith('/objects/')) return serveObjects(request, response);
    if (!pathname.startsWith('/api/')) {
      const there = pageAtOurName(request);
      if (there) return void response.writeHead(302, { location: there }).end();
      if (!serveStatic(request, response, pathname)) sendProblem(response, new HallError('NOT_FOUND'));
      return;
    }
    if (pathname.startsWith('/api/exchange/')) return exchange(request, response, pathname.slice('/api/exchange/'.length));
    if (request.method === 'GET') {
      if (pathname === '/api/openapi.json') return json(response, description, 'no-cache');
      if (pathname === '/api/dictionaries') return json(response, dictionaryIndex(), 'no-cache');
      if (pathname.startsWith('/api/dictionaries/')) {
        const body = dictionaryBody(decodeURIComponent(pathname.slice('/api/dictionaries/'.length)));
        return body ? sendForEver(request, response, body) : sendProblem(response, new HallError('NOT_FOUND'));
      }
      if (pathname === '/api/events') return serveEvents(broker, request, response);
      if (pathname === '/api/catalogue') {
        return json(response, { items: catalogueFor(await callerOf(broker, request), searchParams.get('all') === '1') });
      }
    }
    api(request, response);
  }
  const server = createServer(
    (request, response) => void answer(request, response).catch((error: unknown) => sendProblem(response, error)),
  );
  server.requestTimeout = 120_000;
  server.headersTimeout = 15_000;
  return server;
}
