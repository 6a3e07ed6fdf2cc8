import type { z } from 'zod';
import { CATEGORIES } from '@wangting/contracts/item';
import { unitFact, type UnitFacts, type UnitPeople } from '@wangting/contracts/units/questions';
import type { OutboxSource } from '@wangting/kit/outbox';
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

let kick: () => void = () => undefined;
/** Set when the service starts: publish now instead of at the next round. */
export const onTold = (publish: () => void): void => {
  kick = publish;
};
export const tellNow = (): void => kick();
