import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServiceBroker } from 'moleculer';
import { EXCHANGE, EXCHANGE_DOORS } from '@wangting/contracts/exchange';
import { admit } from '@wangting/contracts/identity/exchange';
import { ask } from '@wangting/kit/call';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import { readSigned } from '@wangting/kit/exchange';
import { issuesOf } from '@wangting/kit/implement';
import { traceparent } from '@wangting/kit/telemetry';
import { RateLimit } from './limits.ts';
import { addressOf } from './session.ts';

const WAIT_MS = 10_000;
/** The body, or BODY_TOO_LARGE as soon as it is; what comes after is not read. */
async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > EXCHANGE.bytes) throw new HallError('BODY_TOO_LARGE');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new HallError('INPUT_INVALID', { issues: [{ path: '', message: '来文不是有效的 JSON（UTF-8）' }] });
  }
}

/** The exchange doors: signature first, then the whole body against the door's contract, then the owner. No cookie counts here. */
export function exchangeDoors(broker: ServiceBroker): (request: IncomingMessage, response: ServerResponse, id: string) => Promise<void> {
  const limit = new RateLimit(config().RATE_PER_MINUTE);
  return async (request, response, id) => {
    limit.take(addressOf(request));
    const door = EXCHANGE_DOORS.find((one) => one.id === id);
    if (!door || request.method !== 'POST') throw new HallError('NOT_FOUND');
    const body = await bodyOf(request);
    const signed = readSigned('POST', `/api/exchange/${id}`, request.headers, body);
    const { token } = await ask(broker, 'gateway', admit, { door: id, ...signed });
    const said = door.body.safeParse(jsonOf(body));
    if (!said.success) throw new HallError('INPUT_INVALID', { issues: issuesOf(said.error) });
    const meta = { token, address: addressOf(request), traceparent: traceparent() };
    const answer: unknown = await broker.call(door.action.name, door.to(said.data as never, signed.keyId), {
      meta,
      timeout: door.action.timeout ?? WAIT_MS,
    });
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.end(JSON.stringify(answer));
  };
}
