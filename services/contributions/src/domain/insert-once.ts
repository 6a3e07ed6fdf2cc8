import type { Model } from 'mongoose';
import { isDuplicateKey } from '@wangting/kit/errors';

/**
 * Inserts what is not there yet; what is there stays as it is. Returns the rows that were new, told from the errors by row: the count a server
 * gives of a bulk insert with errors is not the same on both engines. Anything but a known key is thrown.
 */
export async function insertOnce<T>(model: Model<T>, rows: readonly T[]): Promise<readonly T[]> {
  if (rows.length === 0) return rows;
  try {
    await model.insertMany(rows as never, { ordered: false, lean: true });
    return rows;
  } catch (error) {
    const { writeErrors = [] } = error as { writeErrors?: { code?: number; index: number }[] };
    if (!isDuplicateKey(error) || writeErrors.some(({ code }) => code !== 11_000)) throw error;
    const known = new Set(writeErrors.map(({ index }) => index));
    return rows.filter((_, index) => !known.has(index));
  }
}
