import { snapshot, unitFact, type UnitFacts } from '@wangting/contracts/units/questions';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import type { Listener } from '@wangting/kit/consume';
import { HallError } from '@wangting/kit/errors';
import { keepCopy, mirrorHandler } from '@wangting/kit/mirror';
import type { Running } from '@wangting/kit/service';
import { UnitCopyModel, type UnitCopy } from './models/unit-copy.ts';

type Asker = Parameters<typeof ask>[0];
async function fetchUnits(from: Asker, ids: string[]): Promise<UnitCopy[]> {
  const { units } = await ask(from, 'persons', snapshot, { ids });
  return units.map((unit) => ({ _id: unit.unitId, rev: unit.rev, heardAt: nowIso(), unit }));
}
/** The unit as we know it; asked for when never heard of. Units being away is SERVICE_AWAY only then. */
export async function unitOf(from: Asker, unitId: string): Promise<UnitFacts> {
  const copy = await UnitCopyModel.findById(unitId).lean<UnitCopy>();
  if (copy) return copy.unit;
  const [fresh] = await fetchUnits(from, [unitId]);
  if (!fresh) throw new HallError('NOT_FOUND');
  await keepCopy(UnitCopyModel, fresh);
  return fresh.unit;
}
export const keepUnits = ({ service }: Running): Listener => ({
  service: 'persons',
  fact: unitFact,
  batch: 100,
  handle: mirrorHandler({ fact: unitFact, model: UnitCopyModel, fetch: (ids) => fetchUnits(service.broker, ids) }),
});
