import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { forgetConfig } from './config.ts';
import { forgetObjects } from './objects.ts';

/** Test support: points the process at another object store; returns the way back. */
export function storeAt(endpoint: string): () => void {
  const before = process.env.S3_ENDPOINT as string;
  const go = (to: string) => {
    process.env.S3_ENDPOINT = to;
    forgetConfig();
    forgetObjects();
  };
  go(endpoint);
  return () => go(before);
}

/** Test support: stands before the real store and closes the connection of the requests that `breaks` names. */
export async function breakingStore(breaks: (asked: IncomingMessage) => boolean): Promise<{ endpoint: string; close: () => void }> {
  const { hostname, port } = new URL(process.env.S3_ENDPOINT as string);
  const server = createServer((asked, answer) => {
    if (breaks(asked)) return void asked.socket.destroy();
    const { method, url, headers } = asked;
    const passed = request({ host: hostname, port, method, path: url, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 500, given.headers);
      given.pipe(answer);
    });
    passed.on('error', () => asked.socket.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
