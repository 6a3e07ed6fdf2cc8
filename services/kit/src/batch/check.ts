import { buffer } from 'node:stream/consumers';
import { nowIso } from '../clock.ts';
import { ignoreTwice } from '../errors.ts';
import { readStream, sealedKey } from '../objects.ts';
import { sealJson, unsealJson } from '../sealed.ts';
import { typed } from './cells.ts';
import { CHUNK, type Job } from './job.ts';
import { rowId, type BatchRowDoc } from './models.ts';
import { FileRefused } from './sheet.ts';
import { readTable, type TableRow } from './table.ts';

const MOST_MERGED = 1_000;
type Late = Map<number, { field: string; message: string }[]>;

/**
 * 校验: reads the file, judges every row, keeps it with everything that is wrong with it. Begun again after a crash it starts over: until it ends,
 * nobody relies on its rows.
 */
export async function checkBatch(job: Job): Promise<void> {
  const { models, batch, lease, rules } = job;
  const { item } = rules;
  await models.rows.deleteMany({ batchId: batch._id });
  await lease.keep({ rows: 0, good: 0, bad: 0, done: 0, startedAt: nowIso(), endedAt: null });
  const file = await buffer(await readStream(sealedKey(batch.file.sha256)));
  const table = await readTable(item, file, batch.file.type);

  const counts = { rows: 0, good: 0, bad: 0 };
  const late: Late = new Map();
  const twice = watchTwice(job, late);
  let writing: Promise<void> = Promise.resolve();
  const flush = async (rows: TableRow[]) => {
    if (!rows.length || lease.cancelled) return;
    await rules.check(job.case, rows);
    for (const row of rows) twice(row);
    const docs = rows.map((row) => docOf(job, row));
    const bad = docs.filter(({ state }) => state === 'bad').length;
    counts.rows += rows.length;
    counts.bad += bad;
    counts.good += rows.length - bad;
    await writing; // the next rows are read and judged while these are written
    writing = Promise.all([
      models.rows.insertMany(docs, { ordered: false, lean: true }).catch(ignoreTwice),
      lease.keep({ ...counts, done: table.share() }),
    ]).then(() => undefined);
    writing.catch(() => undefined); // seen when it is waited for
  };
  let chunk: TableRow[] = [];
  for await (const row of table.rows()) {
    chunk.push(row);
    if (chunk.length < CHUNK) continue;
    const now = chunk;
    chunk = [];
    await flush(now);
    if (lease.cancelled) break;
  }
  await flush(chunk);
  await writing;
  if (lease.cancelled) return cancelled(job);

  await noteMerged(job, table.merged(), late);
  const moved = await addLate(job, late);
  await lease.finish('checking', 'checked', {
    rows: counts.rows,
    good: counts.good - moved,
    bad: counts.bad + moved,
    done: 1000,
    note: '',
    endedAt: nowIso(),
  });
}
async function cancelled({ models, batch, lease }: Job): Promise<void> {
  await models.rows.deleteMany({ batchId: batch._id });
  await lease.finish('checking', 'cancelled', { endedAt: nowIso() });
}

/** 文件内证件号码重复: both rows say so, and name each other, since nobody but the clerk knows which is right. */
function watchTwice({ rules: { item } }: Job, late: Late): (row: TableRow) => void {
  const { unique, columns } = item.batch;
  const label = columns.find(({ name }) => name === unique)?.label ?? '';
  const first = new Map<string, number>();
  const words = (rowNo: number) => ({ field: unique, message: `文件内${label}重复（第${rowNo}行）` });
  return (row) => {
    const value = row.values[unique];
    if (typeof value !== 'string' || !value) return;
    const before = first.get(value);
    if (before === undefined) return void first.set(value, row.rowNo);
    row.issues.push(words(before));
    if (!late.has(before)) late.set(before, [words(row.rowNo)]);
  };
}
/** Merged cells are told at the end of a sheet: all but one of them look empty, so no row of them can be trusted. */
async function noteMerged({ models, batch }: Job, merged: readonly (readonly [number, number])[], late: Late): Promise<void> {
  const issue = { field: '', message: '含有合并单元格，请取消合并后逐行填写' };
  let count = 0;
  for (const [from, to] of merged) {
    count += to - from + 1;
    if (count > MOST_MERGED) throw new FileRefused('文件中合并单元格过多，请取消合并后逐行填写');
    for (const state of ['good', 'bad'] as const) {
      const rows = await models.rows
        .find({ batchId: batch._id, state, rowNo: { $gte: from, $lte: to } })
        .select({ rowNo: 1 })
        .lean<BatchRowDoc[]>();
      for (const { rowNo } of rows) late.set(rowNo, [...(late.get(rowNo) ?? []), issue]);
    }
  }
}
/** What became known after a row was kept. Returns how many were good before. */
async function addLate({ models, batch, rules }: Job, late: Late): Promise<number> {
  const numbers = [...late.keys()];
  let moved = 0;
  for (let at = 0; at < numbers.length; at += CHUNK) {
    const ids = numbers.slice(at, at + CHUNK).map((rowNo) => rowId(batch._id, rowNo));
    const rows = await models.rows.find({ _id: { $in: ids } }).lean<BatchRowDoc[]>();
    moved += rows.filter(({ state }) => state === 'good').length;
    await models.rows.bulkWrite(
      rows.map((row) => ({
        updateOne: {
          filter: { _id: row._id },
          update: {
            $set: {
              state: 'bad' as const,
              sealed: row.state === 'good' ? sealJson(cellsOf(rules.item, unsealJson(row.sealed))) : row.sealed,
              issues: [...row.issues, ...(late.get(row.rowNo) ?? [])],
            },
          },
        },
      })),
      { ordered: false },
    );
  }
  return moved;
}

export const cellsOf = ({ batch: { columns } }: Job['rules']['item'], values: Record<string, unknown>): string[] =>
  columns.map((column) => typed(column, values[column.name]));

function docOf({ batch }: Job, { rowNo, cells, values, issues, notes }: TableRow): BatchRowDoc {
  const bad = issues.length > 0;
  return {
    _id: rowId(batch._id, rowNo),
    batchId: batch._id,
    rowNo,
    state: bad ? 'bad' : 'good',
    sealed: sealJson(bad ? cells : values),
    issues,
    notes: bad ? [] : notes,
  };
}
