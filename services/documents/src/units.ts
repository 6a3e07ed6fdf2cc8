import type { Context } from 'moleculer';
import type { z } from 'zod';
import { snapshot, unitFact, type UnitFacts } from '@wangting/contracts/units/questions';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import type { Listener } from '@wangting/kit/consume';
import { HallError, nameOf } from '@wangting/kit/errors';
import type { HallMeta } from '@wangting/kit/implement';
import { keepCopy, mirrorHandler } from '@wangting/kit/mirror';
import type { Running } from '@wangting/kit/service';
import { UnitCopyModel, type UnitCopy } from './models/unit-copy.ts';

type Unit = z.infer<typeof UnitFacts>;
type Asker = Context<unknown, HallMeta> | Running['service']['broker'];

async function fetchUnits(from: Asker, ids: string[]): Promise<UnitCopy[]> {
  const { units } = await ask(from, 'documents', snapshot, { ids }, { timeout: 3_000 });
  return units.map((unit) => ({ _id: unit.unitId, rev: unit.rev, heardAt: nowIso(), unit }));
}

/**
 * The unit as it is now; while units is away, as we last heard of it, with the moment (decisions.md 4).
 * Never heard of and nobody to ask: SERVICE_AWAY.
 */
export async function unitNow(from: Asker, unitId: string): Promise<{ unit: Unit; asOf: string }> {
  try {
    const [copy] = await fetchUnits(from, [unitId]);
    if (!copy) throw new HallError('NOT_FOUND');
    await keepCopy(UnitCopyModel, copy);
    return { unit: copy.unit, asOf: copy.heardAt };
  } catch (error) {
    if (nameOf(error) !== 'SERVICE_AWAY') throw error;
    const copy = await UnitCopyModel.findById(unitId).lean<UnitCopy>();
    if (!copy) throw error;
    return { unit: copy.unit, asOf: copy.heardAt };
  }
}

/** Keeps the copies up to date. */
export const keepUnits = ({ service }: Running): Listener => ({
  service: 'documents',
  fact: unitFact,
  batch: 200,
  handle: mirrorHandler<UnitCopy>({ fact: unitFact, model: UnitCopyModel, fetch: (ids) => fetchUnits(service.broker, ids) }),
});
