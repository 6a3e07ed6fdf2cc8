import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { ActionContract } from '@wangting/contracts/action';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { batchActions, batchUndo } from '@wangting/contracts/batch-actions';
import { isBatch } from '@wangting/contracts/batch';
import { headOf } from '@wangting/contracts/catalogue';
import { SERVICES, type ServiceName } from '@wangting/contracts/names';
import { loadItems } from './items.ts';

const folder = fileURLToPath(new URL('../../contracts', import.meta.url));

const isContract = (value: unknown): value is ActionContract =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'access' in value &&
  (value as ActionContract).input instanceof z.ZodType;

/**
 * Every action of the hall, found in the contracts: gateway and role matrix have no list of their own, so a new item or action needs no change here.
 * Print, query and sign items answer only what their own contract files name, and a lookup where a field has one; the verbs of filling in belong to
 * items that are filled in.
 */
export async function allContracts(): Promise<ActionContract[]> {
  const found = new Map<string, ActionContract>();
  const add = (contract: ActionContract) => void found.set(contract.name, contract);
  const owners = new Set<ServiceName>();
  for (const item of (await loadItems()).values()) {
    const { owner, kind } = headOf(item.id);
    const actions = isBatch(item) ? batchActions(item) : itemActions(item);
    if (kind === 'print' || kind === 'query' || kind === 'sign') {
      add(actions.open);
      const looks = item.sections.some(({ fields }) => fields.some(({ lookup }) => lookup));
      if (looks && 'lookup' in actions) add(actions.lookup as unknown as ActionContract);
    } else {
      owners.add(owner);
      Object.values(actions).forEach((action) => add(action as unknown as ActionContract));
      if (isBatch(item) && item.batch.undo) add(batchUndo(item) as unknown as ActionContract);
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
  return [...found.values()];
}
