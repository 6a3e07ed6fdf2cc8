import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { riskClass } from '@wangting/contracts/dictionaries/risk-class';
import { servesArea, type Caller } from '@wangting/contracts/caller';
import { projectNumberOf } from '@wangting/contracts/standards/numbers';
import {
  PROJECT_MESSAGES as messages,
  changeProject,
  registerProject,
  riskNow,
  unitProjects,
  type ProjectData,
} from '@wangting/contracts/units/projects';
import { applicationIdFor } from '@wangting/kit/applications/submit';
import { numberFor } from '@wangting/kit/applications/numbers';
import { nowIso, thisYear, today } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { digest, sealJson } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { nameOf } from '../domain/filing.ts';
import { duesOf } from '../domain/project-dues.ts';
import { dataOf, projectLines, settleProject, shownProject, storedProject } from '../domain/projects.ts';
import { tellNow } from '../domain/tell.ts';
import { changeUnit } from '../domain/write.ts';
import { ChangeModel } from '../models/change.ts';
import { ProjectModel, type Project } from '../models/project.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

/** The first number of a year: 2020000000002 in the manual. */
export const FIRST_PROJECT = 1;

/** A unit of the caller's areas; any other looks as if it were not there. */
async function unitFor(caller: Caller, unitNo: string): Promise<Unit> {
  const unit = await UnitModel.findOne({ no: unitNo.trim() }).lean<Unit>();
  if (!unit || !servesArea(caller.areas, unit.area)) throw refuse(messages.noUnit, 'unitNo');
  return unit;
}
const ofUnit = implement(unitProjects, async ({ input, caller, ctx }) => {
  const unit = await unitFor(caller, input.unitNo);
  const projects = await ProjectModel.find({ unitId: unit._id }).sort({ name: 1 }).limit(500).lean<Project[]>();
  return {
    unit: {
      unitId: unit._id,
      rev: unit.rev,
      unitNo: unit.no ?? '',
      name: unit.name,
      creditCode: unit.creditCode,
      area: unit.area,
      state: unit.state,
      industry: unit.details.industry ?? '',
      riskClass: unit.details.riskClass ?? '',
      riskNext: unit.riskNext ? `${labelOf(riskClass, unit.riskNext.riskClass)}（${unit.riskNext.from}起）` : '',
    },
    projects: projects.map(shownProject),
    dues: await duesOf(ctx, projects),
  };
});

const sameName = (no = '—'): HallError => refuse(messages.sameName.replace('{no}', no), 'project.name');
const sameNameIn = async (unitId: string, name: string): Promise<HallError> =>
  sameName((await ProjectModel.findOne({ unitId, name }).select({ no: 1 }).lean<Project>())?.no);

/** The id is made from the request, so that it can be sent again; the number belongs to the id. */
const register = implement(registerProject, async ({ input, caller }) => {
  const unit = await unitFor(caller, input.unitNo);
  const projectId = applicationIdFor('units', caller.id, input.requestKey);
  const payloadHash = digest({ unitId: unit._id, project: input.project });
  const answer = (project: Project) => {
    if (project.payloadHash !== payloadHash) throw new HallError('REQUEST_KEY_REUSED');
    return { message: messages.registered.replace('{no}', project.no), project: shownProject(project) };
  };
  const known = await ProjectModel.findById(projectId).lean<Project>();
  if (known) return answer(known);
  if (unit.state !== '1') throw refuse(messages.notNormal, 'unitNo');
  const data = settleProject(input.project, undefined, today());
  const namesake = await ProjectModel.findOne({ unitId: unit._id, name: data.name }).lean<Project>();
  // The same request, sent twice at once, may have been first between the two looks: it is no namesake of itself.
  if (namesake?._id === projectId) return answer(namesake);
  if (namesake) throw sameName(namesake.no);
  const year = thisYear();
  const project: Project = {
    ...storedProject(data),
    _id: projectId,
    rev: 1,
    pending: true,
    at: nowIso(),
    unitId: unit._id,
    no: await numberFor(applications.models, `project-${year}`, projectId, (n) => projectNumberOf(year, n), FIRST_PROJECT),
    who: caller.id,
    payloadHash,
    changes: [],
  };
  try {
    await ProjectModel.create(project);
    tellNow();
    return answer(project);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const mine = await ProjectModel.findById(projectId).lean<Project>();
    if (mine) return answer(mine);
    throw await sameNameIn(unit._id, data.name);
  }
});

const change = implement(changeProject, async ({ input, caller, ctx }) => {
  const { requestKey, projectId, seenRev } = input;
  const payloadHash = digest({ projectId, project: input.project });
  const read = async (): Promise<Project> => {
    const project = await ProjectModel.findById(projectId).lean<Project>();
    const unit = project && (await UnitModel.findById(project.unitId).select({ area: 1 }).lean<Pick<Unit, 'area'>>());
    if (!project || !unit || !servesArea(caller.areas, unit.area)) throw new HallError('NOT_FOUND');
    return project;
  };
  const done = (project: Project) => {
    const mine = project.changes.find((one) => one.requestKey === requestKey);
    if (mine && mine.payloadHash !== payloadHash) throw new HallError('REQUEST_KEY_REUSED');
    return mine && { message: messages.changed, project: shownProject(project) };
  };
  const project = await read();
  const before = done(project);
  if (before) return before;
  if (project.rev !== seenRev) throw new HallError('STATE_CHANGED');
  const known = dataOf(project);
  const data: ProjectData = settleProject(input.project, known, today());
  const lines = projectLines(known, data);
  const [rev, at, { name: by = '' }] = [project.rev + 1, nowIso(), await nameOf(ctx.broker, caller.id)];
  const next: Project = {
    ...project,
    ...storedProject(data),
    rev,
    pending: true,
    changes: [
      ...project.changes,
      ...lines.map((line) => ({
        id: `${rev}-${line.field}`,
        rev,
        at,
        who: caller.id,
        by,
        sealed: sealJson(line),
        requestKey,
        payloadHash,
      })),
    ],
  };
  try {
    const { matchedCount } = await ProjectModel.replaceOne({ _id: projectId, rev: project.rev }, next);
    if (matchedCount) {
      tellNow();
      return { message: messages.changed, project: shownProject(next) };
    }
  } catch (error) {
    if (isDuplicateKey(error)) throw await sameNameIn(project.unitId, data.name);
    throw error;
  }
  const now = done(await read());
  if (now) return now;
  throw new HallError('STATE_CHANGED');
});

/** The risk class of next January at once. Pressed twice, or by two people, it is done once. */
const risk = implement(riskNow, async ({ input, caller }) => {
  const payloadHash = digest({ unitNo: input.unitNo, reason: input.reason });
  for (;;) {
    const unit = await unitFor(caller, input.unitNo);
    const done =
      unit.unfiled.find(({ requestKey }) => requestKey === input.requestKey) ??
      (await ChangeModel.findOne({ requestKey: input.requestKey }).lean());
    if (done && done.payloadHash !== payloadHash) throw new HallError('REQUEST_KEY_REUSED');
    if (done) return { message: '已立即执行新的行业风险类别' };
    if (!unit.riskNext) throw refuse('该单位没有待生效的行业风险类别', 'unitNo');
    const next = { details: { ...unit.details, riskClass: unit.riskNext.riskClass }, riskNext: undefined };
    const intent = {
      kind: 'changed' as const,
      who: caller.id,
      hat: '经办机构',
      note: input.reason,
      requestKey: input.requestKey,
      payloadHash,
    };
    if (await changeUnit(unit, next, intent)) {
      tellNow();
      return { message: '已立即执行新的行业风险类别' };
    }
  }
});
export const projectActions = [ofUnit, register, change, risk] as unknown as Implemented[];
