import { randomUUID } from 'node:crypto';
import { realNow } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { MissModel } from '../models/miss.ts';

const HOUR = 3_600_000;
const MAX = 10;
/** Refuses when this account has missed ten times within the hour: nobody fishes for people by number. */
export async function insistNotLocked(account: string): Promise<void> {
  const since = realNow() - HOUR;
  const misses = await MissModel.find({ account, at: { $gt: since } }).sort({ at: -1 }).limit(MAX).lean();
  const oldest = misses.at(-1);
  if (misses.length >= MAX && oldest) throw new HallError('QUERY_LOCKED', { minutes: Math.max(1, Math.ceil((oldest.at + HOUR - realNow()) / 60_000)) });
}
export const countMiss = async (account: string): Promise<void> => {
  await MissModel.create({ _id: randomUUID(), account, at: realNow() });
};
export const forgetOldMisses = async (): Promise<void> => {
  await MissModel.deleteMany({ at: { $lt: realNow() - HOUR } });
};
