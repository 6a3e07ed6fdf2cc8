import type { Model } from 'mongoose';
import { SERVICES, type ServiceName } from '@wangting/contracts/names';
import { stamp } from '../clock.ts';
import { isDuplicateKey } from '../errors.ts';
import type { Claim, Counter } from './models.ts';

const BLOCK = 50;
interface Blocks {
  counters: Model<Counter>;
  claims: Model<Claim>;
}
const held = new WeakMap<Model<Counter>, Map<string, { next: number; end: number }>>();

/** The next free number of a kind. Numbers are taken in blocks; a stopped process loses the rest of its block (gaps are allowed, re-use is not). */
export async function nextNumber(counters: Model<Counter>, kind: string, start = 1): Promise<number> {
  const blocks = held.get(counters) ?? new Map<string, { next: number; end: number }>();
  held.set(counters, blocks);
  const block = blocks.get(kind);
  if (block && block.next < block.end) return block.next++;
  // Two callers at once may each take a block: a gap, never the same number.
  const row = await takeBlock(counters, kind, start, BLOCK);
  const fresh = { next: row - BLOCK + 1, end: row };
  blocks.set(kind, fresh);
  return row - BLOCK;
}
/** The first of so many numbers in a row, for a batch. What it does not use is a gap. */
export const nextNumbers = async (counters: Model<Counter>, kind: string, count: number, start = 1): Promise<number> =>
  (await takeBlock(counters, kind, start, count)) - count;
/** The number after a block of this size. */
async function takeBlock(counters: Model<Counter>, kind: string, start: number, size: number): Promise<number> {
  for (;;) {
    const row = await counters.findOneAndUpdate({ _id: kind }, { $inc: { next: size } }, { returnDocument: 'after' }).lean();
    if (row) return row.next;
    try {
      await counters.create({ _id: kind, next: start });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/**
 * The number of a kind for one application: a repeated approval finds its number (decisions.md 12).
 * `format` turns a running number into what is printed.
 */
export async function numberFor(
  { counters, claims }: Blocks,
  kind: string,
  applicationId: string,
  format: (n: number) => string,
  start = 1,
): Promise<string> {
  const _id = `${kind}:${applicationId}`;
  for (;;) {
    const known = await claims.findById(_id).lean();
    if (known) return known.no;
    try {
      const no = format(await nextNumber(counters, kind, start));
      await claims.create({ _id, kind, no });
      return no;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // lost against ourselves: the loop reads the winner
    }
  }
}

/**
 * 业务流水号: `YYYYMMDDHHmmss` + six digits. The first of the six is the owner's place among the services, the rest run
 * from the owner's counter, so two services never meet and one would need 100,000 in a second to.
 */
export async function serialNumber(counters: Model<Counter>, service: ServiceName): Promise<string> {
  const n = await nextNumber(counters, 'serial');
  return `${stamp()}${SERVICES.indexOf(service) % 10}${String(n % 100_000).padStart(5, '0')}`;
}
