import { enrolmentFact } from '@wangting/contracts/persons/questions';
import { enrolmentSnapshot, enrolmentSnapshotAll, type EnrolmentSnapshot } from '@wangting/contracts/persons/snapshots';
import { snapshot, snapshotAll, unitFact, type UnitFacts } from '@wangting/contracts/units/questions';
import { projectFact, projectSnapshot, projectSnapshotAll, type ProjectFacts } from '@wangting/contracts/units/questions-projects';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import type { Listener } from '@wangting/kit/consume';
import { HallError } from '@wangting/kit/errors';
import { keepCopy, mirrorHandler, rebuildMirror } from '@wangting/kit/mirror';
import type { Running } from '@wangting/kit/service';
import { chargeProject } from './domain/charge-project.ts';
import {
  EnrolmentCopyModel,
  ProjectCopyModel,
  UnitCopyModel,
  type EnrolmentCopy,
  type ProjectCopy,
  type UnitCopy,
} from './models/copies.ts';

type Asker = Parameters<typeof ask>[0];
const unitCopy = (unit: UnitFacts): UnitCopy => ({ _id: unit.unitId, rev: unit.rev, heardAt: nowIso(), unit });
const enrolmentCopy = ({ enrolmentId, ...rest }: EnrolmentSnapshot): EnrolmentCopy => ({ _id: enrolmentId, heardAt: nowIso(), ...rest });
const projectCopy = (project: ProjectFacts): ProjectCopy => ({ _id: project.projectId, rev: project.rev, heardAt: nowIso(), project });

const fetchUnits = async (from: Asker, ids: string[]): Promise<UnitCopy[]> =>
  (await ask(from, 'contributions', snapshot, { ids })).units.map(unitCopy);
const fetchEnrolments = async (from: Asker, ids: string[]): Promise<EnrolmentCopy[]> =>
  (await ask(from, 'contributions', enrolmentSnapshot, { ids })).enrolments.map(enrolmentCopy);
const fetchProjects = async (from: Asker, ids: string[]): Promise<ProjectCopy[]> =>
  (await ask(from, 'contributions', projectSnapshot, { ids })).projects.map(projectCopy);

/** The unit as we know it; asked for when never heard of. */
export async function unitOf(from: Asker, unitId: string): Promise<UnitFacts> {
  const copy = await UnitCopyModel.findById(unitId).lean<UnitCopy>();
  if (copy) return copy.unit;
  const [fresh] = await fetchUnits(from, [unitId]);
  if (!fresh) throw new HallError('NOT_FOUND');
  await keepCopy(UnitCopyModel, fresh);
  return fresh.unit;
}

export const keepUnits = ({ service }: Running): Listener => ({
  service: 'contributions',
  fact: unitFact,
  batch: 100,
  handle: mirrorHandler({ fact: unitFact, model: UnitCopyModel, fetch: (ids) => fetchUnits(service.broker, ids) }),
});
export const keepEnrolments = ({ service }: Running): Listener => ({
  service: 'contributions',
  fact: enrolmentFact,
  batch: 200,
  handle: mirrorHandler({ fact: enrolmentFact, model: EnrolmentCopyModel, fetch: (ids) => fetchEnrolments(service.broker, ids) }),
});
/** The copy first, the charge after it: heard again after a crash between the two, the copy is known and the charge is still made. */
export const keepProjects = ({ service }: Running): Listener => {
  const mirror = mirrorHandler({ fact: projectFact, model: ProjectCopyModel, fetch: (ids) => fetchProjects(service.broker, ids) });
  return {
    service: 'contributions',
    fact: projectFact,
    batch: 100,
    handle: async (facts) => {
      await mirror(facts);
      for (const id of new Set(facts.map(({ entityId }) => entityId))) await chargeProject(id);
    },
  };
};

/** The copies again from their owners, page by page, and what projects lack. Returns how many were newer. */
export async function rebuildCopies(from: Asker): Promise<{ units: number; enrolments: number; projects: number }> {
  const units = await rebuildMirror(UnitCopyModel, async (after) => {
    const page = await ask(from, 'contributions', snapshotAll, { after });
    return { copies: page.units.map(unitCopy), next: page.next };
  });
  const enrolments = await rebuildMirror(EnrolmentCopyModel, async (after) => {
    const page = await ask(from, 'contributions', enrolmentSnapshotAll, { after });
    return { copies: page.enrolments.map(enrolmentCopy), next: page.next };
  });
  const projects = await rebuildMirror(ProjectCopyModel, async (after) => {
    const page = await ask(from, 'contributions', projectSnapshotAll, { after });
    return { copies: page.projects.map(projectCopy), next: page.next };
  });
  for await (const { _id } of ProjectCopyModel.find({}).select({ _id: 1 }).lean<ProjectCopy>().cursor()) await chargeProject(_id);
  return { units, enrolments, projects };
}
