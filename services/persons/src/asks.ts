import { limits as limitsQuestion } from '@wangting/contracts/contributions/limits';
import type { BaseLimits } from '@wangting/contracts/policies/base-limits';
import { Month } from '@wangting/contracts/primitives';
import { periodOfDay } from '@wangting/contracts/standards/period';
import { receipts } from '@wangting/contracts/unemployment/questions';
import type { BatchCase } from '@wangting/kit/batch/rules';
import { ask } from '@wangting/kit/call';

/** Questions of items 2–5 to other services that both the page and a file ask, each once for all it is about. Nobody there: SERVICE_AWAY. */
type Asker = Parameters<typeof ask>[0];

/** Who of these draws 失业金 now, by blind index. */
export async function drawingOf(asker: Asker, idHashes: string[]): Promise<ReadonlySet<string>> {
  if (!idHashes.length) return new Set();
  const { answers } = await ask(asker, 'persons', receipts, { idHashes });
  return new Set(answers.filter(({ drawingNow }) => drawingNow).map(({ idHash }) => idHash));
}

/** 缴费基数上下限 of a month, and the version of the policy that says so. */
export type Limits = BaseLimits & { version: string };
async function askLimits(asker: Asker, months: string[]): Promise<ReadonlyMap<string, Limits>> {
  const { version, answers } = await ask(asker, 'persons', limitsQuestion, { months });
  return new Map(answers.flatMap(({ month, limits }) => (limits ? [[month, { ...limits, version }] as const] : [])));
}
/** Of the month a day lies in; undefined when no policy speaks of it. */
export async function limitsOn(asker: Asker, day: string): Promise<Limits | undefined> {
  const month = periodOfDay(day);
  return Month.safeParse(month).success ? (await askLimits(asker, [month])).get(month) : undefined;
}
/** By 校验 or 保存 of a file, which keep one case over all their chunks. */
const asked = new WeakMap<BatchCase, Map<string, Promise<ReadonlyMap<string, Limits>>>>();
/** A file asks once for each month, however many rows and chunks speak of it. An answer that did not come is asked for again. */
export async function limitsOfFile(batch: BatchCase, days: readonly string[]): Promise<(day: string) => Limits | undefined> {
  const known = asked.get(batch) ?? new Map<string, Promise<ReadonlyMap<string, Limits>>>();
  asked.set(batch, known);
  const months = [...new Set(days.map(periodOfDay))].filter((month) => Month.safeParse(month).success);
  const fresh = months.filter((month) => !known.has(month));
  if (fresh.length) {
    const answer = askLimits(batch.asker, fresh);
    for (const month of fresh) known.set(month, answer);
    answer.catch(() => fresh.forEach((month) => known.delete(month)));
  }
  const found = new Map<string, Limits | undefined>();
  for (const month of months) found.set(month, (await known.get(month))?.get(month));
  return (day) => found.get(periodOfDay(day));
}
