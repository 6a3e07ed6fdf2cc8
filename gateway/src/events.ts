import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceBroker, ServiceSchema } from 'moleculer';
import { z } from 'zod';
import { applicantOf, type Caller } from '@wangting/contracts/caller';
import { BOARD_CHANGED } from '@wangting/contracts/identity/board';
import { unread as unreadCount } from '@wangting/contracts/identity/messages';
import { HallError, nameOf } from '@wangting/kit/errors';
import { verifyCaller } from '@wangting/kit/token';
import { boardChanged } from './board.ts';
import { cookieOf, dropAll, dropSession, tokenOf } from './session.ts';

interface Stream {
  caller: Caller;
  response: ServerResponse;
  /** Asks identity as this session, without keeping it awake. */
  ask(): Promise<{ token: string }>;
  broker: ServiceBroker;
  counting?: NodeJS.Timeout;
}
const streams = new Set<Stream>();
const BEAT_MS = 20_000;
const CHECK_MS = 60_000;
/** Tabs share one stream; a handful more is a fault, not a use. */
const PER_SESSION = 8;

/** Hints come from the bus, where anybody may speak; they are checked and carry nothing a person may not see. */
const NoticeHint = z.object({ unitId: z.string().optional(), personId: z.string().optional() });
const WorkHint = z.object({ applicationId: z.string(), unitId: z.string(), seq: z.int(), status: z.string() });
const EndHint = z.object({
  key: z.string(),
  why: z.enum(['logout', 'replaced', 'revoked', 'hat', 'password', 'others', 'idle']).catch('idle'),
});
const ChangeHint = z.object({ key: z.string() });

function send({ response }: Stream, event: string, data: object): void {
  // Who does not read is let go rather than kept in memory.
  if (response.writableLength > 256 * 1024) response.destroy();
  else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** Server-sent hints of one browser: something changed, ask again. They carry ids and counts, never content. */
export async function serveEvents(broker: ServiceBroker, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const session = cookieOf(request);
  if (!session) throw new HallError('NOT_LOGGED_IN');
  const ask = () => tokenOf(broker, session, false);
  const caller = await verifyCaller((await ask()).token);
  if (!caller) throw new HallError('NOT_LOGGED_IN');
  if ([...streams].filter((other) => other.caller.session === caller.session).length >= PER_SESSION)
    throw new HallError('TOO_MANY_REQUESTS', { seconds: 30 });

  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const stream: Stream = { caller, response, ask, broker };
  streams.add(stream);
  response.write('retry: 3000\n\n');
  const beat = setInterval(() => response.write(': beat\n\n'), BEAT_MS);
  // A session that fell asleep hears nothing more.
  const check = setInterval(() => void ask().catch((error: unknown) => nameOf(error) === 'NOT_LOGGED_IN' && end(stream, 'idle')), CHECK_MS);
  response.on('close', () => {
    clearInterval(beat);
    clearInterval(check);
    clearTimeout(stream.counting);
    streams.delete(stream);
  });
}
/** Says why, in one word: `replaced` another login, `revoked` a right was taken away, `hat` another hat is worn now (ask who, start over). */
function end(stream: Stream, why: z.infer<typeof EndHint>['why']): void {
  send(stream, 'ended', { why });
  stream.response.end();
}
/** Notices come in swarms: the unread count is asked once for those of a third of a second. */
function countSoon(stream: Stream): void {
  stream.counting ??= setTimeout(() => {
    stream.counting = undefined;
    void stream
      .ask()
      .then(({ token }) =>
        (stream.broker.call as (name: string, params: unknown, options: object) => Promise<{ unread: number }>)(
          unreadCount.name,
          {},
          { meta: { token } },
        ),
      )
      .then(
        ({ unread }) => send(stream, 'notice', { unread }),
        () => undefined,
      ); // only a hint; the page asks by itself too
  }, 300);
}

/** Listens to the plain events of the bus that are only hints; what they say is asked for again, with the caller's own rights. */
export const hintsService: ServiceSchema = {
  name: 'gateway-hints',
  events: {
    'session.ended': ({ params }: { params: unknown }) => {
      const { data } = EndHint.safeParse(params);
      if (!data) return;
      dropSession(data.key);
      for (const stream of streams) if (stream.caller.session === data.key) end(stream, data.why);
    },
    /** Rights of a session changed: its next request brings a new token, and its page asks what it may do now. */
    'session.changed': ({ params }: { params: unknown }) => {
      const { data } = ChangeHint.safeParse(params);
      if (!data) return;
      dropSession(data.key);
      for (const stream of streams) if (stream.caller.session === data.key) send(stream, 'rights', {});
    },
    [BOARD_CHANGED]: () => {
      boardChanged();
      for (const stream of streams) send(stream, 'board', {});
    },
    '$transporter.connected': () => dropAll(),
    'notice.added': ({ params }: { params: unknown }) => {
      const { data } = NoticeHint.safeParse(params);
      if (!data) return;
      for (const stream of streams) {
        const { unitId, id } = stream.caller;
        if ((data.unitId && data.unitId === unitId) || (data.personId && data.personId === id)) countSoon(stream);
      }
    },
    'work.changed': ({ params }: { params: unknown }) => {
      const { data } = WorkHint.safeParse(params);
      if (!data) return;
      const { unitId, ...hint } = data;
      for (const stream of streams) if (stream.caller.kind === 'staff' || applicantOf(stream.caller) === unitId) send(stream, 'work', hint);
    },
  },
} as never;
export const closeStreams = (): void => streams.forEach(({ response }) => response.end());
