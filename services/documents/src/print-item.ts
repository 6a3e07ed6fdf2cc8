import type { z } from 'zod';
import type { ActionContract } from '@wangting/contracts/action';
import { itemActions } from '@wangting/contracts/applications';
import type { IssuedDocument } from '@wangting/contracts/documents/certificates';
import type { ItemDefinition } from '@wangting/contracts/item';
import { ruleContext } from '@wangting/kit/applications/actions';
import type { RuleContext } from '@wangting/kit/applications/rules';
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
  /** What is wanted, with defaults filled in; refuses what is wrong in itself. Two equal answers of one unit are one paper. */
  want(values: z.infer<I>): W;
  /** Asks whoever knows and says what the paper says; refuses by the exact sentence of the item. */
  paper(request: RuleContext, wanted: W): Promise<Paper>;
}
export const definePrint = <I extends z.ZodObject, W extends object>(rules: PrintRules<I, W>): PrintRules => rules as unknown as PrintRules;

/** open and print of one item. */
export function printHandlers(rules: PrintRules): Implemented[] {
  const { item } = rules;
  const open = implement(itemActions(item).open, async (request) => ({ ...(await rules.open(ruleContext(request))), draft: null }));
  const print = implement(rules.print, async (request) => {
    const { requestKey, reissue, ...values } = request.input as PrintInput<z.ZodObject>;
    const context = ruleContext(request);
    const wanted = rules.want(values);
    const row = await issue({
      requestKey,
      reissue,
      by: context.caller.id,
      payload: { unitId: context.unitId, item: item.id, values, reissue },
      series: [
        item.id,
        context.unitId,
        ...Object.entries(wanted)
          .sort()
          .map(([key, value]) => `${key}=${String(value)}`),
      ].join('|'),
      prepare: () => rules.paper(context, wanted),
    });
    return given(row);
  });
  return [open, print] as unknown as Implemented[];
}
