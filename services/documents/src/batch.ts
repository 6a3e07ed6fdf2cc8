import { randomUUID } from 'node:crypto';
import { printAll, printBatch, printBatches, type PrintBatch } from '@wangting/contracts/documents/rights-record-print';
import type { Caller } from '@wangting/contracts/caller';
import { isoOf, nowIso, nowMs, thisYear } from '@wangting/kit/clock';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { addressOf } from '@wangting/kit/objects';
import { BatchModel, type Batch } from './models/batch.ts';
import { said } from './rights-record.ts';

const ZIP = 'application/zip';
/** Zips are swept after this time; each paper in them is kept by itself. */
export const ZIP_KEPT_MS = 7 * 86_400_000;
/** Batches the page shows again. */
const SHOWN = 5;

async function viewOf(batch: Batch): Promise<PrintBatch> {
  const { _id: batchId, year, state, total, done, skipped, startedAt, finishedAt = null, object } = batch;
  const swept = finishedAt !== null && finishedAt < isoOf(nowMs() - ZIP_KEPT_MS);
  const reason = object && swept ? said('swept') : (batch.reason ?? null);
  const url = object && !swept ? await addressOf(object, `个人权益记录单_${year}年度_${done}人.zip`, ZIP) : null;
  return { batchId, year, state, total, done, skipped, startedAt, finishedAt, reason, url };
}
const unitOf = ({ unitId }: Caller): string => {
  if (!unitId) throw new HallError('NOT_ALLOWED');
  return unitId;
};

const printAllAction = implement(printAll, async ({ input: { requestKey, year }, caller }) => {
  if (Number(year) > thisYear()) throw new HallError('INPUT_INVALID', { issues: [{ path: 'year', message: said('yearAhead') }] });
  const batch: Batch = {
    _id: randomUUID(),
    requestKey,
    unitId: unitOf(caller),
    by: caller.id,
    year,
    state: 'running',
    total: 0,
    done: 0,
    skipped: [],
    startedAt: nowIso(),
    beatAt: '',
    attempts: 0,
  };
  try {
    await BatchModel.create(batch);
    return viewOf(batch);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const asked = await BatchModel.findOne({ requestKey }).lean<Batch>();
    if (!asked || asked.by !== batch.by || asked.unitId !== batch.unitId || asked.year !== year) throw new HallError('REQUEST_KEY_REUSED');
    return viewOf(asked);
  }
});
const printBatchAction = implement(printBatch, async ({ input, caller }) => {
  const batch = await BatchModel.findById(input.batchId).lean<Batch>();
  if (!batch || batch.unitId !== caller.unitId) throw new HallError('NOT_FOUND');
  return viewOf(batch);
});
const printBatchesAction = implement(printBatches, async ({ caller }) => {
  const batches = await BatchModel.find({ unitId: unitOf(caller) })
    .sort({ startedAt: -1 })
    .limit(SHOWN)
    .lean<Batch[]>();
  return { batches: await Promise.all(batches.map(viewOf)) };
});

export const batchHandlers = [printAllAction, printBatchAction, printBatchesAction] as unknown as Implemented[];
