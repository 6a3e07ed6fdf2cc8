import type { FieldAs, FieldLayout } from '@wangting/contracts/item';

/** A filter lives in the address, so that it can be shared and the back button works. Blank values are left out. */
export type Filter = Record<string, string>;

const CHOSEN: readonly FieldAs[] = ['select', 'area', 'country', 'yesno', 'day', 'month', 'year'];
/**
 * Does its value say nothing of anybody? Only what is chosen from a list or a calendar. What is typed may be a name, a number of a person or a
 * phone, whatever the field is meant for: it stands neither in the address nor in the history of the browser, nor in its storage.
 */
export const isHarmless = ({ as, personal }: Pick<FieldLayout, 'as' | 'personal'>): boolean => !personal && CHOSEN.includes(as);

/** What was typed, in this tab's memory; in the address stands a number without meaning in its place. A reload or another browser finds nothing. */
const typed = new Map<string, Filter>();
const MOST = 200;
export const TYPED = 'q';
const inOrder = (filter: Filter): string => JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));
/** Asks for the same, in whatever order it was said. */
export const sameFilter = (a: Filter, b: Filter): boolean => inOrder(a) === inOrder(b);
export function keepTyped(values: Filter, newHandle: () => string): string {
  for (const [handle, kept] of typed) if (sameFilter(kept, values)) return handle;
  const [oldest] = typed.keys();
  if (typed.size >= MOST && oldest !== undefined) typed.delete(oldest);
  const handle = newHandle();
  typed.set(handle, values);
  return handle;
}
export const typedAt = (address: URLSearchParams): Filter => typed.get(address.get(TYPED) ?? '') ?? {};
export const forgetTyped = (): void => typed.clear();

/** A filter in two: what may stand in the address, and what was typed. Names that are no fields belong to the page around and may. */
export function split(filter: Filter, fields: readonly FieldLayout[]): { harmless: Filter; typed: Filter } {
  const hidden = new Set(fields.filter((field) => !isHarmless(field)).map(({ name }) => name));
  const entries = Object.entries(filter);
  return {
    harmless: Object.fromEntries(entries.filter(([name]) => !hidden.has(name))),
    typed: Object.fromEntries(entries.filter(([name, value]) => hidden.has(name) && value !== '')),
  };
}
/** What is asked now. A name or number that somebody wrote into the address counts for nothing. */
export function askedFor(address: URLSearchParams, fields: readonly FieldLayout[], also: readonly string[]): Filter {
  const harmless = fields.filter(isHarmless).map(({ name }) => name);
  const hidden = fields.filter((field) => !isHarmless(field)).map(({ name }) => name);
  const kept = typedAt(address);
  const values = hidden.flatMap((name) => (kept[name] ? [[name, kept[name]] as const] : []));
  return { ...filterFrom(address, [...harmless, ...also]), ...Object.fromEntries(values) };
}

export function filterFrom(address: URLSearchParams, names: readonly string[]): Filter {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = address.get(name)?.trim();
      return value ? [[name, value]] : [];
    }),
  );
}

export function toAddress(filter: Record<string, unknown>, page = 1, size = 10): URLSearchParams {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value !== undefined && value !== null && value !== '') address.set(name, String(value));
  if (page > 1) address.set('page', String(page));
  if (size !== 10) address.set('size', String(size));
  return address;
}

const whole = (text: string | null, fallback: number, most: number): number => {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : fallback;
};
export const SIZES = [10, 20, 50, 100];
export const pageFrom = (address: URLSearchParams) => ({
  page: whole(address.get('page'), 1, 100_000),
  size: SIZES.includes(Number(address.get('size'))) ? Number(address.get('size')) : 10,
});

/** 共 n 条 显示 a-b 条 */
export const rangeWords = (total: number, page: number, size: number): string =>
  total === 0 ? '共 0 条' : `共 ${total} 条 显示 ${(page - 1) * size + 1}-${Math.min(page * size, total)} 条`;
