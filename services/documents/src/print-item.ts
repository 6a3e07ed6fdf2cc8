import type { z } from 'zod';
import type { ActionContract } from '@wangting/contracts/action';
import { itemActions } from '@wangting/contracts/applications';
import type { IssuedDocument } from '@wangting/contracts/documents/certificates';
import type { ItemDefinition } from '@wangting/contracts/item';
import { ruleContext } from '@wangting/kit/applications/actions';
import type { ItemRules, RuleContext } from '@wangting/kit/applications/rules';
import { HallError } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { given, issue, type Paper } from './issue.ts';

type PrintInput<I extends z.ZodObject> = z.infer<I> & { requestKey: string; reissue: boolean };

/** The rules of a print item (事项类型 打印): `src/items/<id>.ts` exports `rules`. No application is made; a paper is issued. */
export interface PrintRules<I extends z.ZodObject = z.ZodObject, W extends object = object> {
  item: ItemDefinition<I>;
  /** Its `print` action. */
  print: ActionContract<z.ZodType<PrintInput<I>>, typeof IssuedDocument>;
  open(
    request: RuleContext,
  ): Promise<{ allowed: boolean; reason?: string; shows: Record<string, unknown>; values: Record<string, unknown> }>;
  lookups?: ItemRules['lookups'];
  /** What is wanted, with defaults filled in; refuses what is wrong in itself. Two equal answers of one unit are one paper. */
  want(values: z.infer<I>): W;
  /** Asks whoever knows and says what the paper says; refuses by the exact sentence of the item. */
  paper(request: RuleContext, wanted: W): Promise<Paper>;
}
export const definePrint = <I extends z.ZodObject, W extends object>(rules: PrintRules<I, W>): PrintRules => rules as unknown as PrintRules;

/** The rules of an item that only opens (事项类型 签收): everything else it does are handlers of its own. */
export type SigningRules = Pick<PrintRules, 'item' | 'open'>;
export const defineSigning = (rules: SigningRules): SigningRules => rules;
/** open of one item. */
export const openHandler = ({ item, open }: SigningRules): Implemented =>
  implement(itemActions(item).open, async (request) => ({ ...(await open(ruleContext(request))), draft: null })) as unknown as Implemented;

/** open and print of one item. */
export function printHandlers(rules: PrintRules): Implemented[] {
  const { item } = rules;
  const open = openHandler(rules);
  const print = implement(rules.print, async (request) => {
    const { requestKey, reissue, ...values } = request.input as PrintInput<z.ZodObject>;
    const context = ruleContext(request);
    const wanted = rules.want(values);
    const row = await issue({
      requestKey,
      reissue,
      by: context.caller.id,
      payload: { unitId: context.unitId, item: item.id, values, reissue },
      series: seriesOf(item.id, context.unitId, wanted),
      prepare: () => rules.paper(context, wanted),
    });
    return given(row);
  });
  const { lookups } = rules;
  if (!lookups) return [open, print] as unknown as Implemented[];
  const lookup = implement(itemActions(item).lookup, async (request) => {
    const look = lookups[request.input.lookup];
    if (!look) throw new HallError('INPUT_INVALID', { issues: [{ path: 'lookup', message: '不认识的查询项' }] });
    return look(ruleContext(request), request.input.value, request.input.values);
  });
  return [open, print, lookup] as unknown as Implemented[];
}
/** Papers of one item and unit that want the same stand for each other. */
export const seriesOf = (itemId: string, unitId: string, wanted: object): string =>
  [
    itemId,
    unitId,
    ...Object.entries(wanted)
      .sort()
      .map(([key, value]) => `${key}=${String(value)}`),
  ].join('|');
