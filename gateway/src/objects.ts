import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PURPOSES } from '@wangting/contracts/files/upload';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import { sendProblem } from './problem.ts';

/** The largest file anybody may send, with the fields of its form. The form itself allows the one number of bytes it was made for. */
const LARGEST = Math.max(...Object.values(PURPOSES).map(({ bytes }) => bytes));
const MOST_BYTES = LARGEST + 1024 * 1024;
const LIMIT_MS = 60_000;
const SENT = ['content-type', 'content-length', 'range', 'if-range', 'if-none-match'];
const BROUGHT = ['content-type', 'content-length', 'content-disposition', 'content-range', 'accept-ranges', 'etag', 'last-modified'];
const TOO_LARGE = () => new HallError('FILE_TOO_LARGE', { limit: `${LARGEST / 1024 / 1024} MB` });

/**
 * Streams /objects/<bucket>/… to the object store on our own origin, so that uploads and papers need no CORS. The signature in the address or the
 * policy in the form is the permission: no cookie is passed on, and path, query and Host are what was signed. Only our bucket.
 */
export function serveObjects(request: IncomingMessage, response: ServerResponse): void {
  const { S3_ENDPOINT, S3_BUCKET } = config();
  const path = (request.url ?? '').slice('/objects'.length);
  const target = S3_ENDPOINT ? new URL(`${S3_ENDPOINT.replace(/\/$/, '')}${path}`) : undefined;
  const inBucket = target?.pathname === `/${S3_BUCKET}` || target?.pathname.startsWith(`/${S3_BUCKET}/`);
  // Without a signature there is nothing to ask the store for.
  const permitted =
    request.method === 'GET'
      ? target?.searchParams.has('X-Amz-Signature')
      : request.method === 'POST' && /^multipart\/form-data/.test(request.headers['content-type'] ?? '');
  if (!target || !inBucket || !permitted) return sendProblem(response, new HallError('NOT_FOUND'));
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return sendProblem(response, TOO_LARGE());

  const headers: OutgoingHttpHeaders = { host: target.host };
  for (const name of SENT) if (request.headers[name] !== undefined) headers[name] = request.headers[name];
  const upstream = (target.protocol === 'https:' ? httpsRequest : httpRequest)(
    target,
    { method: request.method, headers, timeout: LIMIT_MS },
    (answer) => {
      for (const name of BROUGHT) if (answer.headers[name] !== undefined) response.setHeader(name, answer.headers[name]);
      response.setHeader('cache-control', 'private, no-store');
      frame(response, String(answer.headers['content-type'] ?? ''));
      response.writeHead(answer.statusCode ?? 502);
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    },
  );
  const refuse = (error: HallError) => {
    request.unpipe(upstream);
    upstream.destroy();
    sendProblem(response, error);
  };
  upstream.on('timeout', () => upstream.destroy(new Error('the object store does not answer')));
  upstream.on('error', () => {
    if (!response.writableEnded) sendProblem(response, new HallError('SERVICE_AWAY'));
  });
  response.on('close', () => upstream.destroy());
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES && !response.headersSent) refuse(TOO_LARGE());
  });
  request.pipe(upstream);
}
/** Our pages show papers and pictures in a frame (a sandbox would shut out the browser's PDF viewer); anything else is only downloaded. */
function frame(response: ServerResponse, type: string): void {
  const shown = /^(application\/pdf|image\/(png|jpeg|bmp))(;|$)/.test(type);
  response.setHeader('x-frame-options', 'SAMEORIGIN');
  response.setHeader('content-security-policy', shown ? "frame-ancestors 'self'" : "default-src 'none'; sandbox; frame-ancestors 'self'");
  if (!shown) response.setHeader('content-disposition', 'attachment');
}
