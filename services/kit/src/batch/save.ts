import { nowIso } from '../clock.ts';
import { unsealJson } from '../sealed.ts';
import { CHUNK, type Job } from './job.ts';
import type { BatchRowDoc } from './models.ts';

/** Chunks under way at once: while one is written, the next is judged. No two rows of a file are about the same person. */
const LANES = 2;
const CANCELLED = '已取消保存';

/**
 * 保存: works through the good rows in their order. A row is marked only after the rules have written it, and they write under keys of their own:
 * killed anywhere and begun again, the same rows come once more and find themselves done.
 */
export async function saveBatch(job: Job): Promise<void> {
  const { models, batch, lease } = job;
  const of = (state: BatchRowDoc['state']) => models.rows.countDocuments({ batchId: batch._id, state });
  const [saved, failed] = await Promise.all([of('saved'), of('failed')]);
  const counts = { saved, failed };
  const share = () => Math.round(((counts.saved + counts.failed) * 1000) / Math.max(1, batch.good));
  await lease.keep({ ...counts, done: share() });

  let after = -1;
  let reading: Promise<BatchRowDoc[]> = Promise.resolve([]);
  const next = (): Promise<BatchRowDoc[]> => {
    reading = reading.then(async () => {
      const rows = await models.rows
        .find({ batchId: batch._id, state: 'good', rowNo: { $gt: after } })
        .sort({ rowNo: 1 })
        .limit(CHUNK)
        .lean<BatchRowDoc[]>();
      after = rows.at(-1)?.rowNo ?? after;
      return rows;
    });
    return reading;
  };
  const lane = async (): Promise<void> => {
    while (!lease.cancelled) {
      const rows = await next();
      if (!rows.length) return;
      const done = await saveRows(job, rows);
      counts.saved += done.saved;
      counts.failed += done.failed;
      await lease.keep({ ...counts, done: share() });
    }
  };
  // All lanes come to their end before a fault goes on: nothing writes behind the back of whoever takes over.
  const ended = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  if (lease.cancelled) {
    await lease.keep();
    const issues = [{ field: '', message: CANCELLED }];
    await models.rows.updateMany({ batchId: batch._id, state: 'good' }, { $set: { state: 'failed', issues } });
  }
  const [all, lost] = await Promise.all([of('saved'), of('failed')]);
  await lease.finish('saving', 'saved', { saved: all, failed: lost, done: 1000, note: '', endedAt: nowIso() });
}

async function saveRows({ models, rules, case: of, lease }: Job, rows: readonly BatchRowDoc[]): Promise<{ saved: number; failed: number }> {
  await lease.keep();
  const failures = await rules.save(
    of,
    rows.map(({ rowNo, sealed }) => ({ rowNo, values: unsealJson<Record<string, unknown>>(sealed) })),
  );
  const done = rows.filter(({ rowNo }) => !failures.has(rowNo)).map(({ _id }) => _id);
  const lost = rows.flatMap(({ _id, rowNo }) => {
    const message = failures.get(rowNo);
    return message === undefined ? [] : [{ _id, issues: [{ field: '', message }] }];
  });
  await Promise.all([
    done.length && models.rows.updateMany({ _id: { $in: done }, state: 'good' }, { $set: { state: 'saved' } }),
    lost.length &&
      models.rows.bulkWrite(
        lost.map(({ _id, issues }) => ({
          updateOne: { filter: { _id, state: 'good' as const }, update: { $set: { state: 'failed' as const, issues } } },
        })),
        { ordered: false },
      ),
  ]);
  return { saved: done.length, failed: lost.length };
}
