import { SERVICES } from '@wangting/contracts/names';
import { config } from './config.ts';
import type { Logger } from './log.ts';

/** The login of this process and its own place for answers, so that no other process can read them. Empty on a bus without logins. */
export function busLogin(): { user?: string; pass?: string; inboxPrefix?: string } {
  const { NATS_USER, NATS_PASSWORD } = config();
  return NATS_USER ? { user: NATS_USER, pass: NATS_PASSWORD, inboxPrefix: `_INBOX.${NATS_USER}` } : {};
}
/** The first word of a node's id is its login: what is sent to `REQ.units.…` only units can hear, since the bus lets nobody else listen there. */
export const nodeName = (name: string): string => config().NATS_USER ?? name;

/**
 * A node may announce the services its login stands for and no other: else units could say that it is persons, and be asked.
 * Whose id is borrowed hears nothing of what is sent to it.
 */
export const mayHold = (nodeId: string, service: string): boolean =>
  !(SERVICES as readonly string[]).includes(service) || (nodeId.split('.')[0] ?? '').split('+').includes(service);

interface Connection {
  status(): AsyncIterable<{ type: string; data: unknown; permissionContext?: { operation: string; subject: string } }>;
}
/** What the bus refuses would only be missed; it is said in the log, by subject. */
export async function tellRefusals(connection: Connection, log: Logger): Promise<void> {
  for await (const { type, data, permissionContext: refused } of connection.status())
    if (type === 'error')
      log.error({ reason: data, ...refused }, 'the bus refused something; are its users of this version? (docs/operations.md)');
}
