import { z } from 'zod';
import { defineAction } from '../action.ts';
import { defineFact } from '../fact.ts';
import { Day, Fen, Id, Moment, queryInt } from '../primitives.ts';

/** What contributions may keep of a project (decisions.md 7): what its fee is reckoned from, and how a row of it is named. */
export const ProjectFacts = z.strictObject({
  projectId: Id,
  rev: z.int(),
  unitId: Id,
  no: z.string(),
  name: z.string(),
  /** 工程总造价; 0: not known. */
  price: Fen,
  startOn: Day,
  /** When this price was said: at the registration, or at the last change of it. */
  pricedAt: Moment,
});
export type ProjectFacts = z.infer<typeof ProjectFacts>;

/** A project was registered, or changed in any field: one fact per revision. Whoever needs more than the id asks for the snapshot. */
export const projectFact = defineFact({ owner: 'units', entity: 'project', kinds: ['registered', 'changed'] });

export const projectSnapshot = defineAction({
  name: 'units.project.snapshot',
  title: '工程项目快照',
  access: { services: ['contributions'] },
  input: z.strictObject({ ids: z.array(Id).max(500) }),
  output: z.strictObject({ projects: z.array(ProjectFacts) }),
  errors: [],
});
export const projectSnapshotAll = defineAction({
  name: 'units.project.snapshotAll',
  title: '工程项目快照（重建）',
  access: projectSnapshot.access,
  input: z.strictObject({ after: z.string().default(''), size: queryInt(1, 500, 500) }),
  output: z.strictObject({ projects: z.array(ProjectFacts), next: z.string().nullable() }),
  errors: [],
});
