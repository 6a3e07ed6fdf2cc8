import { servesArea, type Caller } from '@wangting/contracts/caller';
import { daysBetween } from '@wangting/contracts/standards/day';
import { maskId } from '@wangting/contracts/standards/masking';
import { REVIEW_MESSAGES as messages, reviewEntry, waitingEntries, type WaitingEntry } from '@wangting/contracts/units/roster-review';
import { looked } from '@wangting/kit/audit';
import { dayOf, nowIso } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { digest } from '@wangting/kit/sealed';
import { areasOf } from '../domain/areas.ts';
import { namesFor } from '../domain/filing.ts';
import { aboutOf, waitingOf } from '../domain/roster.ts';
import { tellRefused } from '../domain/roster-told.ts';
import { ProjectModel, type Project } from '../models/project.ts';
import { ProjectPersonModel, type ProjectPerson, type Stay } from '../models/project-person.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

type UnitHead = Pick<Unit, '_id' | 'no' | 'name' | 'area'>;
const byId = <T extends { _id: string }>(rows: readonly T[]): ReadonlyMap<string, T> => new Map(rows.map((row) => [row._id, row]));
const unitsOf = (ids: readonly string[]) =>
  UnitModel.find({ _id: { $in: ids } })
    .select({ no: 1, name: 1, area: 1 })
    .lean<UnitHead[]>();

function entryOf(line: ProjectPerson, unit: UnitHead | undefined, project: Pick<Project, 'no' | 'name'> | undefined): WaitingEntry[] {
  const [first, ...more] = waitingOf(line.stays);
  if (!first || !unit) return [];
  const { name, idNumber } = aboutOf(line);
  const { entryOn, leaveOn, post, employer, note, registeredAt } = first;
  return [
    {
      id: line._id,
      rev: line.rev,
      unitNo: unit.no ?? '',
      unitName: unit.name,
      area: unit.area,
      projectNo: project?.no ?? '',
      projectName: project?.name ?? '',
      name,
      idMasked: maskId(idNumber),
      sex: line.sex,
      entryOn,
      leaveOn,
      days: daysBetween(entryOn, dayOf(registeredAt)),
      post,
      employer,
      note,
      registeredAt,
      more: more.length,
    },
  ];
}

/** By the sparse index `waitsIn`, which holds none but those who wait; of one unit by `unitId, at`. */
const waiting = implement(waitingEntries, async ({ input: { unitNo, page, size }, caller, ctx }) => {
  const unit = unitNo ? await UnitModel.findOne({ no: unitNo }).select({ _id: 1 }).lean<Pick<Unit, '_id'>>() : undefined;
  if (unitNo && !unit) return { rows: [], total: 0, page, size };
  const where = { ...areasOf(caller.areas, 'waitsIn'), ...(unit ? { unitId: unit._id } : {}) };
  const [lines, total] = await Promise.all([
    ProjectPersonModel.find(where)
      .sort({ at: 1, _id: 1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<ProjectPerson[]>(),
    ProjectPersonModel.countDocuments(where),
  ]);
  const [units, projects] = await Promise.all([
    unitsOf([...new Set(lines.map(({ unitId }) => unitId))]),
    ProjectModel.find({ _id: { $in: [...new Set(lines.map(({ projectId }) => projectId))] } })
      .select({ no: 1, name: 1 })
      .lean<Pick<Project, '_id' | 'no' | 'name'>[]>(),
  ]);
  const [unitById, projectById] = [byId(units), byId(projects)];
  for (const { _id } of units)
    looked(ctx.broker, 'units', { who: caller.id, kind: caller.kind, whose: _id, fields: ['name'], what: waitingEntries.name });
  const rows = lines.flatMap((line) => entryOf(line, unitById.get(line.unitId), projectById.get(line.projectId)));
  return { rows, total, page, size };
});

/** His line, as far as the caller's areas reach; any other looks as if it were not there. */
async function lineFor(caller: Caller, id: string): Promise<{ line: ProjectPerson; area: string }> {
  const line = await ProjectPersonModel.findById(id).lean<ProjectPerson>();
  const [unit] = line ? await unitsOf([line.unitId]) : [];
  if (!line || !unit || !servesArea(caller.areas, unit.area)) throw new HallError('NOT_FOUND');
  return { line, area: unit.area };
}
/** One write decides: the verdict in the stay, who and when in the log, and the line leaves the list when nothing of it waits any more. */
const review = implement(reviewEntry, async ({ input, caller, ctx }) => {
  const { requestKey, id, entryOn, seenRev, verdict, opinion = '' } = input;
  if (verdict === 'refused' && !opinion)
    throw new HallError('INPUT_INVALID', { issues: [{ path: 'opinion', message: messages.opinionMissing }] });
  const payloadHash = digest({ id, entryOn, verdict, opinion, who: caller.id });
  const done = { message: messages[verdict] };
  const isDone = ({ log }: ProjectPerson): boolean => {
    const mine = log.find(({ key }) => key === requestKey);
    if (mine && mine.payloadHash !== payloadHash) throw new HallError('REQUEST_KEY_REUSED');
    return mine !== undefined;
  };
  const { line, area } = await lineFor(caller, id);
  if (isDone(line)) return done;
  const stay = line.stays.find((one) => one.entryOn === entryOn);
  if (!stay?.backdated) throw refuse(messages.nothing);
  if (stay.review) {
    const names = await namesFor(ctx.broker, [stay.review.who]);
    throw refuse(messages.decided.replace('{who}', names[stay.review.who] ?? '其他工作人员'));
  }
  if (line.rev !== seenRev) throw new HallError('STATE_CHANGED');
  const at = nowIso();
  const decided: Stay = { ...stay, review: { verdict, opinion, who: caller.id, at } };
  const stays = line.stays.map((one) => (one === stay ? decided : one));
  const { waitsIn: _, ...kept } = line;
  const next: ProjectPerson = {
    ...kept,
    rev: line.rev + 1,
    at,
    stays,
    log: [...line.log, { key: requestKey, payloadHash, at, who: caller.id, agency: true, before: line.stays }],
    ...(waitingOf(stays).length ? { waitsIn: area } : {}),
    ...(verdict === 'refused' ? { owes: [...(line.owes ?? []), requestKey] } : {}),
  };
  const { matchedCount } = await ProjectPersonModel.replaceOne({ _id: id, rev: line.rev }, next);
  if (!matchedCount && !isDone((await lineFor(caller, id)).line)) throw new HallError('STATE_CHANGED');
  // Decided is decided: a mailbox that does not answer is tried again by the timer.
  if (matchedCount) await tellRefused(ctx.broker, next).catch(() => undefined);
  looked(ctx.broker, 'units', {
    who: caller.id,
    kind: caller.kind,
    whose: id,
    fields: ['entryOn'],
    what: `${reviewEntry.name}:${verdict}`,
  });
  return done;
});
export const rosterReviewActions = [waiting, review] as unknown as Implemented[];
