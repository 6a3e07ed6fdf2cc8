import type { z } from 'zod';
import type { BatchItem } from '@wangting/contracts/batch';
import type { ItemRules, RuleContext } from '../applications/rules.ts';
import type { ask } from '../call.ts';
import { HallError } from '../errors.ts';

/** Whom a batch belongs to, and what `begin` kept for it. The same in every chunk. */
export interface BatchCase {
  batchId: string;
  /** Known from the beginning, so that what 保存 writes has its keys; the application itself stands once 保存 was pressed. */
  applicationId: string;
  itemId: string;
  unitId: string;
  /** Who pressed 校验. */
  by: string;
  /** The item's own fields, beside the file. */
  values: Record<string, unknown>;
  keep: Record<string, unknown>;
  /** For `ask`: questions go over the bus of the service. */
  asker: Parameters<typeof ask>[0];
}

/** A row of the file whose cells were read. `values` has only the fields that are right by themselves; the rest stands in `issues`. */
export interface ReadRow<R = Record<string, unknown>> {
  rowNo: number;
  values: Partial<R>;
  /** By field of the template (or ''). The rules add theirs; a row with none is good. */
  issues: { field: string; message: string }[];
  /** What the clerk should see of a good row: the base was clipped, insured elsewhere too. */
  notes: string[];
}
/** A good row, about to be saved. */
export interface GoodRow<R = Record<string, unknown>> {
  rowNo: number;
  values: R;
}

/** The rules of a batch item: `services/<owner>/src/items/<id>.ts` exports `rules = defineBatchRules({...})`. Both `check` and `save` get up to 500 rows. */
export interface BatchRules<I extends z.ZodObject = z.ZodObject, R extends z.ZodObject = z.ZodObject> {
  item: BatchItem<I, R>;
  open: ItemRules<I>['open'];
  lookups?: ItemRules<I>['lookups'];
  /** When 校验 is pressed: may this unit do it, with these fields? A refusal is thrown. Answers what every chunk needs. */
  begin(
    request: RuleContext,
    values: z.infer<I>,
  ): Promise<{ area: string; shows?: Record<string, unknown>; keep?: Record<string, unknown> }>;
  /**
   * Judges rows: adds to their `issues` and `notes`. Ask each question once for all of them. May change `values` (what follows from others).
   * A field that already has an issue is not in `values`: pass over what needs it, and say everything else.
   */
  check(batch: BatchCase, rows: ReadRow<z.infer<R>>[]): Promise<void>;
  /**
   * Saves rows that were good at 校验: judges them again, since the world has moved, and writes. Answers 失败原因 by rowNo; a row that is not there was saved.
   * May be called again for the same rows after a crash at any point: every write has a key made from `applicationId` and `rowNo`, and a row
   * that was begun is finished, or taken back whole.
   */
  save(batch: BatchCase, rows: GoodRow<z.infer<R>>[]): Promise<ReadonlyMap<number, string>>;
  /**
   * 撤销 of a saved row: takes back what 保存 wrote of it, and refuses by name when that is no longer as it wrote it. May be called again after a crash at
   * any point. For items whose contract says `undo`.
   */
  undo?(batch: BatchCase, row: GoodRow<z.infer<R>>): Promise<void>;
  /** What the tab 导入成功人员 shows beyond the row's own fields, for one page of rows: a number that 保存 brought. */
  shows?(batch: Pick<BatchCase, 'unitId'>, rows: GoodRow<z.infer<R>>[]): Promise<ReadonlyMap<number, Record<string, unknown>>>;
  /** What it is about, for lists: `10,000 人` when absent. */
  subject?(good: number): string;
}

/** As the service finds them among its items: a batch has no 提交 of its own, its 保存 is the engine's. */
export function defineBatchRules<I extends z.ZodObject, R extends z.ZodObject>(rules: BatchRules<I, R>): ItemRules {
  return {
    item: rules.item,
    open: rules.open,
    lookups: rules.lookups,
    check: () => Promise.reject(new HallError('STEP_NOT_POSSIBLE')),
    effects: [],
    done: () => ({ message: '保存完成', next: '' }),
    batch: rules as unknown as BatchRules,
  };
}
