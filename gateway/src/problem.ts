import { STATUS_CODES, type ServerResponse } from 'node:http';
import { ERRORS, sentenceOf, type ErrorData, type ErrorName } from '@wangting/contracts/errors';
import { dataOf, isAway, nameOf } from '@wangting/kit/errors';
import { logger } from '@wangting/kit/log';

const log = logger('gateway');

/** Turns whatever went wrong into a name of the catalogue. */
export function refusalOf(error: unknown): { name: ErrorName; data: ErrorData } {
  const name = nameOf(error);
  if (name) return { name, data: dataOf(error) };
  const { code, type, name: kind } = (error ?? {}) as { code?: number; type?: string; name?: string };
  if (type === 'entity.too.large' || code === 413 || kind === 'PayloadTooLarge' || type === 'PAYLOAD_TOO_LARGE')
    return { name: 'BODY_TOO_LARGE', data: {} };
  if (type === 'entity.parse.failed' || type === 'MALFORMED_JSON' || kind === 'UnprocessableEntityError' || code === 400)
    return { name: 'INPUT_INVALID', data: { issues: [{ path: '', message: '请求内容不是有效的 JSON' }] } };
  // Before 404: moleculer's own errors for an action that nobody offers now are 404 too.
  if (isAway(error) || code === 503) return { name: 'SERVICE_AWAY', data: {} };
  if (error instanceof URIError) return { name: 'INPUT_INVALID', data: {} };
  if (code === 404) return { name: 'NOT_FOUND', data: {} };
  return { name: 'INTERNAL', data: {} };
}

/** RFC 9457 problem+json: `name` for programs, `detail` for people. Faults are logged here, once, under the request id the person is shown. */
export function sendProblem(response: ServerResponse, error: unknown): void {
  const { name, data } = refusalOf(error);
  const requestId = String(response.getHeader('x-request-id') ?? '');
  if (name === 'INTERNAL') log.error({ err: error, requestId }, 'a request failed');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = ERRORS[name].status;
  const detail = sentenceOf(name, data);
  response.writeHead(status, {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    ...(name === 'TOO_MANY_REQUESTS' || name === 'SERVICE_AWAY' ? { 'retry-after': String(data.seconds ?? 3) } : {}),
  });
  response.end(JSON.stringify({ type: `urn:wangting:error:${name}`, title: STATUS_CODES[status], status, name, detail, data, requestId }));
}
