import { randomUUID } from 'node:crypto';
import type { ServiceBroker } from 'moleculer';
import { audit } from '@wangting/contracts/identity/session';
import type { SignerName } from '@wangting/contracts/names';
import { ask } from './call.ts';
import { nowIso } from './clock.ts';
import { logger } from './log.ts';

/** A look at another's data: who, whose record (an id, never a number), which fields, for which item. */
export interface Look {
  who: string;
  kind: string;
  whose: string;
  fields: string[];
  what: string;
}
type Entry = Look & { id: string; at: string };
const waiting = new Map<SignerName, { broker: ServiceBroker; entries: Entry[]; timer?: NodeJS.Timeout }>();
const log = logger('audit');

/** Notes a look. Batched for half a second and sent to identity, so the reply does not wait; kept and sent again while identity is away. */
export function looked(broker: ServiceBroker, service: SignerName, look: Look): void {
  const queue = waiting.get(service) ?? { broker, entries: [] };
  waiting.set(service, queue);
  queue.broker = broker;
  queue.entries.push({ ...look, id: randomUUID(), at: nowIso() });
  queue.timer ??= setTimeout(() => void flushAudit(service), 500);
}
export async function flushAudit(service: SignerName): Promise<void> {
  const queue = waiting.get(service);
  if (!queue) return;
  clearTimeout(queue.timer);
  queue.timer = undefined;
  const entries = queue.entries.splice(0, 500);
  if (!entries.length) return;
  try {
    await ask(queue.broker, service, audit, { entries });
  } catch (error) {
    queue.entries.unshift(...entries);
    // Never lost silently: if identity stays away the lines are in the log, without personal data.
    if (queue.entries.length > 10_000)
      for (const entry of queue.entries.splice(0, 500)) log.warn({ audit: entry }, 'audit line kept in the log only');
    log.warn({ err: error, waiting: queue.entries.length }, 'the audit waits for identity');
    queue.timer ??= setTimeout(() => void flushAudit(service), 5_000);
    queue.timer.unref();
    return;
  }
  if (queue.entries.length) queue.timer ??= setTimeout(() => void flushAudit(service), 50);
}
