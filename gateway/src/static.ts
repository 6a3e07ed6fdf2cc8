import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { config } from '@wangting/kit/config';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.map': 'application/json',
};
interface Kept {
  at: number;
  body: Buffer;
  br?: Buffer;
  gzip?: Buffer;
}
const kept = new Map<string, Kept>();

/** The remotes that are built and here, found by their manifests: putting one in place is all it takes. */
export function manifest(): { remotes: { name: string; entry: string; basePath: string }[] } {
  const dir = config().STATIC_DIR;
  const names = dir
    ? readdirSync(dir).filter((name) => name !== 'shell' && existsSync(path.join(dir, name, 'dist', 'mf-manifest.json')))
    : [];
  return { remotes: names.map((name) => ({ name, entry: `/apps/${name}/mf-manifest.json`, basePath: `/${name}` })) };
}
/** The file of an address: remotes under /apps/<name>/, the shell everywhere else, with its index page for every address of its own. */
function fileOf(dir: string, pathname: string): string | undefined {
  const app = /^\/apps\/([a-z-]+)\/(.+)$/.exec(pathname);
  const base = path.join(dir, app?.[1] ?? 'shell', 'dist');
  const file = path.normalize(path.join(base, app?.[2] ?? pathname));
  if (!file.startsWith(base + path.sep)) return app ? undefined : path.join(base, 'index.html');
  if (existsSync(file) && statSync(file).isFile()) return file;
  return app || path.extname(pathname) ? undefined : path.join(base, 'index.html');
}
/** Serves a built page file, compressed once and kept in memory. False when there is none. */
export function serveStatic(request: IncomingMessage, response: ServerResponse, pathname: string): boolean {
  const dir = config().STATIC_DIR;
  const file = dir ? fileOf(dir, pathname) : undefined;
  if (!file || !existsSync(file) || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const at = statSync(file).mtimeMs;
  let entry = kept.get(file);
  if (!entry || entry.at !== at) kept.set(file, (entry = { at, body: readFileSync(file) }));
  const etag = `W/"${entry.body.length.toString(36)}-${Math.floor(at).toString(36)}"`;
  response.setHeader('etag', etag);
  const forEver = /\.[0-9a-f]{8,}\.\w+(\.map)?$/.test(file);
  response.setHeader('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return true;
  }
  const accepts = String(request.headers['accept-encoding'] ?? '');
  const squeezable = /\.(html|js|css|json|svg|map|txt)$/.test(file) && entry.body.length > 1_000;
  let body = entry.body;
  if (squeezable && accepts.includes('br')) {
    body = entry.br ??= brotliCompressSync(entry.body, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
    response.setHeader('content-encoding', 'br');
  } else if (squeezable && accepts.includes('gzip')) {
    body = entry.gzip ??= gzipSync(entry.body);
    response.setHeader('content-encoding', 'gzip');
  }
  response.writeHead(200, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-length': body.length,
    vary: 'accept-encoding',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  return true;
}
