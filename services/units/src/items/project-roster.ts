import type { z } from 'zod';
import { hasCode, labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { idType } from '@wangting/contracts/dictionaries/person';
import { normaliseCode } from '@wangting/contracts/standards/checked';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { item, people, type RosterPerson } from '@wangting/contracts/units/project-roster';
import { looked } from '@wangting/kit/audit';
import type { RuleContext } from '@wangting/kit/applications/rules';
import { defineBatchRules } from '@wangting/kit/batch/rules';
import { today } from '@wangting/kit/clock';
import { refuse } from '@wangting/kit/errors';
import { implementExport } from '@wangting/kit/export';
import { implementView, type Asked } from '@wangting/kit/queries';
import { lookup } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { duesOf, duesWords } from '../domain/project-dues.ts';
import { judgeTogether, readRow, say, shownPerson } from '../domain/roster.ts';
import { saveRoster } from '../domain/roster-save.ts';
import { ownUnit } from '../domain/write.ts';
import { ProjectModel, type Project } from '../models/project.ts';
import { ProjectPersonModel, type ProjectPerson } from '../models/project-person.ts';

const MOST_PICKS = 50;
const shownProject = ({ name, kind, startOn, endOn, insuredFrom }: Project) => ({
  projectName: name,
  projectKind: kind,
  startOn,
  endOn,
  insured: insuredFrom ? `${insuredFrom} 至 ${endOn}` : '未参保',
});
/** 工程项目编号 of the own unit, by the index of the number. */
async function ownProject(unitId: string, no: string): Promise<Project> {
  const project = await ProjectModel.findOne({ no }).lean<Project>();
  if (project?.unitId !== unitId) throw refuse(say('notFound'), 'values.projectNo');
  return project;
}
function insistOnInsured({ insuredFrom, endOn }: Project): void {
  if (!insuredFrom) throw refuse(say('notInsured'), 'values.projectNo');
  if (endOn < today()) throw refuse(say('over', { day: endOn }), 'values.projectNo');
}
async function projectOf(projectId: unknown): Promise<Project> {
  const project = await ProjectModel.findById(String(projectId)).lean<Project>();
  if (!project) throw new Error(`no project ${String(projectId)}`);
  return project;
}

/** Which projects of the unit are not over and not paid, in words; empty when there is none, or nobody knows now. By the index of the unit. */
async function unpaidOf(ctx: RuleContext['ctx'], unitId: string): Promise<string> {
  const projects = await ProjectModel.find({ unitId, endOn: { $gte: today() } })
    .sort({ name: 1 })
    .limit(500)
    .lean<Project[]>();
  const owing = new Set((await duesOf(ctx, projects))?.filter(({ owed }) => owed > 0).map(({ projectId }) => projectId));
  const names = projects.filter(({ _id }) => owing.has(_id)).map(({ name }) => `“${name}”`);
  return names.length ? say('unpaid', { projects: names.join('、') }) : '';
}

/** 7 工程项目工伤人员批量参保登记. */
export const rules = defineBatchRules({
  item,
  async open({ unitId, ctx }) {
    const unit = await ownUnit(unitId);
    const allowed = unit.state === '1';
    const shows = { unitNo: unit.no ?? '', unitName: unit.name, unpaid: allowed ? await unpaidOf(ctx, unitId) : '' };
    return { allowed, ...(allowed ? {} : { reason: say('unitState') }), shows, values: {} };
  },
  lookups: {
    /** By number or by a part of the name, all of the unit's when nothing is typed: by the index of the unit. */
    async project({ unitId, ctx }, asked) {
      const typed = asked.trim();
      const found = await ProjectModel.find({ unitId }).sort({ name: 1 }).limit(500).lean<Project[]>();
      const hits = found.filter(({ no, name }) => !typed || no === normaliseCode(typed) || name.includes(typed)).slice(0, MOST_PICKS);
      if (!hits.length) return { hits: [], message: say(typed ? 'notFound' : 'none') };
      const words = await duesWords(ctx, hits);
      return {
        hits: hits.map((project) => ({
          label: `${project.no} ${project.name}`,
          values: { projectNo: project.no, ...shownProject(project), contribution: words(project) },
        })),
      };
    },
  },
  async begin({ unitId, ctx }, { projectNo }) {
    const unit = await ownUnit(unitId);
    if (unit.state !== '1') throw refuse(say('unitState'));
    const project = await ownProject(unitId, projectNo);
    insistOnInsured(project);
    // Unpaid is said, not refused: the agency has written 参保日期, and who works there must be on the roster before an accident.
    const words = await duesWords(ctx, [project]);
    return {
      area: unit.area,
      shows: { unitNo: unit.no ?? '', unitName: unit.name, ...shownProject(project), contribution: words(project) },
      keep: { projectId: project._id },
    };
  },
  async check({ keep }, rows) {
    const project = await projectOf(keep.projectId);
    for (const row of rows)
      if (row.values.idType !== undefined && !hasCode(idType, row.values.idType))
        row.issues.push({ field: 'idType', message: `请从列表中选择证件类型（${labelOf(idType, '01')}等）` });
    await judgeTogether(
      rows.map((row) => readRow(row, project, today())),
      project,
      today(),
    );
  },
  async save(batch, rows) {
    const project = await projectOf(batch.keep.projectId);
    return saveRoster(batch, rows, project);
  },
});

type Filter = z.infer<typeof people.filter>;
/** By `unitId, projectId, at, _id`, or without a project `unitId, at, _id`; a person by `unitId, idHash` or `unitId, nameHash`, few lines each. */
async function whereOf(unitId: string, { projectNo, name, idNumber }: Filter): Promise<Record<string, string>> {
  const project = projectNo ? await ownProject(unitId, normaliseCode(projectNo)) : undefined;
  return {
    unitId,
    ...(project ? { projectId: project._id } : {}),
    ...(name ? { nameHash: lookup('name', normalisePersonName(name)) } : {}),
    ...(idNumber ? { idHash: lookup('id', normaliseCode(idNumber)) } : {}),
  };
}
const NEWEST = { at: -1, _id: 1 } as const;
const CHUNK = 500;
async function shown(lines: readonly ProjectPerson[]): Promise<RosterPerson[]> {
  const projects = await ProjectModel.find({ _id: { $in: [...new Set(lines.map(({ projectId }) => projectId))] } })
    .select({ no: 1, name: 1 })
    .lean<Pick<Project, '_id' | 'no' | 'name'>[]>();
  const byId = new Map(projects.map((project) => [project._id, project]));
  return lines.map((line) => shownPerson(line, byId.get(line.projectId)));
}
/** Everything that matches, read once from front to back. Who took the list away is in the audit. */
async function* each({ unitId, filter, caller }: RuleContext & { filter: Filter }): AsyncGenerator<RosterPerson[]> {
  const what = `${item.id}.export`;
  looked(applications.broker(), 'units', { who: caller.id, kind: caller.kind, whose: unitId, fields: ['roster'], what });
  const where = await whereOf(unitId, filter);
  let chunk: ProjectPerson[] = [];
  for await (const line of ProjectPersonModel.find(where).sort(NEWEST).lean<ProjectPerson>().cursor({ batchSize: CHUNK })) {
    chunk.push(line as ProjectPerson);
    if (chunk.length < CHUNK) continue;
    yield await shown(chunk);
    chunk = [];
  }
  if (chunk.length) yield await shown(chunk);
}
export const handlers = [
  implementView(item.id, people, async ({ unitId, filter, skip, size }: Asked<Filter>) => {
    const where = await whereOf(unitId, filter);
    const [lines, total] = await Promise.all([
      ProjectPersonModel.find(where).sort(NEWEST).skip(skip).limit(size).lean<ProjectPerson[]>(),
      ProjectPersonModel.countDocuments(where),
    ]);
    return { rows: await shown(lines), total };
  }),
  implementExport(item.id, people, each),
];
