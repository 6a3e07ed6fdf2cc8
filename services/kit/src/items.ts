import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CATALOGUE, itemsOf } from '@wangting/contracts/catalogue';
import type { ItemDefinition } from '@wangting/contracts/item';
import type { ServiceName } from '@wangting/contracts/names';
import type { ItemRules } from './applications/rules.ts';

const services = fileURLToPath(new URL('../..', import.meta.url));
export const contractFile = (owner: string, id: string) => `${services}contracts/${owner}/${id}.ts`;
export const rulesFile = (owner: string, id: string) => `${services}${owner}/src/items/${id}.ts`;

/** The definitions of all items that exist, found by their place: a new item needs no list to be edited. */
export async function loadItems(): Promise<Map<string, ItemDefinition>> {
  const found = new Map<string, ItemDefinition>();
  for (const { id, owner } of CATALOGUE) {
    const file = contractFile(owner, id);
    if (existsSync(file)) found.set(id, ((await import(file)) as { item: ItemDefinition }).item);
  }
  return found;
}
/** The rules of a service's items, from `src/items/<id>.ts`. A file there that is no item is a mistake, said at start. */
export async function loadRules(owner: ServiceName): Promise<ItemRules[]> {
  const folder = `${services}${owner}/src/items`;
  if (!existsSync(folder)) return [];
  const known = new Set(itemsOf(owner).map(({ id }) => id));
  const rules: ItemRules[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.ts')) continue;
    const id = file.slice(0, -3);
    if (!known.has(id)) throw new Error(`services/${owner}/src/items/${file}: no item ${id} of ${owner} in the catalogue`);
    rules.push(((await import(`${folder}/${file}`)) as { rules: ItemRules }).rules);
  }
  return rules;
}
