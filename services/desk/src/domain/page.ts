import type { ApplicationRow } from '@wangting/contracts/applications';
import { WorkRowModel, fromWork, type WorkRow } from '../models/work-row.ts';
import type { Where } from './filters.ts';

export type Sort = Partial<Record<keyof WorkRow, 1 | -1>>;
export const NEWEST: Sort = { submittedAt: -1, _id: -1 };
export const OLDEST: Sort = { submittedAt: 1, _id: 1 };

export const countOf = async (parts: readonly Where[]): Promise<number> =>
  (await Promise.all(parts.map((where) => WorkRowModel.countDocuments(where)))).reduce((sum, count) => sum + count, 0);

/**
 * One page of what is in any of these parts, which have no row in common. The page is found by keys, then its rows are read: what is passed over
 * costs no row. Of several parts each gives its beginning, down to the end of the page.
 */
export async function pageOf(parts: readonly Where[], sort: Sort, { page, size }: { page: number; size: number }) {
  const skip = (page - 1) * size;
  const [only] = parts;
  const [rows, total] = await Promise.all([
    only && parts.length === 1 ? rowsOf(only, sort, skip, size) : merged(parts, sort, skip, size),
    countOf(parts),
  ]);
  return { rows: rows.map(fromWork), total, page, size } satisfies { rows: ApplicationRow[]; total: number; page: number; size: number };
}

async function rowsOf(where: Where, sort: Sort, skip: number, size: number): Promise<WorkRow[]> {
  if (!skip) return WorkRowModel.find(where).sort(sort).limit(size).lean<WorkRow[]>();
  const keys = await WorkRowModel.find(where).select({ _id: 1 }).sort(sort).skip(skip).limit(size).lean<Pick<WorkRow, '_id'>[]>();
  return inOrder(keys.map(({ _id }) => _id));
}
async function merged(parts: readonly Where[], sort: Sort, skip: number, size: number): Promise<WorkRow[]> {
  const fields = Object.keys(sort) as (keyof WorkRow)[];
  const beginnings = await Promise.all(
    parts.map((where) =>
      WorkRowModel.find(where)
        .select(Object.fromEntries(fields.map((field) => [field, 1])))
        .sort(sort)
        .limit(skip + size)
        .lean<WorkRow[]>(),
    ),
  );
  const before = (a: WorkRow, b: WorkRow): number => {
    const field = fields.find((one) => a[one] !== b[one]);
    return field ? ((a[field] ?? '') < (b[field] ?? '') ? -1 : 1) * (sort[field] ?? 1) : 0;
  };
  const page = beginnings
    .flat()
    .sort(before)
    .slice(skip, skip + size);
  return inOrder(page.map(({ _id }) => _id));
}
async function inOrder(ids: readonly string[]): Promise<WorkRow[]> {
  const rows = new Map((await WorkRowModel.find({ _id: { $in: ids } }).lean<WorkRow[]>()).map((row) => [row._id, row]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}
