import type { Model } from 'mongoose';
import type { Fact, FactContract } from '@wangting/contracts/fact';
import { isDuplicateKey } from './errors.ts';

/** A reference copy (参照副本) of another service's entity: replaced only by a higher revision, rebuilt from `snapshotAll`. */
export interface Copy {
  _id: string;
  rev: number;
  /** When this copy was taken, so that its age can be shown. */
  heardAt: string;
}
export interface MirrorSource<T extends Copy> {
  fact: FactContract;
  model: Model<T>;
  /** The owner's snapshot of these ids. */
  fetch(ids: string[]): Promise<T[]>;
}

/** Takes over a copy unless a newer one is there. Two at once, or an old one late, do no harm. */
export async function keepCopy<T extends Copy>(model: Model<T>, copy: T): Promise<boolean> {
  try {
    const result = await model.replaceOne({ _id: copy._id, rev: { $lt: copy.rev } } as never, copy as never, { upsert: true });
    return result.modifiedCount + result.upsertedCount > 0;
  } catch (error) {
    if (isDuplicateKey(error)) return false; // the upsert met the newer copy
    throw error;
  }
}

/** The handler of a mirror: collects ids, asks the owner once, keeps what is newer. */
export const mirrorHandler =
  <T extends Copy>(source: MirrorSource<T>) =>
  async (facts: Fact[]): Promise<void> => {
    const ids = [...new Set(facts.map((fact) => fact.entityId))];
    const known = new Map(
      (
        (await source.model
          .find({ _id: { $in: ids } } as never)
          .select({ rev: 1 })
          .lean()) as { _id: string; rev: number }[]
      ).map((row) => [row._id, row.rev]),
    );
    const behind = ids.filter((id) => facts.some((fact) => fact.entityId === id && fact.entityRev > (known.get(id) ?? 0)));
    if (!behind.length) return;
    for (const copy of await source.fetch(behind)) await keepCopy(source.model, copy);
  };

/** Rebuilds a mirror page by page from the owner's `snapshotAll`. Returns how many copies were newer. */
export async function rebuildMirror<T extends Copy>(
  model: Model<T>,
  pages: (after: string) => Promise<{ copies: T[]; next: string | null }>,
): Promise<number> {
  let changed = 0;
  for (let after: string | null = ''; after !== null;) {
    const page: { copies: T[]; next: string | null } = await pages(after);
    for (const copy of page.copies) if (await keepCopy(model, copy)) changed += 1;
    after = page.next;
  }
  return changed;
}
