import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, ServiceBroker, ServiceSchema } from 'moleculer';
import ApiGateway from 'moleculer-web';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import type { HallMeta } from '@wangting/kit/implement';
import { inSpan, traceparent } from '@wangting/kit/telemetry';
import type { Routed } from './contracts.ts';
import { RateLimit } from './limits.ts';
import { sendProblem } from './problem.ts';
import { addressOf, cookieOf, endedCookie, insistOnOwnPage, keyOf, sessionCookie, tokenOf } from './session.ts';

type Asked = IncomingMessage & { $action?: { name: string }; $params?: Record<string, unknown> };
const CARD = new Set(['identity.card.start', 'identity.card.poll', 'identity.simulator.scan']);
const OPENS = new Set(['identity.card.enter', 'identity.password.login']);

/** The JSON side of the only door: routes made from contracts, nothing else reachable. */
export function apiService(contracts: readonly Routed[]): ServiceSchema {
  const byName = new Map(contracts.map((contract) => [contract.name as string, contract]));
  const aliases = Object.fromEntries(contracts.map(({ rest, name }) => [rest, name]));
  const limit = new RateLimit(config().RATE_PER_MINUTE);
  const strict = new RateLimit(config().RATE_PER_MINUTE / 10);
  // A whole office stands behind one address; and a made-up cookie must not be a way around it.
  const addresses = new RateLimit(config().RATE_PER_MINUTE * 10);
  const polls = new RateLimit(config().RATE_PER_MINUTE * 2);

  /** Before the bus: rate, own page, session. What a browser sends never reaches `meta`. */
  async function before(ctx: Context<unknown, HallMeta>, request: Asked): Promise<void> {
    const contract = byName.get(request.$action?.name ?? '');
    if (!contract) throw new HallError('NOT_FOUND');
    const write = request.method !== 'GET';
    const session = cookieOf(request);
    const isPublic = Boolean(contract.access.public);
    const address = addressOf(request);
    addresses.take(address);
    // A QR code is asked for every 1.5 seconds by each person who is logging in.
    if (isPublic && write) (CARD.has(contract.name) ? polls : strict).take(address);
    ctx.meta = { address, traceparent: traceparent() } as never;
    if (isPublic) {
      if (write) insistOnOwnPage(request, undefined);
      return;
    }
    if (!session) throw new HallError('NOT_LOGGED_IN');
    const held = await tokenOf(ctx.broker, session);
    limit.take(keyOf(session));
    if (write) insistOnOwnPage(request, held.csrf);
    ctx.meta.token = held.token;
  }

  return {
    name: 'gateway',
    mixins: [ApiGateway as never],
    // moleculer-web lets anybody on the bus list and add routes; not here.
    actions: { listAliases: false, addRoute: false, removeRoute: false },
    settings: {
      server: false,
      // The routes hold functions and are nobody's business on the bus.
      $secureSettings: ['routes'],
      // The id is ours, not the sender's: it stands in logs and in answers.
      rootCallOptions: (options: { requestID?: string }, _request: IncomingMessage, response: ServerResponse) => {
        options.requestID = String(response.getHeader('x-request-id'));
      },
      logRequest: null,
      logResponse: null,
      log4XXResponses: false,
      logRequestParams: null,
      logResponseData: null,
      optimizeOrder: true,
      routes: [
        {
          path: '/api',
          mappingPolicy: 'restrict',
          aliases,
          autoAliases: false,
          mergeParams: true,
          bodyParsers: { json: { limit: '1mb', strict: true } },
          callOptions: { timeout: 25_000 },
          onBeforeCall: (ctx: Context<unknown, HallMeta>, _route: unknown, request: Asked) => before(ctx, request),
          onAfterCall(_ctx: Context, _route: unknown, request: Asked, response: ServerResponse, data: Record<string, unknown>) {
            response.setHeader('cache-control', 'no-store');
            const name = request.$action?.name ?? '';
            if (OPENS.has(name)) {
              response.setHeader('set-cookie', sessionCookie(String(data.session)));
              return { me: data.me };
            }
            if (name === 'identity.session.logout') response.setHeader('set-cookie', endedCookie());
            return data;
          },
          onError: (_request: unknown, response: ServerResponse, error: unknown) => sendProblem(response, error),
        },
      ],
      onError: (_request: unknown, response: ServerResponse, error: unknown) => sendProblem(response, error),
    },
  } as never;
}
/** Runs a request of the API inside a span that starts the trace; a trace the sender claims to continue is not taken up. */
export function handleApi(broker: ServiceBroker): (request: IncomingMessage, response: ServerResponse) => void {
  const handler = (
    broker.getLocalService('gateway') as unknown as {
      express(): (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;
    }
  ).express();
  return (request, response) => {
    void inSpan(
      `${request.method} ${(request.url ?? '').split('?')[0]?.replace(/[0-9a-f-]{20,}/g, ':id')}`,
      undefined,
      () =>
        new Promise<void>((resolve) => {
          response.on('close', resolve);
          handler(request, response, (error) => sendProblem(response, error ?? new HallError('NOT_FOUND')));
        }),
    );
  };
}
