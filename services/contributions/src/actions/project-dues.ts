import { projectDues } from '@wangting/contracts/contributions/project-dues';
import { thisMonth } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { projectOf, projectStanding } from '../domain/project.ts';
import { duesOfProjects } from '../domain/project-dues.ts';
import { ProjectCopyModel, type ProjectCopy } from '../models/copies.ts';

/** Two reads, however many projects: the copies by id, the dues by their units. */
export const projectDuesAction = implement(projectDues, async ({ input: { projectIds } }) => {
  const copies = await ProjectCopyModel.find({ _id: { $in: projectIds } })
    .select({ 'project.unitId': 1 })
    .lean<ProjectCopy[]>();
  const dues = copies.length ? await duesOfProjects([...new Set(copies.map(({ project }) => project.unitId))]) : [];
  const byProject = Map.groupBy(dues, ({ _id }) => projectOf(_id) ?? '');
  return { projects: projectIds.map((id) => projectStanding(id, byProject.get(id) ?? [], thisMonth())) };
});
