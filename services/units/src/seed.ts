import { createHash } from 'node:crypto';
import { unitNumberOf } from '@wangting/contracts/standards/numbers';
import { numberFor } from '@wangting/kit/applications/numbers';
import { applications } from './applications.ts';
import { sealContact, sealLegal } from './domain/people.ts';
import { createUnit } from './domain/write.ts';
import { FIRST_UNIT } from './items/unit-registration.ts';
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
async function seedUnit({ legal, contacts, ...unit }: SeedUnit): Promise<{ unitId: string; unitNo: string; creditCode: string }> {
  const { creditCode } = unit;
  const there = () => UnitModel.findOne({ creditCode }).lean<Unit>();
  let kept = await there();
  if (!kept) {
    const unitId = seedUnitId(creditCode);
    const no = await numberFor(applications.models, 'unit', `seed:${unitId}`, unitNumberOf, FIRST_UNIT);
    const content = { ...unit, no, ...sealLegal(legal), contacts: contacts.map((contact) => sealContact(contact)), registration: null };
    kept = (await createUnit(unitId, content, { kind: 'registered', who: 'seed' })) ?? (await there());
  }
  if (!kept) throw new Error(`no unit of ${creditCode}`);
  return { unitId: kept._id, unitNo: kept.no ?? '', creditCode };
}
