import { randomUUID } from 'node:crypto';
import type { ServiceBroker } from 'moleculer';
import type { z } from 'zod';
import type { Caller } from '@wangting/contracts/caller';
import { sentenceOf } from '@wangting/contracts/errors';
import { addJournal, type JournalEntry } from '@wangting/contracts/identity/journal';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import { logger, maskText } from '@wangting/kit/log';
import type { Routed } from './contracts.ts';
import { refusalOf } from './problem.ts';

export type Answered = { data: unknown } | { error: unknown };
type Entry = z.infer<typeof JournalEntry>;
const log = logger('gateway');
const waiting: Entry[] = [];
let timer: NodeJS.Timeout | undefined;
const MOST = 10_000;
/** Writes by method that are no business of anybody's: looking up, marking as read, remembering. */
const TRIVIAL =
  /\.lookup$|^identity\.(recent|messages|notices|favourites|display)\.|^identity\.session\.(logout|stay)$|^identity\.phone\.code$|^identity\.hats\.wear$/;

const textOf = (value: unknown, key: string): string => {
  const found = (value as Record<string, unknown> | null)?.[key];
  return typeof found === 'string' ? found : '';
};
/** 办事日志: one line for each write of somebody logged in and how it was answered. Nothing of what was typed, numbers masked by their shape. */
export function noteAnswer(broker: ServiceBroker, contract: Routed, caller: Caller, answer: Answered): void {
  if (contract.rest.startsWith('GET ') || TRIVIAL.test(contract.name)) return;
  const refusal = 'error' in answer ? refusalOf(answer.error) : undefined;
  const data = 'data' in answer ? answer.data : undefined;
  const words = refusal ? sentenceOf(refusal.name, refusal.data) : textOf(data, 'message') || '已完成';
  waiting.push({
    id: randomUUID(),
    who: caller.id,
    hat: caller.hat ?? '',
    unitId: caller.unitId ?? '',
    action: contract.name,
    title: contract.title,
    ok: !refusal,
    answer: maskText(words).slice(0, 500),
    serialNo: textOf(data, 'serialNo') || textOf((data as { row?: unknown } | undefined)?.row, 'serialNo'),
    at: nowIso(),
  });
  if (waiting.length > MOST) waiting.splice(0, waiting.length - MOST);
  timer ??= setTimeout(() => void flushJournal(broker), 500);
}
/** Sends what waits; while identity is away it waits on, as much as fits. */
export async function flushJournal(broker: ServiceBroker): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const entries = waiting.splice(0, 500);
  if (!entries.length) return;
  try {
    await ask(broker, 'gateway', addJournal, { entries });
  } catch (error) {
    waiting.unshift(...entries);
    log.warn({ err: error, waiting: waiting.length }, 'the journal waits for identity');
    timer ??= setTimeout(() => void flushJournal(broker), 5_000);
    timer.unref();
    return;
  }
  if (waiting.length) timer ??= setTimeout(() => void flushJournal(broker), 50);
}
