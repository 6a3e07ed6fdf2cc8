import { projectSnapshot, projectSnapshotAll } from '@wangting/contracts/units/questions-projects';
import { implement, type Implemented } from '@wangting/kit/implement';
import { projectFactsOf } from '../domain/tell.ts';
import { ProjectModel, type Project } from '../models/project.ts';

export const projectQuestions = [
  implement(projectSnapshot, async ({ input }) => ({
    projects: (await ProjectModel.find({ _id: { $in: input.ids } }).lean<Project[]>()).map(projectFactsOf),
  })),
  implement(projectSnapshotAll, async ({ input }) => {
    const projects = await ProjectModel.find({ _id: { $gt: input.after } })
      .sort({ _id: 1 })
      .limit(input.size)
      .lean<Project[]>();
    return { projects: projects.map(projectFactsOf), next: projects.length === input.size ? (projects.at(-1)?._id ?? null) : null };
  }),
] as unknown as Implemented[];
