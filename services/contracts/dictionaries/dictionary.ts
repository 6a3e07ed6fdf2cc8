import { z } from 'zod';

/**
 * A dictionary (字典): codes with their Chinese labels, in the order a list shows them. Codes are text, for ever: a code that is no longer
 * offered stays, with the last day it was (`to`). `source` says where the codes come from; 【补】 means they are ours.
 */
export interface Entry {
  readonly code: string;
  readonly label: string;
  /** Code of the entry above it in the same dictionary. */
  readonly parent?: string;
  /** First and last day (YYYY-MM-DD, both included) on which it may be chosen; absent: always. */
  readonly from?: string;
  readonly to?: string;
  /** Kept for old records only: never offered, but labelled and accepted when read. */
  readonly retired?: true;
}

export interface Dictionary<E extends Entry = Entry> {
  /** Kebab-case, as in /api/dictionaries/{name}@{hash}. */
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly entries: readonly E[];
}

export type CodeOf<D extends Dictionary> = D['entries'][number]['code'];

const indexes = new WeakMap<Dictionary, ReadonlyMap<string, Entry>>();

/** Keeps the literal codes, so that a wrong code in the source does not compile. Throws when a code occurs twice or a parent is missing. */
export function defineDictionary<const E extends Entry>(dictionary: Dictionary<E>): Dictionary<E> {
  const index = new Map(dictionary.entries.map((entry) => [entry.code, entry]));
  if (index.size !== dictionary.entries.length) throw new Error(`DICTIONARY_CODE_TWICE: ${dictionary.name}`);
  for (const { code, parent } of dictionary.entries) {
    if (parent !== undefined && !index.has(parent)) throw new Error(`DICTIONARY_PARENT_MISSING: ${dictionary.name} ${code}`);
  }
  indexes.set(dictionary, index);
  return dictionary;
}

export function entryOf<E extends Entry>(dictionary: Dictionary<E>, code: string): E | undefined {
  return indexes.get(dictionary)?.get(code) as E | undefined;
}

/** The label of a code, or the code itself when the dictionary does not have it: old data must stay readable. */
export const labelOf = (dictionary: Dictionary, code: string): string => entryOf(dictionary, code)?.label ?? code;

export const hasCode = <D extends Dictionary>(dictionary: D, code: string): code is CodeOf<D> => entryOf(dictionary, code) !== undefined;

/** What somebody wrote in a batch file, a code or a label, as code. */
export function codeFrom<D extends Dictionary>(dictionary: D, text: string): CodeOf<D> | undefined {
  const wanted = text.trim();
  return (entryOf(dictionary, wanted) ?? dictionary.entries.find(({ label, retired }) => label === wanted && !retired))?.code;
}

/** Entries to offer on a day (YYYY-MM-DD). */
export const offeredOn = <E extends Entry>(dictionary: Dictionary<E>, day: string): E[] =>
  dictionary.entries.filter(({ from = '', to = '9999-12-31', retired }) => !retired && from <= day && day <= to);

/** A zod schema that accepts the codes of a dictionary. */
export function codeSchema<D extends Dictionary>(dictionary: D): z.ZodType<CodeOf<D>, CodeOf<D>> {
  const codes = dictionary.entries.map(({ code }) => code) as [CodeOf<D>, ...CodeOf<D>[]];
  return z.enum(codes, { error: `请选择${dictionary.title}` }) as unknown as z.ZodType<CodeOf<D>, CodeOf<D>>;
}
