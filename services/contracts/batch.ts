import { z } from 'zod';
import type { Column, ItemDefinition } from './item.ts';
import { Id } from './primitives.ts';

/** Block B9 (decisions.md 25). */
export const MAX_BATCH_ROWS = 100_000;

/** A column of the template. What a cell says becomes the value of the row's field of that name. */
export interface BatchColumn<Name extends string = string> {
  name: Name;
  /** The word in the header, and in 错误字段. */
  label: string;
  /** `code`: a code or label of `dictionary`; `day`: a date however it is usually written; `money`: yuan, which become fen. */
  as: 'text' | 'code' | 'day' | 'money';
  dictionary?: string;
  /** Star in the header; an empty cell is an error. `'rules'`: starred, but the rules know when it may be empty. */
  required?: true | 'rules';
  /** For `day`: a month (202404) is taken as its first day. */
  month?: true;
  /** Shown on the header cell. */
  hint?: string;
  /** What the example row shows: words as a clerk would type them. */
  example: string;
  width?: number;
}

/** What makes an item a batch (报盘): the file's columns, what a row is, and what the tab 导入成功人员 shows of it. */
export interface BatchPart<R extends z.ZodObject = z.ZodObject> {
  /** Rises whenever the columns change: an older template is refused. */
  version: number;
  columns: readonly BatchColumn[];
  /** One row, typed: codes, days, fen. Each field is checked by itself, so that all errors of a row are told at once. */
  row: R;
  /** No two rows of a file may have the same value here. */
  unique: string;
  /** The field that says who a row is about, beside `unique`, in the lists of errors. */
  name: string;
  /** A saved row can be taken back on the day it was saved (撤销). */
  undo?: true;
  /** Columns of 导入成功人员 after 序号: fields of the row, and what the rules add (`notes`, a number that 保存 brought). */
  preview: readonly Column[];
}
export interface BatchItem<I extends z.ZodObject = z.ZodObject, R extends z.ZodObject = z.ZodObject> extends ItemDefinition<I> {
  batch: BatchPart<R>;
}
type Keys<R extends z.ZodObject> = keyof z.infer<R> & string;
interface Checked<R extends z.ZodObject> extends BatchPart<R> {
  columns: readonly BatchColumn<Keys<R>>[];
  unique: Keys<R>;
  name: Keys<R>;
}

/** Keeps the item's own fields (unit block, 实际用工单位 …) and the columns of its file in one definition; names are checked against the schemas. */
export const defineBatch = <I extends z.ZodObject, R extends z.ZodObject>(item: ItemDefinition<I>, batch: Checked<R>): BatchItem<I, R> => ({
  ...item,
  batch,
});
export const isBatch = (item: ItemDefinition): item is BatchItem => 'batch' in item;

/**
 * checking → checked (rows can be looked at and saved) or refused (the file as a whole, `note` says why);
 * checked → saving → saved. cancelled: by the clerk, before anything was saved; while saving, a cancel ends it as saved, and the rest of the
 * rows stand under 保存失败人员信息.
 */
export const BATCH_STATES = {
  checking: '校验中',
  refused: '文件不符合要求',
  checked: '校验完成',
  saving: '保存中',
  saved: '保存完成',
  cancelled: '已取消',
} as const;
export type BatchState = keyof typeof BATCH_STATES;

/** Where a batch stands, for a page that asks again every second. */
export const BatchView = z.strictObject({
  batchId: Id,
  state: z.enum(Object.keys(BATCH_STATES) as [BatchState, ...BatchState[]]),
  /** Waits for others' batches before it. */
  queued: z.boolean(),
  /** Somebody pressed 取消 and it has not stopped yet. */
  cancelling: z.boolean(),
  fileName: z.string(),
  at: z.iso.datetime(),
  /** Rows read so far, of which good and bad; of the good ones saved and failed. */
  rows: z.int(),
  good: z.int(),
  bad: z.int(),
  saved: z.int(),
  failed: z.int(),
  /** Of the phase under way, 0–100. */
  percent: z.int().min(0).max(100),
  perSecond: z.int().nullable(),
  secondsLeft: z.int().nullable(),
  /** The exact sentence of a finished phase, or why the file was refused. */
  message: z.string(),
  applicationId: z.string().nullable(),
  serialNo: z.string().nullable(),
  values: z.record(z.string(), z.unknown()),
  shows: z.record(z.string(), z.unknown()),
});
export type BatchView = z.infer<typeof BatchView>;

export const BATCH_TABS = { good: '导入成功人员', bad: '错误信息', failed: '保存失败人员信息' } as const;
export const BatchTab = z.enum(['good', 'bad', 'failed']);
export type BatchTab = z.infer<typeof BatchTab>;
/** A line of one of the three tabs. Numbers are masked; the file to be corrected has them whole. */
export const BatchRow = z.strictObject({
  no: z.int(),
  /** 行号 in the file. */
  rowNo: z.int(),
  values: z.record(z.string(), z.unknown()),
  /** 错误字段 and 错误原因; for 保存失败人员信息 one line without a field. */
  issues: z.array(z.strictObject({ label: z.string(), message: z.string() })),
  /** What the clerk should know of a good row before 保存. */
  notes: z.array(z.string()),
  saved: z.boolean(),
  /** 撤销: offered; begun and not ended (press again); done. */
  undo: z.enum(['may', 'begun', 'done']).nullable(),
});
export type BatchRow = z.infer<typeof BatchRow>;
