import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, ServiceBroker, ServiceSchema } from 'moleculer';
import ApiGateway from 'moleculer-web';
import { config } from '@wangting/kit/config';
import { looked } from '@wangting/kit/audit';
import { HallError } from '@wangting/kit/errors';
import type { HallMeta } from '@wangting/kit/implement';
import { verifyCaller } from '@wangting/kit/token';
import { inSpan, SpanKind, spanOfNow, traceparent } from '@wangting/kit/telemetry';
import type { Routed } from './contracts.ts';
import { insistOnOpen } from './board.ts';
import { noteAnswer, type Answered } from './journal.ts';
import { RateLimit } from './limits.ts';
import { sendProblem } from './problem.ts';
import { addressOf, cookieOf, endedCookie, insistOnOwnPage, keyOf, sessionCookie, tokenOf } from './session.ts';

type Asked = IncomingMessage & {
  $action?: { name: string };
  $params?: Record<string, unknown>;
  /** Writes the answer into the sender's journal. */
  $note?: (answer: Answered) => void;
  $span?: ReturnType<typeof spanOfNow>;
};
const CARD = new Set(['identity.card.start', 'identity.card.poll', 'identity.simulator.scan']);
const OPENS = new Set(['identity.card.enter', 'identity.password.login', 'identity.hats.wear']);
const UNATTENDED = new Set(['identity.session.idle']);
/** How long the door waits for an answer when the contract does not say. */
const WAIT_MS = 10_000;

/** The JSON side of the only door: routes made from contracts, nothing else reachable. */
export function apiService(contracts: readonly Routed[]): ServiceSchema {
  const byName = new Map(contracts.map((contract) => [contract.name as string, contract]));
  // One route for each time somebody may have to wait: the framework knows a timeout per route only.
  const byTimeout = [...Map.groupBy(contracts, ({ timeout = WAIT_MS }) => timeout)];
  const limit = new RateLimit(config().RATE_PER_MINUTE);
  const strict = new RateLimit(config().RATE_PER_MINUTE / 10);
  const polls = new RateLimit(config().RATE_PER_MINUTE * 2);

  /** Before the bus: rate (beside that of the address, server.ts), own page, session. What a browser sends never reaches `meta`. */
  async function before(ctx: Context<unknown, HallMeta>, request: Asked): Promise<void> {
    const contract = byName.get(request.$action?.name ?? '');
    if (!contract) throw new HallError('NOT_FOUND');
    request.$span?.updateName(contract.rest);
    const write = request.method !== 'GET';
    const session = cookieOf(request);
    const isPublic = Boolean(contract.access.public);
    const address = addressOf(request);
    // A QR code is asked for every 1.5 seconds by each person who is logging in.
    if (isPublic && write) (CARD.has(contract.name) ? polls : strict).take(address);
    ctx.meta = { address, agent: String(request.headers['user-agent'] ?? '').slice(0, 300), traceparent: traceparent() } as never;
    if (isPublic) {
      if (write) ownPage(ctx, request, undefined);
      return;
    }
    if (!session) throw new HallError('NOT_LOGGED_IN');
    // What a page asks while nobody touches it does not keep the session awake.
    const attended = request.headers['x-wangting-unattended'] === undefined && !UNATTENDED.has(contract.name);
    const held = await tokenOf(ctx.broker, session, attended);
    limit.take(keyOf(session));
    ctx.meta.token = held.token;
    if (!write) return;
    const caller = await verifyCaller(held.token);
    ownPage(ctx, request, held.csrf, caller?.id);
    if (caller) request.$note = (answer) => noteAnswer(ctx.broker, contract, caller, answer);
    await insistOnOpen(ctx.broker, contract.name, request.$params ?? {});
  }
  /** A write that another site made is refused, and stands in the audit under whoever's cookie it used. */
  function ownPage(ctx: Context<unknown, HallMeta>, request: Asked, csrf: string | undefined, who = 'anonymous'): void {
    try {
      insistOnOwnPage(request, csrf);
    } catch (error) {
      looked(ctx.broker, 'gateway', {
        who,
        kind: 'security',
        whose: who,
        fields: [],
        what: `refused ${request.$action?.name} (foreign page)`,
      });
      throw error;
    }
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
      routes: byTimeout.map(([timeout, some]) => ({
        name: `answers within ${timeout}`, // the framework takes two routes of one path without names for the same
        path: '/api',
        mappingPolicy: 'restrict',
        aliases: Object.fromEntries(some.map(({ rest, name }) => [rest, name])),
        autoAliases: false,
        mergeParams: true,
        bodyParsers: { json: { limit: '1mb', strict: true } },
        callOptions: { timeout },
        onBeforeCall: (ctx: Context<unknown, HallMeta>, _route: unknown, request: Asked) => before(ctx, request),
        onAfterCall(_ctx: Context, _route: unknown, request: Asked, response: ServerResponse, data: Record<string, unknown>) {
          response.setHeader('cache-control', 'no-store');
          const name = request.$action?.name ?? '';
          request.$note?.({ data });
          if (OPENS.has(name)) {
            response.setHeader('set-cookie', sessionCookie(String(data.session)));
            return { me: data.me };
          }
          if (name === 'identity.session.logout') response.setHeader('set-cookie', endedCookie());
          return data;
        },
        onError(request: Asked, response: ServerResponse, error: unknown) {
          request.$note?.({ error });
          sendProblem(response, error);
        },
      })),
      onError: (_request: unknown, response: ServerResponse, error: unknown) => sendProblem(response, error),
    },
  } as never;
}
/**
 * Runs a request of the API inside a span that starts the trace; a trace the sender claims to continue is not taken up. The span is named by the
 * contract's address once that is known: in the address that was asked for anything may stand, also somebody's number.
 */
export function handleApi(broker: ServiceBroker): (request: IncomingMessage, response: ServerResponse) => void {
  const handler = (
    broker.getLocalService('gateway') as unknown as {
      express(): (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;
    }
  ).express();
  return (request, response) => {
    const work = () =>
      new Promise<void>((resolve) => {
        const span = ((request as Asked).$span = spanOfNow());
        response.on('close', () => {
          span?.setAttribute('http.response.status_code', response.statusCode);
          resolve();
        });
        handler(request, response, (error) => sendProblem(response, error ?? new HallError('NOT_FOUND')));
      });
    void inSpan(String(request.method), undefined, work, { kind: SpanKind.SERVER });
  };
}
