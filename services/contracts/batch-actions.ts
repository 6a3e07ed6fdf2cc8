import { z } from 'zod';
import { defineAction } from './action.ts';
import { itemActions } from './applications.ts';
import { BatchRow, BatchTab, BatchView } from './batch.ts';
import { headOf, itemScope } from './catalogue.ts';
import type { ItemDefinition } from './item.ts';
import { Id, Paging, RequestKey, pageOf } from './primitives.ts';

const ERRORS = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'SERVICE_AWAY'] as const;
const File = z.strictObject({ url: z.string(), name: z.string() });

/** 撤销 of one saved row, on the day it was saved; again for a row that is taken back already changes nothing. */
export function batchUndo<I extends z.ZodObject>(item: ItemDefinition<I>) {
  const { owner, name } = headOf(item.id);
  return defineAction({
    name: `${owner}.${item.id}.undo`,
    title: `${name}：撤销一条`,
    access: { scopes: [itemScope(item.id)] },
    rest: `POST /items/${item.id}/batches/:batchId/undo`,
    input: z.strictObject({ batchId: Id, rowNo: z.int().min(1) }),
    output: z.strictObject({ message: z.string() }),
    errors: [...ERRORS, 'STEP_NOT_POSSIBLE', 'ALREADY_OPEN'],
  });
}

/**
 * What can be asked of a batch item: `open` and `lookup` as of every item; 模板下载, 校验, 保存, progress, rows, 导出错误信息, 取消, and what
 * the unit did lately. Addresses `/items/<item id>/…`. The file itself goes through `files` with purpose `batch`.
 */
export function batchActions<I extends z.ZodObject>(item: ItemDefinition<I>) {
  const { owner, name } = headOf(item.id);
  const access = { scopes: [itemScope(item.id)] };
  const { open, lookup } = itemActions(item);
  const one = z.strictObject({ batchId: Id });
  const at = `items/${item.id}/batches/:batchId`;
  return {
    open,
    lookup,
    template: defineAction({
      name: `${owner}.${item.id}.template`,
      title: `${name}：模板下载`,
      access,
      rest: `POST /items/${item.id}/template`,
      input: z.strictObject({}),
      output: File,
      errors: ERRORS,
    }),
    check: defineAction({
      name: `${owner}.${item.id}.check`,
      title: `${name}：校验`,
      access,
      rest: `POST /items/${item.id}/batches`,
      input: z.strictObject({ requestKey: RequestKey, fileId: Id, values: item.input }),
      output: BatchView,
      errors: [...ERRORS, 'REQUEST_KEY_REUSED', 'FILE_NOT_READY'],
    }),
    mine: defineAction({
      name: `${owner}.${item.id}.batches`,
      title: `${name}：最近的批次`,
      access,
      rest: `GET /items/${item.id}/batches`,
      input: z.strictObject({}),
      output: z.strictObject({ batches: z.array(BatchView) }),
      errors: ERRORS,
    }),
    view: defineAction({
      name: `${owner}.${item.id}.batch`,
      title: `${name}：批次进度`,
      access,
      rest: `GET /${at}`,
      input: one,
      output: BatchView,
      errors: ERRORS,
    }),
    rows: defineAction({
      name: `${owner}.${item.id}.rows`,
      title: `${name}：批次明细`,
      access,
      rest: `GET /${at}/rows`,
      input: z.strictObject({ batchId: Id, tab: BatchTab, ...Paging }),
      output: pageOf(BatchRow),
      errors: ERRORS,
    }),
    errors: defineAction({
      name: `${owner}.${item.id}.errors`,
      title: `${name}：导出错误信息`,
      access,
      rest: `POST /${at}/errors`,
      input: z.strictObject({ batchId: Id, tab: z.enum(['bad', 'failed']) }),
      output: File,
      errors: ERRORS,
      timeout: 60_000,
    }),
    save: defineAction({
      name: `${owner}.${item.id}.save`,
      title: `${name}：保存`,
      access,
      rest: `POST /${at}/save`,
      input: z.strictObject({ requestKey: RequestKey, batchId: Id }),
      output: BatchView,
      errors: [...ERRORS, 'STEP_NOT_POSSIBLE', 'ITEM_CLOSED'],
    }),
    cancel: defineAction({
      name: `${owner}.${item.id}.cancel`,
      title: `${name}：取消`,
      access,
      rest: `POST /${at}/cancel`,
      input: one,
      output: BatchView,
      errors: [...ERRORS, 'STEP_NOT_POSSIBLE'],
    }),
  };
}
