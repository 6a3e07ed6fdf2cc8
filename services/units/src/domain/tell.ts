import type { z } from 'zod';
import { CATEGORIES } from '@wangting/contracts/item';
import { unitFact, type UnitFacts, type UnitPeople } from '@wangting/contracts/units/questions';
import { projectFact, type ProjectFacts } from '@wangting/contracts/units/questions-projects';
import type { OutboxSource } from '@wangting/kit/outbox';
import { ProjectModel, type Project } from '../models/project.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

/** What others may keep of a unit. */
export const factsOf = (unit: Unit): z.infer<typeof UnitFacts> => ({
  unitId: unit._id,
  rev: unit.rev,
  unitNo: unit.no ?? null,
  creditCode: unit.creditCode,
  name: unit.name,
  unitType: unit.details.unitType ?? '',
  area: unit.area,
  state: unit.state,
  dispatch: unit.details.dispatch === '1',
  hr: unit.details.hr === '1',
  industry: unit.details.industry ?? '',
  riskClass: unit.details.riskClass ?? '',
  foundedOn: unit.foundedOn,
  registeredOn: unit.registeredOn,
  insurances: unit.insurances,
});

/** Who acts for it. Contacts may do all business (items.md §1.1); what they may not do is keep contacts, and that hangs on the hat. */
export const peopleOf = (unit: Unit): z.infer<typeof UnitPeople> => ({
  unitId: unit._id,
  rev: unit.rev,
  people: [
    { hat: 'legal', idHash: unit.legalIdHash, grants: [...CATEGORIES] },
    ...unit.contacts.map(({ idHash }) => ({ hat: 'contact' as const, idHash, grants: [...CATEGORIES] })),
  ],
});

export const unitOutbox: OutboxSource<never> = {
  fact: unitFact,
  model: UnitModel,
  same: (row: Unit) => ({ _id: row._id, rev: row.rev }),
  toFact: (row: Unit) => ({
    id: `unit-${row._id}-${row.rev}`,
    entity: 'unit',
    entityId: row._id,
    entityRev: row.rev,
    kind: row.untold.at(-1) ?? 'changed',
    at: row.at,
    data: { kinds: row.untold.join(','), state: row.state },
  }),
} as never;

/** What contributions may keep of a project. `pricedAt`: the change that said this price, else the registration. */
export const projectFactsOf = ({ _id, rev, unitId, no, name, price, startOn, at, changes }: Project): ProjectFacts => ({
  projectId: _id,
  rev,
  unitId,
  no,
  name,
  price,
  startOn,
  pricedAt: changes.findLast(({ id }) => id.endsWith('-price'))?.at ?? at,
});
export const projectOutbox: OutboxSource<never> = {
  fact: projectFact,
  model: ProjectModel,
  same: (row: Project) => ({ _id: row._id, rev: row.rev }),
  toFact: (row: Project) => ({
    id: `project-${row._id}-${row.rev}`,
    entity: 'project',
    entityId: row._id,
    entityRev: row.rev,
    kind: row.rev === 1 ? 'registered' : 'changed',
    at: row.changes.at(-1)?.at ?? row.at,
    data: {},
  }),
} as never;

let kick: () => void = () => undefined;
/** Set when the service starts: publish now instead of at the next round. */
export const onTold = (publish: () => void): void => {
  kick = publish;
};
export const tellNow = (): void => kick();
