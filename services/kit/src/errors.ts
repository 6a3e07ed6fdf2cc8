import moleculer from 'moleculer';
import { ERRORS, sentenceOf, type ErrorData, type ErrorName } from '@wangting/contracts/errors';

/**
 * A refusal by the rules. Faults of ours are not HallErrors: they travel up and are logged once, where they are caught.
 * The name travels as `type`, the sentence as `message`.
 */
export class HallError extends moleculer.Errors.MoleculerError {
  constructor(name: ErrorName, data: ErrorData = {}) {
    super(sentenceOf(name, data), ERRORS[name].status, name, data);
  }
}
/** A rule's refusal in the exact words of items.md; `path` marks the field. */
export const refuse = (message: string, path?: string): HallError =>
  new HallError('RULE_REFUSED', { message, ...(path ? { issues: [{ path, message }] } : {}) });

/** The catalogue name of a refusal, on this side of the bus or the other; undefined for faults. */
export function nameOf(error: unknown): ErrorName | undefined {
  const type = (error as { type?: unknown } | null)?.type;
  return typeof type === 'string' && type in ERRORS ? (type as ErrorName) : undefined;
}
/** Both engines report a broken unique index with this code. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 11000;

/** For a bulk insert that is not ordered: rows that are there already are no fault, anything else is. */
export function ignoreTwice(error: unknown): void {
  const { code, writeErrors } = error as { code?: number; writeErrors?: { code?: number; err?: { code?: number } }[] };
  const others = (writeErrors ?? []).filter((one) => (one.code ?? one.err?.code) !== 11000);
  if (code !== 11000 || others.length) throw error;
}

const AWAY = new Set([
  'SERVICE_NOT_FOUND',
  'SERVICE_NOT_AVAILABLE',
  'REQUEST_TIMEOUT',
  'REQUEST_REJECTED',
  'REQUEST_SKIPPED',
  'QUEUE_FULL',
]);
/** Nobody could answer: the service is down, starting or overloaded. Repeating is safe. */
export const isAway = (error: unknown): boolean => {
  const { type, name } = (error ?? {}) as { type?: string; name?: string };
  return AWAY.has(type ?? '') || name === 'BrokerDisconnectedError';
};
/** The data of a refusal. */
export const dataOf = (error: unknown): ErrorData => (error as { data?: ErrorData } | null)?.data ?? {};
