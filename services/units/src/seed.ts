import { createHash } from 'node:crypto';
import { projectNumberOf, unitNumberOf } from '@wangting/contracts/standards/numbers';
import type { ProjectData } from '@wangting/contracts/units/projects';
import type { BankAccount } from '@wangting/contracts/units/unit-bank';
import { numberFor } from '@wangting/kit/applications/numbers';
import { isDuplicateKey } from '@wangting/kit/errors';
import { nowIso, thisYear } from '@wangting/kit/clock';
import { applications } from './applications.ts';
import { settleAccounts } from './domain/bank.ts';
import { sealContact, sealLegal } from './domain/people.ts';
import { storedProject } from './domain/projects.ts';
import { createUnit } from './domain/write.ts';
import { FIRST_PROJECT } from './actions/projects.ts';
import { FIRST_UNIT } from './items/unit-registration.ts';
import { ProjectModel } from './models/project.ts';
import { UnitModel, type ContactData, type Legal, type Unit, type UnitDetails, type UnitInsurance, type UnitState } from './models/unit.ts';

/** A registered unit as synthetic data brings it. */
export interface SeedUnit {
  creditCode: string;
  name: string;
  area: string;
  state: Exclude<UnitState, '0'>;
  details: UnitDetails;
  legal: Legal;
  contacts: ContactData[];
  insurances: UnitInsurance[];
  foundedOn: string;
  registeredOn: string;
  banks?: BankAccount[];
  projects?: ProjectData[];
}
/** The same unit in every run: its id is made from its code. */
export const seedUnitId = (creditCode: string): string => {
  const hex = createHash('sha256').update(`seed:${creditCode}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/**
 * Writes registered units through the model, with their facts waiting: the running service tells them, so copies elsewhere fill by themselves.
 * deploy/seed has opened the store. A unit that is there is left alone. `unitNo` is the kept one, whoever gave it.
 */
export async function seedUnits(units: readonly SeedUnit[]): Promise<{ unitId: string; unitNo: string; creditCode: string }[]> {
  const seeded = [];
  for (const unit of units) seeded.push(await seedUnit(unit));
  return seeded;
}
async function seedUnit({
  legal,
  contacts,
  banks,
  projects = [],
  ...unit
}: SeedUnit): Promise<{ unitId: string; unitNo: string; creditCode: string }> {
  const { creditCode } = unit;
  const there = () => UnitModel.findOne({ creditCode }).lean<Unit>();
  let kept = await there();
  if (!kept) {
    const unitId = seedUnitId(creditCode);
    const no = await numberFor(applications.models, 'unit', `seed:${unitId}`, unitNumberOf, FIRST_UNIT);
    const content = { ...unit, no, ...sealLegal(legal), contacts: contacts.map((contact) => sealContact(contact)), registration: null };
    const accounts =
      banks && settleAccounts(unit, banks, { applicationId: `seed:${unitId}`, decidedAt: `${unit.registeredOn}T02:00:00.000Z` });
    kept =
      (await createUnit(unitId, { ...content, ...(accounts ? { banks: accounts } : {}) }, { kind: 'registered', who: 'seed' })) ??
      (await there());
  }
  if (!kept) throw new Error(`no unit of ${creditCode}`);
  for (const project of projects) await seedProject(kept._id, project);
  return { unitId: kept._id, unitNo: kept.no ?? '', creditCode };
}
/** A project as the agency would have registered it; one of that name that is there stays, and is told again to whoever has not heard of it. */
async function seedProject(unitId: string, project: ProjectData): Promise<void> {
  const there = await ProjectModel.updateOne({ unitId, name: project.name }, { $set: { pending: true } });
  if (there.matchedCount) return;
  const _id = seedUnitId(`${unitId}:${project.name}`);
  const no = await numberFor(applications.models, `project-${thisYear()}`, _id, (n) => projectNumberOf(thisYear(), n), FIRST_PROJECT);
  // One that is insured was registered, and its fee due, when its people were.
  const at = project.insuredFrom ? `${project.insuredFrom}T02:00:00.000Z` : nowIso();
  const row = { ...storedProject(project), _id, rev: 1, pending: true, at, unitId, no, who: 'seed', payloadHash: 'seed', changes: [] };
  await ProjectModel.create(row).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
}
