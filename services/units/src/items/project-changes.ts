import { changes, item, projects } from '@wangting/contracts/units/project-changes';
import { PROJECT_MESSAGES } from '@wangting/contracts/units/projects';
import { refuse } from '@wangting/kit/errors';
import { implementView, queryRules } from '@wangting/kit/queries';
import { duesWords } from '../domain/project-dues.ts';
import { shownChange, shownProject } from '../domain/projects.ts';
import { ownUnit } from '../domain/write.ts';
import { ProjectModel, type Project } from '../models/project.ts';

type Asker = Parameters<typeof duesWords>[0];

/** 13 项目变更信息查询: of the own unit (施工总承包), by the index of its number or of the unit. */
export const rules = queryRules(item, async ({ unitId }) => {
  const unit = await ownUnit(unitId);
  return { unitNo: unit.no ?? '', unitName: unit.name, creditCode: unit.creditCode };
});
const own = async (unitId: string, no: string): Promise<Project> => {
  const project = await ProjectModel.findOne({ no: no.trim() }).lean<Project>();
  if (project?.unitId !== unitId) throw refuse(PROJECT_MESSAGES.notFound, 'filter.projectNo');
  return project;
};
const row = (project: Project, contribution: string) => {
  const { projectId, no, name, kind, employer, contact, phone, startOn, endOn, insuredFrom, insuredUntil } = shownProject(project);
  const shown = { id: projectId, no, name, kind, employer, contact, phone, startOn, endOn, insuredFrom: insuredFrom ?? null, insuredUntil };
  return { ...shown, contribution };
};
const rowsOf = async (ctx: Asker, projects: readonly Project[]) => {
  const words = await duesWords(ctx, projects);
  return projects.map((project) => row(project, words(project)));
};
export const handlers = [
  implementView(item.id, projects, async ({ unitId, ctx, filter, skip, size }) => {
    if (filter.projectNo) return { rows: await rowsOf(ctx, [await own(unitId, filter.projectNo)]), total: 1 };
    const [found, total] = await Promise.all([
      ProjectModel.find({ unitId }).sort({ name: 1 }).skip(skip).limit(size).lean<Project[]>(),
      ProjectModel.countDocuments({ unitId }),
    ]);
    return { rows: await rowsOf(ctx, found), total };
  }),
  implementView(item.id, changes, async ({ unitId, filter, skip, size }) => {
    const { changes: log } = await own(unitId, filter.projectNo);
    return {
      rows: log
        .toReversed()
        .slice(skip, skip + size)
        .map(shownChange),
      total: log.length,
    };
  }),
];
