import {
  callAction,
  dictionariesApi,
  dictionaryApi,
  queryClient,
  skipToken,
  today,
  useQuery,
  type DictionaryData,
  type DictionaryEntry,
} from '@wangting/kit-core';

const hashes = () =>
  queryClient.fetchQuery({ queryKey: ['dictionaries'], queryFn: () => callAction(dictionariesApi, {}), staleTime: 10 * 60_000 });

async function read(name: string): Promise<DictionaryData> {
  const hash = (await hashes())[name];
  if (!hash) throw new Error(`No dictionary ${name}`);
  return callAction(dictionaryApi(name, hash), {});
}

/** A dictionary by name; its address changes with its content, so the browser keeps it for ever. */
export const useDictionary = (name: string | undefined) =>
  useQuery({ queryKey: ['dictionary', name], queryFn: name ? () => read(name) : skipToken, staleTime: Infinity, gcTime: Infinity });

/** What may be chosen today. A code that is no longer offered stays visible where it was chosen before. */
export function offered(entries: readonly DictionaryEntry[], chosen: readonly string[] = [], on = today()): DictionaryEntry[] {
  return entries.filter(({ code, from = '', to = '9999-12-31', retired }) => (!retired && from <= on && on <= to) || chosen.includes(code));
}

export const labelIn = (dictionary: DictionaryData | undefined, code: unknown): string => {
  const text = String(code ?? '');
  return dictionary?.entries.find((entry) => entry.code === text)?.label ?? text;
};

export interface Branch {
  value: string;
  label: string;
  children?: Branch[];
}

/** Entries as a tree by `parent`. */
export function treeOf(entries: readonly DictionaryEntry[]): Branch[] {
  const nodes = new Map(entries.map(({ code, label }) => [code, { value: code, label } as Branch]));
  const roots: Branch[] = [];
  for (const { code, parent } of entries) {
    const node = nodes.get(code);
    const above = parent === undefined ? undefined : nodes.get(parent);
    if (!node) continue;
    if (above) (above.children ??= []).push(node);
    else roots.push(node);
  }
  return roots;
}

/** The codes from the root down to one. */
export function pathTo(entries: readonly DictionaryEntry[], code: string): string[] {
  const parents = new Map(entries.map((entry) => [entry.code, entry.parent]));
  const path: string[] = [];
  for (let now: string | undefined = code; now !== undefined && parents.has(now) && !path.includes(now); now = parents.get(now))
    path.unshift(now);
  return path;
}
