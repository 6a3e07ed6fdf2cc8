import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ServiceBroker } from 'moleculer';
import { SERVICES } from '@wangting/contracts/names';
import { HallError } from '@wangting/kit/errors';
import { config } from '@wangting/kit/config';
import { verifyCaller } from '@wangting/kit/token';
import { handleApi } from './api.ts';
import { catalogueFor } from './catalogue.ts';
import type { Routed } from './contracts.ts';
import { dictionaryBody, dictionaryIndex } from './dictionaries.ts';
import { serveEvents } from './events.ts';
import { serveObjects } from './objects.ts';
import { openapi } from './openapi.ts';
import { sendProblem } from './problem.ts';
import { cookieOf, tokenOf } from './session.ts';
import { manifest, serveStatic } from './static.ts';

const CSP = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
function secure(response: ServerResponse): void {
  response.setHeader('content-security-policy', CSP);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-frame-options', 'SAMEORIGIN');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  if (config().PUBLIC_URL.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
}
const json = (response: ServerResponse, body: unknown, cache = 'no-store', status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': cache });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

/** The only door. What is small and ours is answered here; everything of the contracts goes through the API service. */
export function hallServer(broker: ServiceBroker, contracts: readonly Routed[]): Server {
  const api = handleApi(broker);
  const description = JSON.stringify(openapi(contracts));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hall');
    secure(response);
    if (pathname === '/healthz') return json(response, { ok: true });
    if (pathname === '/readyz') {
      const away = SERVICES.filter((name) => !(broker.registry as unknown as { hasService(name: string): boolean }).hasService(name));
      return json(response, { ready: !away.length, away }, 'no-store', away.length ? 503 : 200);
    }
    if (pathname === '/manifest.json') return json(response, manifest(), 'no-cache');
    if (pathname.startsWith('/objects/')) return serveObjects(request, response);
    if (!pathname.startsWith('/api/')) {
      if (!serveStatic(request, response, pathname)) sendProblem(response, new HallError('NOT_FOUND'));
      return;
    }
    if (request.method === 'GET') {
      if (pathname === '/api/openapi.json') return json(response, description, 'no-cache');
      if (pathname === '/api/dictionaries') return json(response, dictionaryIndex(), 'no-cache');
      if (pathname.startsWith('/api/dictionaries/')) {
        const body = dictionaryBody(decodeURIComponent(pathname.slice('/api/dictionaries/'.length)));
        return body ? json(response, body, 'public, max-age=31536000, immutable') : sendProblem(response, new HallError('NOT_FOUND'));
      }
      if (pathname === '/api/events') return serveEvents(broker, request, response);
      if (pathname === '/api/catalogue') {
        const session = cookieOf(request);
        const caller = session ? await verifyCaller((await tokenOf(broker, session)).token) : undefined;
        return json(response, { items: catalogueFor(caller, searchParams.get('all') === '1') });
      }
    }
    api(request, response);
  }
  const server = createServer((request, response) => void answer(request, response).catch((error: unknown) => sendProblem(response, error)));
  server.requestTimeout = 120_000;
  server.headersTimeout = 15_000;
  return server;
}
