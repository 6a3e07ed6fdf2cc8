import { randomUUID } from 'node:crypto';
import { realNow } from '@wangting/kit/clock';
import { HallError, ignoreTwice } from '@wangting/kit/errors';
import { MissModel, type Miss } from '../models/miss.ts';

const HOUR = 3_600_000;
const MAX = 10;
const recent = (account: string) =>
  MissModel.find({ account, at: { $gt: realNow() - HOUR } })
    .sort({ at: -1, _id: 1 })
    .limit(MAX + 1)
    .lean<Miss[]>();
const locked = (oldest: Miss): HallError =>
  new HallError('QUERY_LOCKED', { minutes: Math.max(1, Math.ceil((oldest.at + HOUR - realNow()) / 60_000)) });

/** Refuses when this account has missed ten times within the hour: nobody fishes for people by number. Real time, which no test moves. */
export async function insistNotLocked(account: string): Promise<void> {
  const misses = await recent(account);
  const tenth = misses[MAX - 1];
  if (tenth) throw locked(tenth);
}
/**
 * Looks, and counts the look until it has hit: written before, taken back after. So twenty at once are twenty looks,
 * of which ten are answered, and not twenty answers given before the first is counted.
 */
export async function countedLook<T>(account: string, look: () => Promise<T | undefined>): Promise<T | undefined> {
  await insistNotLocked(account);
  const miss: Miss = { _id: randomUUID(), account, at: realNow() };
  await MissModel.create(miss);
  const taken = async () => void (await MissModel.deleteOne({ _id: miss._id }));
  const misses = await recent(account);
  const tenth = misses[MAX];
  if (tenth) {
    await taken(); // a look that was not answered does not make the lock longer
    throw locked(tenth);
  }
  let hit: T | undefined;
  try {
    hit = await look();
  } catch (error) {
    await taken();
    throw error;
  }
  if (hit !== undefined) await taken();
  return hit;
}
/** A batch tries many people at once, and some are mistyped: so many names that do not fit a number may one account send in within an hour. */
const MAX_BATCH = 100;
/** Counts the rows of a batch that named nobody, each once however often it is checked. False: that was too many, and the batch is not answered. */
export async function countBatchMisses(by: string, ids: readonly string[]): Promise<boolean> {
  const account = `batch:${by}`;
  if (ids.length)
    await MissModel.insertMany(
      ids.map((_id) => ({ _id, account, at: realNow() })),
      { ordered: false, lean: true },
    ).catch(ignoreTwice);
  return (await MissModel.countDocuments({ account, at: { $gt: realNow() - HOUR } })) <= MAX_BATCH;
}
export const forgetOldMisses = async (): Promise<void> => {
  await MissModel.deleteMany({ at: { $lt: realNow() - HOUR } });
};
