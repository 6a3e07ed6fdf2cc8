import { z } from 'zod';
import { defineAction } from './action.ts';
import { headOf, itemScope } from './catalogue.ts';
import type { Column, FieldLayout } from './item.ts';
import { Paging } from './primitives.ts';

/**
 * One table of a query item (查询): what may be asked, how the filter bar shows it, what a row is. A contract file exports its `views`;
 * the page draws one tab for each, in their order.
 */
export interface View<F extends z.ZodObject = z.ZodObject, R extends z.ZodObject = z.ZodObject> {
  /** Stands in the address: `/items/<item>/query/<id>`. */
  id: string;
  /** The words on its tab. */
  title: string;
  filter: F;
  filters: readonly FieldLayout[];
  row: R;
  columns: readonly Column[];
  /** 合计: sums over all rows that match, not over the page. */
  totals?: readonly Column[];
  /** 双击查看明细: the view it leads to, with these values of the row as that view's filter. */
  opens?: { view: string; with: Readonly<Record<string, string>> };
  /** Reached from another view only (a detail): it has no filter bar of its own and asks nothing until a row was chosen. */
  detail?: true;
  /** 图表: a stacked bar for each row, in order of `by`, of these money columns; all rows are one page. */
  bars?: { by: string; of: readonly string[] };
  /** 导出: everything that matches, as a file. */
  exports?: boolean;
  /** Columns of that file alone, after those of the page. */
  fileColumns?: readonly Column[];
}

type Keys<S extends z.ZodObject> = keyof z.infer<S> & string;
interface Checked<F extends z.ZodObject, R extends z.ZodObject> extends View<F, R> {
  filters: readonly FieldLayout<Keys<F>>[];
  columns: readonly (Column & { name: Keys<R> })[];
  bars?: { by: Keys<R>; of: readonly Keys<R>[] };
  fileColumns?: readonly (Column & { name: Keys<R> })[];
}
/** Names of filters and columns are checked against the schemas: a column that no row has does not compile. */
export const defineView = <F extends z.ZodObject, R extends z.ZodObject>(view: Checked<F, R>): View<F, R> => view;

const ERRORS = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'SERVICE_AWAY'] as const;

/** 查询 one view of an item: a page of rows, and the sums of all that match. */
export function queryAction<F extends z.ZodObject, R extends z.ZodObject>(itemId: string, view: View<F, R>) {
  const { owner, name } = headOf(itemId);
  return defineAction({
    name: `${owner}.${itemId}.query-${view.id}`,
    title: `${name}：查询${view.title}`,
    access: { scopes: [itemScope(itemId)] },
    rest: `POST /items/${itemId}/query/${view.id}`,
    input: z.strictObject({ filter: view.filter, ...Paging }),
    output: z.strictObject({
      rows: z.array(view.row),
      total: z.int(),
      page: z.int(),
      size: z.int(),
      totals: z.record(z.string(), z.number()).optional(),
    }),
    errors: ERRORS,
  });
}
/** 导出 one view: a signed address of an .xlsx with everything that matches. */
export function exportAction<F extends z.ZodObject>(itemId: string, view: View<F>) {
  const { owner, name } = headOf(itemId);
  return defineAction({
    name: `${owner}.${itemId}.export-${view.id}`,
    title: `${name}：导出${view.title}`,
    access: { scopes: [itemScope(itemId)] },
    rest: `POST /items/${itemId}/export/${view.id}`,
    input: z.strictObject({ filter: view.filter }),
    output: z.strictObject({ url: z.string(), name: z.string(), rows: z.int() }),
    errors: ERRORS,
    timeout: 120_000,
  });
}
