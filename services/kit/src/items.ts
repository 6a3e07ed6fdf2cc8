import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BESIDE } from '@wangting/contracts/beside';
import { CATALOGUE } from '@wangting/contracts/catalogue';
import type { ItemDefinition } from '@wangting/contracts/item';
import type { ServiceName } from '@wangting/contracts/names';
import type { ItemRules } from './applications/rules.ts';
import type { Implemented } from './implement.ts';

const services = fileURLToPath(new URL('../..', import.meta.url));
export const contractFile = (owner: string, id: string) => `${services}contracts/${owner}/${id}.ts`;
export const rulesFile = (owner: string, id: string) => `${services}${owner}/src/items/${id}.ts`;

/** The definitions of all items that exist, found by their place: a new item needs no list to be edited. */
export async function loadItems(): Promise<Map<string, ItemDefinition>> {
  const found = new Map<string, ItemDefinition>();
  for (const { id, owner } of [...CATALOGUE, ...BESIDE]) {
    const file = contractFile(owner, id);
    if (existsSync(file)) found.set(id, ((await import(file)) as { item: ItemDefinition }).item);
  }
  return found;
}
/** The rules of a service's items, from `src/items/<id>.ts`. A file there that is no item is a mistake, said at start. */
export async function loadRules(owner: ServiceName): Promise<ItemRules[]> {
  const folder = `${services}${owner}/src/items`;
  if (!existsSync(folder)) return [];
  const known = new Set([...CATALOGUE, ...BESIDE].filter((head) => head.owner === owner).map(({ id }) => id));
  const rules: ItemRules[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.ts')) continue;
    const id = file.slice(0, -3);
    if (!known.has(id)) throw new Error(`services/${owner}/src/items/${file}: no item ${id} of ${owner} in the catalogue`);
    rules.push(((await import(`${folder}/${file}`)) as { rules: ItemRules }).rules);
  }
  return rules;
}
/** Actions of a service's items beside the rules: `src/items/<id>.ts` may export `handlers` (the views of a query item). */
export async function loadHandlers(owner: ServiceName): Promise<Implemented[]> {
  const folder = `${services}${owner}/src/items`;
  const found: Implemented[] = [];
  for (const file of existsSync(folder) ? readdirSync(folder).sort() : [])
    if (file.endsWith('.ts')) found.push(...(((await import(`${folder}/${file}`)) as { handlers?: Implemented[] }).handlers ?? []));
  return found;
}
