import { STATUSES, type Status } from '@wangting/contracts/application';
import { BESIDE } from '@wangting/contracts/beside';
import type { Caller } from '@wangting/contracts/caller';
import { CATALOGUE } from '@wangting/contracts/catalogue';
import { takenIn } from '../models/work-row.ts';
import { dayAfter } from './shanghai.ts';

export type Where = Record<string, unknown>;
export interface Wanted {
  itemId?: string | undefined;
  status?: Status | undefined;
  from?: string | undefined;
  to?: string | undefined;
}
/** One value, or one of several. Of none there are no rows, which whoever asks has to say before. */
const anyOf = (values: readonly string[]): unknown => (values.length === 1 ? values[0] : { $in: values });

const LEVELS = { 2: 'province', 4: 'city', 6: 'area' } as const;
const DIGITS = [...'0123456789'];
/**
 * Areas as questions an index answers: one for each level (province, city, district), and no row in two of them. Nearly everybody has areas of
 * one level. Without areas there is no question, so somebody who has none sees an empty list, never a whole one.
 */
export function inAreas(areas: readonly string[] | undefined): Where[] {
  const prefixes = (areas ?? [])
    .filter((prefix) => /^\d{2,6}$/.test(prefix))
    .flatMap((prefix) => (prefix.length % 2 ? DIGITS.map((digit) => prefix + digit) : [prefix]));
  const widest = [...new Set(prefixes)].filter((one) => !prefixes.some((other) => other !== one && one.startsWith(other)));
  return Object.entries(LEVELS).flatMap(([length, place]) => {
    const own = widest.filter((prefix) => prefix.length === Number(length));
    return own.length ? [{ [place]: anyOf(own) }] : [];
  });
}

/** Days are days in China. */
export const sentBetween = ({ from, to }: Wanted): Where =>
  from || to ? { submittedAt: { ...(from ? { $gte: dayAfter(from, 0) } : {}), ...(to ? { $lt: dayAfter(to, 1) } : {}) } } : {};

const ITEMS = [...CATALOGUE, ...BESIDE].map(({ id }) => id);
/** 事项 and 办理状态. Who names one gets the other as a list: both engines then merge short runs of one index instead of looking through an area. */
export function ofKind({ itemId, status }: Wanted): Where {
  if (!itemId && !status) return {};
  return { itemId: itemId ?? { $in: ITEMS }, status: status ?? { $in: Object.keys(STATUSES) } };
}

/** The same among what waits or was searched for, which is few. */
export const named = ({ itemId, status }: Wanted): Where => ({ ...(itemId ? { itemId } : {}), ...(status ? { status } : {}) });

const STAGES = ['intake', 'first', 'second', 'third'] as const;
/** What this person can act on: what waits for a stage of his, and what he took in one. Somebody else's case in 初审 is not his. */
export function todoOf({ id, scopes }: Caller): Where {
  const stages = STAGES.filter((stage) => scopes.includes(`staff.${stage}`));
  return { waits: { $in: stages.flatMap((stage) => [stage, takenIn(stage, id)]) } };
}
/** Open cases that this reviewer took. */
export const takenBy = ({ id }: Caller): Where => ({ waits: { $in: STAGES.map((stage) => takenIn(stage, id)) } });

/** Items a person may see cases of: those he may work in, and what goes with them beside the catalogue. */
export const itemsIn = (caller: Caller): string[] => {
  const items = caller.scopes.filter((scope) => scope.startsWith('item:')).map((scope) => scope.slice(5));
  return [...items, ...BESIDE.filter(({ within }) => items.includes(within)).map(({ id }) => id)];
};
