import type { BatchRow } from '@wangting/contracts/batch';
import { TOO_LATE } from '../applications/undo.ts';
import { dayOf, today } from '../clock.ts';
import { HallError, refuse } from '../errors.ts';
import { unsealJson } from '../sealed.ts';
import { caseOf } from './job.ts';
import { rowId, type Batch, type BatchModels, type BatchRowDoc } from './models.ts';
import type { BatchCase, BatchRules } from './rules.ts';

/** 撤销 of rows goes by the day the batch was saved (in China), as of a single case by the day of its decision. */
const isToday = ({ state, endedAt }: Batch): boolean => state === 'saved' && endedAt !== null && dayOf(endedAt) === today();

/** What a page may offer for a row. */
export function undoOf({ item, undo }: BatchRules, batch: Batch, { state }: Pick<BatchRowDoc, 'state'>): BatchRow['undo'] {
  if (!item.batch.undo || !undo) return null;
  if (state === 'undone') return 'done';
  if (state === 'undoing') return 'begun';
  return state === 'saved' && isToday(batch) ? 'may' : null;
}

/**
 * Takes one saved row back. It is marked before (so that a machine that stops in between leaves a row that says so, and can be pressed again on any day)
 * and after; two at once both find it done.
 */
export async function undoRow(
  models: BatchModels,
  rules: BatchRules,
  batch: Batch,
  rowNo: number,
  asker: BatchCase['asker'],
): Promise<void> {
  if (!rules.undo || batch.state !== 'saved') throw new HallError('STEP_NOT_POSSIBLE');
  const _id = rowId(batch._id, rowNo);
  const row = await models.rows.findById(_id).lean<BatchRowDoc>();
  if (row?.state === 'undone') return;
  if (row?.state !== 'saved' && row?.state !== 'undoing') throw new HallError('NOT_FOUND');
  if (row.state === 'saved' && !isToday(batch)) throw refuse(TOO_LATE);
  await models.rows.updateOne({ _id, state: 'saved' }, { $set: { state: 'undoing' } });
  try {
    await rules.undo(caseOf(batch, asker), { rowNo, values: unsealJson(row.sealed) });
  } catch (error) {
    // A refusal changed nothing: the row stands as it was.
    if (error instanceof HallError && row.state === 'saved')
      await models.rows.updateOne({ _id, state: 'undoing' }, { $set: { state: 'saved' } });
    throw error;
  }
  await models.rows.updateOne({ _id, state: 'undoing' }, { $set: { state: 'undone' } });
}
