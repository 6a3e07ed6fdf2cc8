import { isoOf, nowMs } from '@wangting/kit/clock';
import { nameOf } from '@wangting/kit/errors';
import { logger } from '@wangting/kit/log';

const log = logger('documents');
const SOON_MS = 5_000;
const LATEST_MS = 600_000;
/** When a row that could not be finished is looked at again: soon, then less and less often, ten minutes at most. */
const nextTry = (tries: number): string => isoOf(nowMs() + Math.min(SOON_MS * 2 ** tries, LATEST_MS));

/** Rows whose turn it is: never tried, or waited long enough. */
export const dueBy = (field: string) => ({ $or: [{ [field]: { $exists: false } }, { [field]: { $lte: isoOf(nowMs()) } }] });

/**
 * Does the work of each row by itself: one that fails is logged and steps back (`later`), and stops none of those behind it. When the store or a
 * neighbour is away the others would fail as well: the round ends, and the next one begins with them.
 */
export async function eachAlone<T extends { _id: string; tries?: number }>(
  what: string,
  rows: readonly T[],
  work: (row: T) => Promise<unknown>,
  later: (row: T, next: { tries: number; at: string }) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (const row of rows) {
    try {
      await work(row);
      done += 1;
    } catch (error) {
      const { tries = 0 } = row;
      log.warn({ err: error, row: row._id, tries: tries + 1 }, what);
      await later(row, { tries: tries + 1, at: nextTry(tries) });
      if (nameOf(error) === 'SERVICE_AWAY') break;
    }
  }
  return done;
}
