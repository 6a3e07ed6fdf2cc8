import { byNumber, snapshot, unitFact, type UnitFacts } from '@wangting/contracts/units/questions';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import type { Listener } from '@wangting/kit/consume';
import type { RuleContext } from '@wangting/kit/applications/rules';
import { HallError, refuse } from '@wangting/kit/errors';
import { keepCopy, mirrorHandler } from '@wangting/kit/mirror';
import type { Running } from '@wangting/kit/service';
import { say } from './domain/enrolment-rules.ts';
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
/** 实际用工单位: registered, 正常参保, and not the login unit itself. */
export async function hostOf({ ctx, unitId }: Pick<RuleContext, 'ctx' | 'unitId'>, hostUnitNo: string | undefined): Promise<UnitFacts> {
  if (!hostUnitNo) throw refuse(say('hostNeeded'), 'hostUnitNo');
  const { unit } = await ask(ctx, 'persons', byNumber, { unitNo: hostUnitNo });
  if (!unit) throw refuse(say('hostUnknown'), 'hostUnitNo');
  if (unit.unitId === unitId) throw refuse(say('hostSelf'), 'hostUnitNo');
  if (unit.state !== '1') throw refuse(say('hostState'), 'hostUnitNo');
  return unit;
}
export const keepUnits = ({ service }: Running): Listener => ({
  service: 'persons',
  fact: unitFact,
  batch: 100,
  handle: mirrorHandler({ fact: unitFact, model: UnitCopyModel, fetch: (ids) => fetchUnits(service.broker, ids) }),
});
