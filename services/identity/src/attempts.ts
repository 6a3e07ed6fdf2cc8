import { isoOf, realNow } from '@wangting/kit/clock';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { AttemptModel, type Attempt } from './models/security.ts';
import { hashed } from './secrets.ts';

const LOCK_MS = 30 * 60_000;
const KEEP_MS = 24 * 3_600_000;
/** Wrong passwords in a row that lock (items.md §1.1), and after how many a guess costs arithmetic. */
export const MAX_FAILURES = 5;
export const FREE_FAILURES = 3;
/** Failures of one address in ten minutes, whatever accounts were tried: an office has typing errors, a list of guesses has more. */
const FREE_OF_ADDRESS = 10;

const keyOf = (what: string): string => hashed(`attempt:${what}`);

/** Failures so far; LOGIN_LOCKED while it is locked. */
export async function failuresOf(what: string): Promise<number> {
  const row = await AttemptModel.findById(keyOf(what)).lean<Attempt>();
  if (!row) return 0;
  if (row.lockedUntil > realNow()) throw locked(row.lockedUntil);
  return row.failures;
}
const locked = (until: number): HallError =>
  new HallError('LOGIN_LOCKED', { minutes: Math.max(1, Math.ceil((until - realNow()) / 60_000)) });

/**
 * Takes an attempt before the secret is looked at, by the database, so of a hundred guesses sent at once five are looked at.
 * Returns which in the row this is.
 */
export async function takeAttempt(what: string): Promise<number> {
  const _id = keyOf(what);
  const take = () =>
    AttemptModel.findOneAndUpdate(
      { _id, lockedUntil: { $lte: realNow() } },
      { $inc: { failures: 1 }, $set: { until: realNow() + KEEP_MS }, $setOnInsert: { lockedUntil: 0 } },
      { upsert: true, returnDocument: 'after' },
    ).lean<Attempt>();
  // The insert meets the row of another first attempt, or a locked one: the second try tells which.
  const row = await take().catch((error: unknown) => {
    if (isDuplicateKey(error)) return take().catch((again: unknown) => (isDuplicateKey(again) ? null : Promise.reject(again)));
    throw error;
  });
  if (row && row.failures > MAX_FAILURES) await lock(what);
  if (!row || row.failures > MAX_FAILURES) {
    await failuresOf(what);
    throw locked(realNow() + LOCK_MS);
  }
  return row.failures;
}
/** The attempt was none: a proof or a second factor was missing. */
export const giveBack = (what: string) => AttemptModel.updateOne({ _id: keyOf(what), failures: { $gt: 0 } }, { $inc: { failures: -1 } });
export const forget = (what: string) => AttemptModel.deleteOne({ _id: keyOf(what) });
export const lock = (what: string) =>
  AttemptModel.updateOne(
    { _id: keyOf(what), lockedUntil: { $lte: realNow() } },
    { $set: { failures: 0, lockedUntil: realNow() + LOCK_MS, until: realNow() + KEEP_MS } },
  );

/** Counts something that may happen `most` times in a day of real time; true while it may. */
export async function withinDay(what: string, most: number): Promise<boolean> {
  return (await count(`${what}:${isoOf(realNow()).slice(0, 10)}`, 2 * KEEP_MS)) <= most;
}
const bucket = (address: string): string => `address:${address}:${Math.trunc(realNow() / 600_000)}`;
/** An address that failed often. Without an address (calls inside the hall) nothing is counted. */
export async function addressFailed(address: string | undefined): Promise<void> {
  if (address) await count(bucket(address), 1_200_000);
}
export async function addressSuspicious(address: string | undefined): Promise<boolean> {
  if (!address) return false;
  return ((await AttemptModel.findById(keyOf(bucket(address))).lean<Attempt>())?.failures ?? 0) >= FREE_OF_ADDRESS;
}
async function count(what: string, keepMs: number): Promise<number> {
  const one = () =>
    AttemptModel.findOneAndUpdate(
      { _id: keyOf(what) },
      { $inc: { failures: 1 }, $set: { until: realNow() + keepMs }, $setOnInsert: { lockedUntil: 0 } },
      { upsert: true, returnDocument: 'after' },
    ).lean<Attempt>();
  const row = await one().catch((error: unknown) => (isDuplicateKey(error) ? one() : Promise.reject(error)));
  return row?.failures ?? 1;
}
