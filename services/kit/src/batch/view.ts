import type { BatchRow, BatchTab, BatchView } from '@wangting/contracts/batch';
import { maskId } from '@wangting/contracts/standards/masking';
import { msOf, nowMs, realNow } from '../clock.ts';
import { undoOf } from './undo.ts';
import { unsealJson } from '../sealed.ts';
import { aboutOf } from './job.ts';
import type { Batch, BatchModels, BatchRowDoc } from './models.ts';
import type { BatchRules, GoodRow } from './rules.ts';

/** The sentence of items.md for a phase that has ended; why nothing goes on when it has not. */
function messageOf(batch: Batch): string {
  const { state, good, bad, saved, failed, note } = batch;
  if (state === 'checked') return `校验完成，成功${good}条，失败${bad}条`;
  if (state === 'saved') return `保存完成，成功${saved}条，失败${failed}条`;
  if (state === 'cancelled') return '已取消，未保存任何人员';
  return note;
}

export function viewOf(batch: Batch, serialNo: string | null): BatchView {
  const { state, done, startedAt, endedAt, rows, saved, failed } = batch;
  const working = state === 'checking' || state === 'saving';
  const seconds = startedAt ? Math.max(0, (endedAt ? msOf(endedAt) : nowMs()) - msOf(startedAt)) / 1000 : 0;
  const count = state === 'saving' || state === 'saved' ? saved + failed : rows;
  const perSecond = seconds > 0.5 && count > 0 ? Math.round(count / seconds) : null;
  const { values, shows } = aboutOf(batch);
  return {
    batchId: batch._id,
    state,
    queued: working && batch.leaseUntil < realNow(),
    cancelling: working && batch.cancel,
    fileName: batch.file.name,
    at: batch.at,
    rows,
    good: batch.good,
    bad: batch.bad,
    saved,
    failed,
    percent: working ? Math.min(99, Math.floor(done / 10)) : 100,
    perSecond,
    secondsLeft: working && done > 0 && seconds > 0.5 ? Math.ceil((seconds * (1000 - done)) / done) : null,
    message: messageOf(batch),
    applicationId: batch.savedBy ? batch.applicationId : null,
    serialNo,
    values,
    shows,
  };
}

/** One page of a tab, in the order of the file; what was saved stands before what was taken back, and while saving before what is still good. */
export async function rowsOf(
  models: BatchModels,
  rules: BatchRules,
  batch: Batch,
  tab: BatchTab,
  page: number,
  size: number,
): Promise<{ rows: BatchRow[]; total: number }> {
  const states = tab === 'good' ? (['saved', 'undoing', 'undone', 'good'] as const) : ([tab] as const);
  const found: BatchRowDoc[] = [];
  let skip = (page - 1) * size;
  let total = 0;
  for (const state of states) {
    const count = await models.rows.countDocuments({ batchId: batch._id, state });
    total += count;
    if (found.length < size && skip < count) {
      const some = await models.rows
        .find({ batchId: batch._id, state })
        .sort({ rowNo: 1 })
        .skip(skip)
        .limit(size - found.length)
        .lean<BatchRowDoc[]>();
      found.push(...some);
    }
    skip = Math.max(0, skip - count);
  }
  const valuesOf = (row: BatchRowDoc) =>
    row.state === 'bad' ? fromCells(rules, unsealJson(row.sealed)) : unsealJson<Record<string, unknown>>(row.sealed);
  const good: GoodRow[] = found.filter(({ state }) => state !== 'bad').map((row) => ({ rowNo: row.rowNo, values: valuesOf(row) }));
  const more = tab === 'good' && good.length ? await rules.shows?.(batch, good) : undefined;
  return {
    total,
    rows: found.map((row, at) => ({
      no: (page - 1) * size + at + 1,
      rowNo: row.rowNo,
      values: shown(rules, tab, { ...valuesOf(row), ...more?.get(row.rowNo) }),
      issues: row.issues.map(({ field, message }) => ({ label: labelOf(rules, field), message })),
      notes: row.notes,
      saved: row.state === 'saved',
      undo: undoOf(rules, batch, row),
    })),
  };
}
const labelOf = ({ item }: BatchRules, field: string): string => item.batch.columns.find(({ name }) => name === field)?.label ?? '';
const fromCells = ({ item }: BatchRules, cells: string[]): Record<string, unknown> =>
  Object.fromEntries(item.batch.columns.map(({ name }, at) => [name, cells[at]]));
/** What the tab's columns show and no more; numbers masked. */
function shown({ item }: BatchRules, tab: BatchTab, values: Record<string, unknown>): Record<string, unknown> {
  const { preview, unique, name } = item.batch;
  const columns =
    tab === 'good'
      ? preview
      : [
          { name: unique, as: 'masked' as const },
          { name, as: 'text' as const },
        ];
  return Object.fromEntries(
    columns.map((column) => {
      const value = values[column.name];
      return [column.name, column.as === 'masked' && value !== undefined ? maskId(String(value)) : value];
    }),
  );
}
