import type { ServiceBroker } from 'moleculer';
import type { Fact } from '@wangting/contracts/fact';
import { people, snapshot } from '@wangting/contracts/units/questions';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import { isDuplicateKey } from '@wangting/kit/errors';
import { keepCopy } from '@wangting/kit/mirror';
import { grantId, GrantModel, UnitCopyModel } from './models/grant.ts';
import { endStanding } from './withdraw.ts';

/** What units tell of: identity keeps the unit's public facts and who acts for it. Bears hearing a fact twice. */
export const hearUnits =
  (broker: ServiceBroker) =>
  (facts: Fact[]): Promise<void> =>
    askUnits(broker, [...new Set(facts.map(({ entityId }) => entityId))]);

/** Asks units for these now; 注册 does so itself, since a person who has just registered scans his card before the fact arrives. */
export async function askUnits(broker: ServiceBroker, ids: string[]): Promise<void> {
  const [units, persons] = await Promise.all([ask(broker, 'identity', snapshot, { ids }), ask(broker, 'identity', people, { ids })]);
  for (const unit of units.units) await keepCopy(UnitCopyModel, { _id: unit.unitId, rev: unit.rev, heardAt: nowIso(), facts: unit });
  for (const unit of persons.units) await replacePeople(broker, unit);
}

/** The people of a unit as a whole: new ones come, withdrawn ones go and their sessions end. An older list changes nothing. */
export async function replacePeople(
  broker: ServiceBroker,
  unit: { unitId: string; rev: number; people: { hat: 'legal' | 'contact'; idHash: string; grants: string[] }[] },
): Promise<void> {
  const there = await GrantModel.find({ unitId: unit.unitId }).lean();
  if (there.some(({ rev }) => rev > unit.rev)) return;
  for (const { hat, idHash, grants } of unit.people) {
    const _id = grantId(unit.unitId, idHash, hat);
    try {
      // Never back to an older revision: by it a late withdrawal knows whom it means.
      await GrantModel.replaceOne(
        { _id, rev: { $lte: unit.rev } },
        { _id, unitId: unit.unitId, idHash, hat, grants, rev: unit.rev },
        { upsert: true },
      );
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
  const keep = new Set(unit.people.map(({ idHash, hat }) => grantId(unit.unitId, idHash, hat)));
  const gone = there.filter(({ _id, rev }) => !keep.has(_id) && rev < unit.rev);
  for (const { _id, unitId, idHash, hat } of gone) {
    await GrantModel.deleteOne({ _id });
    await endStanding(broker, { unitId, idHash, hat });
  }
}
