import type { z } from 'zod';
import type { ItemDefinition } from '@wangting/contracts/item';
import { queryAction, type View } from '@wangting/contracts/queries';
import { ruleContext } from './applications/actions.ts';
import { defineRules, type ItemRules, type RuleContext } from './applications/rules.ts';
import { HallError } from './errors.ts';
import { implement, type Implemented } from './implement.ts';

/** What is asked of a view: the unit is the login's, never the request's. */
export interface Asked<F> extends RuleContext {
  filter: F;
  /** Rows to leave out and to bring. */
  skip: number;
  size: number;
}
export interface Found<R> {
  rows: R[];
  /** All rows that match. */
  total: number;
  /** Sums over all of them, by the names of the view's `totals`; money in fen. */
  totals?: Record<string, number>;
}

/** 查询 one view of an item (contracts/queries.ts): `find` brings one page by an index and counts the rest. */
export function implementView<F extends z.ZodObject, R extends z.ZodObject>(
  itemId: string,
  view: View<F, R>,
  find: (asked: Asked<z.infer<F>>) => Promise<Found<z.infer<R>>>,
): Implemented {
  return implement(queryAction(itemId, view), async (request) => {
    const { filter, page, size } = request.input as { filter: z.infer<F>; page: number; size: number };
    const found = await find({ ...ruleContext(request as never), filter, skip: (page - 1) * size, size });
    return { ...found, page, size } as never;
  }) as unknown as Implemented;
}

/** The rules of a query item: it opens with its unit block and takes no application. `shows` brings the read-only values. */
export const queryRules = (item: ItemDefinition, shows: (request: RuleContext) => Promise<Record<string, unknown>>): ItemRules =>
  defineRules({
    item,
    open: async (request) => ({ allowed: true, shows: await shows(request), values: {} }),
    check: () => Promise.reject(new HallError('STEP_NOT_POSSIBLE')),
    effects: [],
    done: () => ({ message: '', next: '' }),
  });
