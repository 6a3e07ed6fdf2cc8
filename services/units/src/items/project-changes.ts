import { changes, item, projects } from '@wangting/contracts/units/project-changes';
import { PROJECT_MESSAGES } from '@wangting/contracts/units/projects';
import { refuse } from '@wangting/kit/errors';
import { implementView, queryRules } from '@wangting/kit/queries';
import { shownChange, shownProject } from '../domain/projects.ts';
import { ownUnit } from '../domain/write.ts';
import { ProjectModel, type Project } from '../models/project.ts';

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
const row = (project: Project) => {
  const { projectId, no, name, kind, employer, contact, phone, startOn, endOn, insuredFrom, insuredUntil } = shownProject(project);
  return { id: projectId, no, name, kind, employer, contact, phone, startOn, endOn, insuredFrom: insuredFrom ?? null, insuredUntil };
};
export const handlers = [
  implementView(item.id, projects, async ({ unitId, filter, skip, size }) => {
    if (filter.projectNo) return { rows: [row(await own(unitId, filter.projectNo))], total: 1 };
    const [found, total] = await Promise.all([
      ProjectModel.find({ unitId }).sort({ name: 1 }).skip(skip).limit(size).lean<Project[]>(),
      ProjectModel.countDocuments({ unitId }),
    ]);
    return { rows: found.map(row), total };
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
