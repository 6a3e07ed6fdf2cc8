import type { z } from 'zod';
import type { ActionContract } from '@wangting/contracts/action';
import { HallError, errorOf } from './errors.ts';
import { sentenceOf } from '@wangting/contracts/errors';
import { attended } from './presence.ts';

export type Rest = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;

/** An address of the hall with the types of its contract. The contract itself is imported as a type only: the shell carries no zod. */
export interface Endpoint<I, O> {
  rest: Rest;
  timeout: number;
  /** Never there at run time; carries the types. */
  types?: { input: I; output: O };
}

export const endpoint = <C extends ActionContract>(rest: Rest, timeout = 15_000): Endpoint<z.input<C['input']>, z.output<C['output']>> => ({
  rest,
  timeout,
});

let csrf = '';
export const rememberCsrf = (value: string) => {
  csrf = value;
};

const expired = new Set<() => void>();
/** Told when a request finds that the session has ended. */
export const onSessionEnd = (listener: () => void) => {
  expired.add(listener);
  return () => void expired.delete(listener);
};

/** Splits an input into the address and what travels beside it. */
export function place(rest: Rest, input: Record<string, unknown>): { method: string; path: string; body?: Record<string, unknown> } {
  const [method = 'GET', template = '/'] = rest.split(' ');
  const placed = new Set<string>();
  const path = template.replace(/:(\w+)/g, (_, key: string) => {
    placed.add(key);
    return encodeURIComponent(String(input[key] ?? ''));
  });
  const left = Object.fromEntries(Object.entries(input).filter(([key]) => !placed.has(key)));
  if (method === 'POST' || method === 'PUT') return { method, path, body: left };
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(left)) if (value !== undefined && value !== null && value !== '') query.set(key, String(value));
  const text = query.toString();
  return { method, path: text ? `${path}?${text}` : path };
}

/** Calls an action. Resolves with what the contract promises or throws a HallError, never anything else. */
export async function callAction<I, O>(
  to: Endpoint<I, O>,
  input: NoInfer<I>,
  { quiet = false, signal }: { quiet?: boolean; signal?: AbortSignal } = {},
): Promise<O> {
  const { method, path, body } = place(to.rest, input as Record<string, unknown>);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(method === 'GET' ? {} : { 'x-wangting-csrf': csrf }),
        ...(method === 'GET' && !attended() ? { 'x-wangting-unattended': '1' } : {}),
      },
      body: body ? JSON.stringify(body) : null,
      signal: signal ? AbortSignal.any([signal, AbortSignal.timeout(to.timeout)]) : AbortSignal.timeout(to.timeout),
    });
    answer = await response.json().catch(() => undefined);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new HallError('SERVICE_AWAY', sentenceOf('SERVICE_AWAY'));
  }
  if (response.ok && answer !== undefined) return answer as O;
  const refusal = response.ok ? new HallError('INTERNAL', sentenceOf('INTERNAL'), response.status) : errorOf(response.status, answer);
  if (refusal.refusal === 'NOT_LOGGED_IN' && !quiet) for (const listener of expired) listener();
  throw refusal;
}
