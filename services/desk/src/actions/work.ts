import { OPEN_STATUSES } from '@wangting/contracts/application';
import { applicantOf } from '@wangting/contracts/caller';
import { brief, mine, openOf, queue, rebuild } from '@wangting/contracts/desk/queue';
import { nowIso } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { NOTHING, all, inAreas, itemsIn, takenBy, todoOf, wantedBy } from '../domain/filters.ts';
import { rebuildAll } from '../domain/project.ts';
import { WorkRowModel, fromWork, type WorkRow } from '../models/work-row.ts';

type Where = Record<string, unknown>;
type Sort = Record<string, 1 | -1>;
async function pageOf(where: Where, sort: Sort, { page, size }: { page: number; size: number }) {
  const [rows, total] = await Promise.all([
    WorkRowModel.find(where)
      .sort(sort)
      .skip((page - 1) * size)
      .limit(size)
      .lean<WorkRow[]>(),
    WorkRowModel.countDocuments(where),
  ]);
  return { rows: rows.map(fromWork), total, page, size };
}
const NEWEST: Sort = { submittedAt: -1, _id: 1 };
const OLDEST: Sort = { submittedAt: 1, _id: 1 };

const mineAction = implement(mine, async ({ input, caller }) => {
  const applicant = applicantOf(caller);
  if (!applicant) throw new HallError('NOT_ALLOWED');
  return pageOf(all({ unitId: applicant, itemId: { $in: itemsIn(caller) } }, ...wantedBy(input)), NEWEST, input);
});

const queueAction = implement(queue, async ({ input, caller }) => {
  const area = caller.kind === 'staff' ? inAreas(caller.areas) : NOTHING;
  const scopes = { todo: all(area, todoOf(caller)), taken: all(area, takenBy(caller)), all: area };
  const [page, todo, taken, whole, freshest] = await Promise.all([
    pageOf(all(scopes[input.scope], ...wantedBy(input)), input.scope === 'all' ? NEWEST : OLDEST, input),
    WorkRowModel.countDocuments(scopes.todo),
    WorkRowModel.countDocuments(scopes.taken),
    WorkRowModel.countDocuments(scopes.all),
    WorkRowModel.findOne().sort({ heardAt: -1 }).select({ heardAt: 1 }).lean<WorkRow>(),
  ]);
  return { ...page, counts: { todo, taken, all: whole }, updatedAt: freshest?.heardAt ?? nowIso() };
});

const openOfAction = implement(openOf, async ({ input: { unitId, except } }) => {
  const rows = await WorkRowModel.find({ unitId, status: { $in: OPEN_STATUSES } })
    .select({ itemName: 1 })
    .limit(500)
    .lean<Pick<WorkRow, '_id' | 'itemName'>[]>();
  const others = rows.filter(({ _id }) => _id !== except);
  return { total: others.length, itemNames: [...new Set(others.map(({ itemName }) => itemName))].sort() };
});

const rebuildAction = implement(rebuild, ({ ctx }) => rebuildAll(ctx.broker));

const briefAction = implement(brief, async ({ input }) => {
  const row = await WorkRowModel.findOne('serialNo' in input ? { serialNo: input.serialNo } : { _id: input.applicationId }).lean<WorkRow>();
  return { row: row && fromWork(row) };
});

export const actions = [briefAction, mineAction, queueAction, openOfAction, rebuildAction] as unknown as Implemented[];
