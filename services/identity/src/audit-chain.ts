import { createHash, randomUUID } from 'node:crypto';
import { isDuplicateKey } from '@wangting/kit/errors';
import { AuditModel, type AuditRow } from './models/small.ts';

type Line = Omit<AuditRow, 'chain' | 'n' | 'prev' | 'hash'>;
/** One chain per process: to share one would need a lock. The head lives here only; a new process begins a new chain. */
const chain = randomUUID();
let head = { n: 0, hash: '' };
let last: Promise<unknown> = Promise.resolve();

const hashOf = (prev: string, { _id, who, kind, whose, fields, what, at, by }: Line): string =>
  createHash('sha256')
    .update(JSON.stringify([prev, _id, who, kind, whose, fields, what, at, by]))
    .digest('base64url');

/** Links lines to the chain and stores them, one batch after the other. Lines that are there already are left out. */
export function appendAudit(lines: readonly Line[]): Promise<void> {
  const work = last.then(() => store(lines));
  last = work.catch(() => undefined);
  return work;
}
async function store(lines: readonly Line[]): Promise<void> {
  const there = await AuditModel.find({ _id: { $in: lines.map(({ _id }) => _id) } })
    .select({ _id: 1 })
    .lean();
  const known = new Set(there.map(({ _id }) => _id));
  const fresh = lines.filter(({ _id }, index) => !known.has(_id) && lines.findIndex((other) => other._id === _id) === index);
  if (!fresh.length) return;
  let next = head;
  const rows = fresh.map((line): AuditRow => {
    const hash = hashOf(next.hash, line);
    const row = { ...line, chain, n: next.n + 1, prev: next.hash, hash };
    next = { n: row.n, hash };
    return row;
  });
  try {
    await AuditModel.insertMany(rows, { ordered: true, throwOnValidationError: true });
    head = next;
  } catch (error) {
    // What did get in is found by asking, so the chain goes on from there; the rest comes again, by itself or by its sender.
    const newest = await AuditModel.findOne({ chain }).sort({ n: -1 }).lean<AuditRow>();
    head = newest ? { n: newest.n, hash: newest.hash } : { n: 0, hash: '' };
    if (!isDuplicateKey(error)) throw error;
    await store(fresh);
  }
}

/** Walks every chain. A row that was changed, taken out of the middle or put in between is named. Rows from before there were chains have none. */
export async function checkAudit(): Promise<{ chains: number; rows: number; broken: { chain: string; n: number }[] }> {
  const chains = (await AuditModel.distinct('chain')).filter(Boolean);
  const broken: { chain: string; n: number }[] = [];
  let rows = 0;
  for (const one of chains) {
    let [n, prev] = [0, ''];
    for await (const row of AuditModel.find({ chain: one }).sort({ n: 1 }).lean<AuditRow>().cursor()) {
      rows += 1;
      n += 1;
      if (row.n !== n || row.prev !== prev || row.hash !== hashOf(prev, row)) {
        broken.push({ chain: one, n });
        break;
      }
      prev = row.hash;
    }
  }
  return { chains: chains.length, rows, broken };
}
