import type { IncomingMessage } from 'node:http';
import { config } from '@wangting/kit/config';

const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * One machine has several names, and cookies, uploads and previews belong to the one of PUBLIC_URL: a page that is opened at another name of it goes
 * there. Undefined when it is where it belongs, or when the name is none of this machine's: what stands before us knows better then.
 */
export function pageAtOurName({ method, url, headers }: IncomingMessage): string | undefined {
  const own = new URL(config().PUBLIC_URL);
  const asked = URL.parse(`http://${headers.host ?? ''}`);
  if (method !== 'GET' || !asked || asked.hostname === own.hostname || asked.port !== own.port) return undefined;
  return THIS_MACHINE.has(asked.hostname) && THIS_MACHINE.has(own.hostname) ? `${own.origin}${url}` : undefined;
}
