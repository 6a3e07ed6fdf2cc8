import { today } from '@wangting/kit/clock';
import { UnitModel, type Unit } from '../models/unit.ts';
import { tellNow } from './tell.ts';
import { changeUnit } from './write.ts';

/** Another 行业 brings its 行业风险类别 with the new year (items.md 6). Every instance may do it: of two one wins. */
export async function beginRiskClasses(): Promise<void> {
  const due = await UnitModel.find({ 'riskNext.from': { $lte: today() } })
    .limit(200)
    .lean<Unit[]>();
  for (const unit of due) {
    if (!unit.riskNext) continue;
    const next = { details: { ...unit.details, riskClass: unit.riskNext.riskClass }, riskNext: undefined };
    await changeUnit(unit, next, { kind: 'changed', who: 'units', hat: '系统' });
  }
  if (due.length) tellNow();
}
