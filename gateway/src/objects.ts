import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { MAX_FILE_BYTES } from '@wangting/contracts/files/upload';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import { sendProblem } from './problem.ts';

const SLACK = 1024 * 1024;
/** Streams /objects/* to the object store on our own origin, so that uploads and papers need no CORS. The signature in the address or form is the permission. */
export function serveObjects(request: IncomingMessage, response: ServerResponse): void {
  const { S3_ENDPOINT } = config();
  if (!S3_ENDPOINT || !['GET', 'POST'].includes(request.method ?? '')) return sendProblem(response, new HallError('NOT_FOUND'));
  if (Number(request.headers['content-length'] ?? 0) > MAX_FILE_BYTES + SLACK) return sendProblem(response, new HallError('FILE_TOO_LARGE', { limit: '10 MB' }));
  const target = new URL((request.url ?? '').slice('/objects'.length) || '/', S3_ENDPOINT);
  const headers = { ...request.headers, host: target.host };
  for (const name of ['cookie', 'origin', 'referer', 'connection', 'x-wangting-csrf', 'authorization']) delete (headers as Record<string, unknown>)[name];
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  const upstream = send(target, { method: request.method, headers }, (answer) => {
    const passed = Object.fromEntries(['content-type', 'content-length', 'content-disposition', 'etag', 'last-modified', 'location'].flatMap((name) => (answer.headers[name] ? [[name, answer.headers[name]]] : [])));
    response.writeHead(answer.statusCode ?? 502, { ...passed, 'cache-control': 'private, no-store', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox", 'x-frame-options': 'SAMEORIGIN' });
    answer.pipe(response);
  });
  upstream.on('error', () => sendProblem(response, new HallError('SERVICE_AWAY')));
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_FILE_BYTES + SLACK) {
      upstream.destroy();
      sendProblem(response, new HallError('FILE_TOO_LARGE', { limit: '10 MB' }));
    }
  });
  request.pipe(upstream);
}
