import { OPEN_STATUSES } from '@wangting/contracts/application';
import { applicantOf } from '@wangting/contracts/caller';
import { brief, mine, openOf, queue, rebuild } from '@wangting/contracts/desk/queue';
import { nowIso } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { inAreas, itemsIn, named, ofKind, sentBetween, takenBy, todoOf, type Where } from '../domain/filters.ts';
import { NEWEST, OLDEST, countOf, pageOf } from '../domain/page.ts';
import { rebuildAll } from '../domain/project.ts';
import { searchFor } from '../domain/search.ts';
import { WorkRowModel, fromWork, type WorkRow } from '../models/work-row.ts';

const mineAction = implement(mine, async ({ input, caller }) => {
  const applicant = applicantOf(caller);
  if (!applicant) throw new HallError('NOT_ALLOWED');
  const items = itemsIn(caller).filter((itemId) => !input.itemId || itemId === input.itemId);
  const status = input.status ? { status: input.status } : {};
  return pageOf(items.length ? [{ unitId: applicant, itemId: { $in: items }, ...status, ...sentBetween(input) }] : [], NEWEST, input);
});

const queueAction = implement(queue, async ({ input, caller }) => {
  const areas = caller.kind === 'staff' ? caller.areas : [];
  const scopes = { todo: todoOf(caller), taken: takenBy(caller), all: {} };
  const places = inAreas(areas);
  const within = (where: Where): Where[] => places.map((place) => ({ ...place, ...where }));
  const search = input.search?.trim() ? await searchFor(input.search, areas) : undefined;
  const kind = input.scope === 'all' && !search ? ofKind(input) : named(input);
  const where = { ...scopes[input.scope], ...kind, ...sentBetween(input), ...search?.where };
  const [page, todo, taken, whole, freshest] = await Promise.all([
    pageOf(search?.placed ? [where] : within(where), search?.sort ?? (input.scope === 'all' ? NEWEST : OLDEST), input),
    countOf(within(scopes.todo)),
    countOf(within(scopes.taken)),
    countOf(within(scopes.all)),
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
