import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceBroker, ServiceSchema } from 'moleculer';
import type { Caller } from '@wangting/contracts/caller';
import { verifyCaller } from '@wangting/kit/token';
import { HallError } from '@wangting/kit/errors';
import { sendProblem } from './problem.ts';
import { cookieOf, dropSession, tokenOf } from './session.ts';

interface Stream { caller: Caller; response: ServerResponse }
const streams = new Set<Stream>();
const BEAT_MS = 20_000;
const send = (stream: Stream, event: string, data: unknown) => stream.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

/** Server-sent hints of one browser: something changed, ask again. They carry ids, never content. */
export async function serveEvents(broker: ServiceBroker, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const session = cookieOf(request);
  const caller = session ? await verifyCaller((await tokenOf(broker, session)).token) : undefined;
  if (!caller) return sendProblem(response, new HallError('NOT_LOGGED_IN'));
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const stream: Stream = { caller, response };
  streams.add(stream);
  response.write(': hello\n\n');
  const beat = setInterval(() => response.write(': beat\n\n'), BEAT_MS);
  response.on('close', () => {
    clearInterval(beat);
    streams.delete(stream);
  });
}
/** Listens to the plain events of the bus that are only hints; what they say is asked for again, with the caller's own rights. */
export const hintsService: ServiceSchema = {
  name: 'gateway-hints',
  events: {
    'session.ended': ({ params }: { params: { key: string } }) => {
      dropSession(params.key);
      for (const stream of streams) if (stream.caller.session === params.key) {
        send(stream, 'ended', {});
        stream.response.end();
      }
    },
    'notice.added': ({ params }: { params: { unitId: string } }) => {
      for (const stream of streams) if (stream.caller.unitId === params.unitId) send(stream, 'notice', {});
    },
    'work.changed': ({ params }: { params: { applicationId: string; unitId: string; seq: number; status: string } }) => {
      const { applicationId, seq, status, unitId } = params;
      for (const stream of streams) if (stream.caller.kind === 'staff' || stream.caller.unitId === unitId) send(stream, 'work', { applicationId, seq, status });
    },
  },
} as never;
export const closeStreams = (): void => streams.forEach(({ response }) => response.end());
