import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ActionContract } from '@wangting/contracts/action';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { headOf } from '@wangting/contracts/catalogue';
import { SERVICES, type ServiceName } from '@wangting/contracts/names';
import { loadItems } from '@wangting/kit/items';

export type Routed = ActionContract & { rest: NonNullable<ActionContract['rest']> };
const folder = fileURLToPath(new URL('../../services/contracts', import.meta.url));

const isContract = (value: unknown): value is ActionContract =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'access' in value &&
  (value as ActionContract).input instanceof z.ZodType;

/**
 * Every action that has an address, found in the contracts: the gateway has no list of its own, so a new item or action needs no change here.
 * Print and query items answer only what their own contract files name; the verbs of filling in belong to items that are filled in.
 */
export async function routedContracts(): Promise<Routed[]> {
  const found = new Map<string, ActionContract>();
  const add = (contract: ActionContract) => void (contract.rest && found.set(contract.name, contract));
  const owners = new Set<ServiceName>();
  for (const item of (await loadItems()).values()) {
    const { owner, kind } = headOf(item.id);
    const actions = itemActions(item);
    if (kind === 'print' || kind === 'query') add(actions.open);
    else {
      owners.add(owner);
      Object.values(actions).forEach((action) => add(action as unknown as ActionContract));
    }
  }
  for (const owner of owners) Object.values(applicationActions(owner)).forEach((action) => add(action as unknown as ActionContract));
  for (const service of SERVICES) {
    for (const file of readdirSync(`${folder}/${service}`)
      .filter((name) => name.endsWith('.ts'))
      .sort()) {
      const module = (await import(`${folder}/${service}/${file}`)) as Record<string, unknown>;
      for (const value of Object.values(module)) if (isContract(value)) add(value);
    }
  }
  return [...found.values()] as Routed[];
}
