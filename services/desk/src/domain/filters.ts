import { OPEN_STATUSES, roleFor, type Status } from '@wangting/contracts/application';
import { BESIDE } from '@wangting/contracts/beside';
import type { Caller } from '@wangting/contracts/caller';
import { dayAfter } from './shanghai.ts';

type Where = Record<string, unknown>;
export interface Wanted {
  itemId?: string | undefined;
  status?: Status | undefined;
  from?: string | undefined;
  to?: string | undefined;
  search?: string | undefined;
}
/** Matches nothing: somebody without areas or items sees an empty list, never a whole one. */
export const NOTHING: Where = { _id: { $in: [] } };

export const escaped = (typed: string): string => typed.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
/** Areas by prefix, as a range that the index can serve: '61' is from '61' up to, and without, '62'. */
const ofArea = (prefix: string): Where => ({
  area: { $gte: prefix, $lt: prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1) },
});
export function inAreas(areas: readonly string[] | undefined): Where {
  const prefixes = (areas ?? []).filter((prefix) => /^\d{2,6}$/.test(prefix));
  const [only] = prefixes;
  if (only === undefined) return NOTHING;
  return prefixes.length === 1 ? ofArea(only) : { $or: prefixes.map(ofArea) };
}

/** What the person typed into the filter bar. Days are days in China. */
export function wantedBy({ itemId, status, from, to, search }: Wanted): Where[] {
  const where: Where[] = [];
  if (itemId) where.push({ itemId });
  if (status) where.push({ status });
  if (from || to) where.push({ submittedAt: { ...(from ? { $gte: dayAfter(from, 0) } : {}), ...(to ? { $lt: dayAfter(to, 1) } : {}) } });
  if (search) {
    const part = { $regex: escaped(search) };
    where.push({ $or: [{ serialNo: { $regex: `^${escaped(search)}` } }, { unitName: part }, { subject: part }, { unitNo: search }] });
  }
  return where;
}

/** States in which one of these roles acts. Somebody else's case in 初审 is not his. */
export function todoOf(caller: Caller): Where {
  const statuses = OPEN_STATUSES.filter((status) => {
    const role = roleFor(status);
    return role !== undefined && caller.scopes.includes(`staff.${role}`);
  });
  if (!statuses.length) return NOTHING;
  return { status: { $in: statuses }, assignee: { $in: [null, caller.id] } };
}
/** Open cases that this reviewer took. */
export const takenBy = (caller: Caller): Where => ({ assignee: caller.id, status: { $in: OPEN_STATUSES } });
export const all = (...parts: Where[]): Where => {
  const said = parts.filter((part) => Object.keys(part).length);
  return said.length > 1 ? { $and: said } : (said[0] ?? {});
};
/** Items a person may see cases of: those he may work in, and what goes with them beside the catalogue. */
export const itemsIn = (caller: Caller): string[] => {
  const items = caller.scopes.filter((scope) => scope.startsWith('item:')).map((scope) => scope.slice(5));
  return [...items, ...BESIDE.filter(({ within }) => items.includes(within)).map(({ id }) => id)];
};
