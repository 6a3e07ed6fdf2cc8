import { isoOf, nowMs, realNow } from '@wangting/kit/clock';
import { sweepObjects } from '@wangting/kit/objects';
import { FileModel } from './models/file.ts';

const DAY_MS = 86_400_000;

/** What was never completed, and what a crash left between copy and seal, goes after a day. Sealed files stay. */
export async function sweep(olderThan = realNow() - DAY_MS): Promise<number> {
  const objects = (await sweepObjects('staging/', olderThan)) + (await sweepObjects('sealing/', olderThan));
  await FileModel.deleteMany({ state: 'staging', at: { $lt: isoOf(Math.min(olderThan, nowMs() - DAY_MS)) } });
  return objects;
}
