import { projectDues, projectDuesSaid, type ProjectDues } from '@wangting/contracts/contributions/project-dues';
import { ask } from '@wangting/kit/call';
import { nameOf } from '@wangting/kit/errors';
import type { Project } from '../models/project.ts';
import { feeOf } from './projects.ts';

type Asker = Parameters<typeof ask>[0];
/** A page with projects does not wait longer than this for what stands beside them. */
const TIMEOUT_MS = 2_000;

/** How the contributions of these projects stand, in one call. Null when contributions does not answer: whoever shows it says so. */
export async function duesOf(from: Asker, projects: readonly Project[]): Promise<ProjectDues[] | null> {
  if (!projects.length) return [];
  try {
    return (await ask(from, 'units', projectDues, { projectIds: projects.map(({ _id }) => _id) }, { timeout: TIMEOUT_MS })).projects;
  } catch (error) {
    if (nameOf(error) !== 'SERVICE_AWAY') throw error;
    return null;
  }
}
/** The same in words, for each of them. */
export async function duesWords(from: Asker, projects: readonly Project[]): Promise<(project: Project) => string> {
  const dues = await duesOf(from, projects);
  const byId = new Map(dues?.map((one) => [one.projectId, one]));
  return (project) => projectDuesSaid(byId.get(project._id) ?? null, feeOf(project));
}
