import { billedForTax } from '@wangting/contracts/contributions/ledger-simulator';
import { dueKind } from '@wangting/contracts/dictionaries/dues';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { insuranceKind } from '@wangting/contracts/dictionaries/insurance';
import { thisMonth, today } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { UnitCopyModel, type UnitCopy } from '../models/copies.ts';
import { RunModel, type Run } from '../models/run.ts';
import { SumModel, type Sum } from '../models/sum.ts';

/** A demo city has some dozens of units; a list for a person to press buttons in needs no more. */
const ROWS = 500;

/** For deploy/simulator. In production it is not there at all. Indexes: runs by startedAt, sums by {period, kind}. */
export const billedForTaxAction = implement(billedForTax, async ({ input }) => {
  if (config().WANGTING_MODE === 'production') throw new HallError('NOT_FOUND');
  const runs = await RunModel.find({}).sort({ startedAt: -1 }).limit(36).lean<Run[]>();
  const periods = [...new Set(runs.map(({ period }) => period))].sort().reverse();
  const period = input.period ?? periods[0] ?? thisMonth();
  const sums = await SumModel.find({ period }).sort({ kind: 1 }).limit(ROWS).lean<Sum[]>();
  const units = await UnitCopyModel.find({ _id: { $in: [...new Set(sums.map(({ unitId }) => unitId))] } }).lean<UnitCopy[]>();
  const byId = new Map(units.map(({ _id, unit }) => [_id, unit]));
  const rows = sums.flatMap(({ unitId, insurance, kind, unit, person, states }) => {
    const payer = byId.get(unitId);
    if (!payer) return [];
    const open = ['0', '3'].reduce((all, state) => all + (states[state]?.unit ?? 0) + (states[state]?.person ?? 0), 0);
    return {
      unitName: payer.name,
      creditCode: payer.creditCode,
      insurance,
      kind,
      insuranceName: labelOf(insuranceKind, insurance),
      kindName: labelOf(dueKind, kind),
      billed: unit + person,
      open,
    };
  });
  return { today: today(), period, periods, rows: rows.sort((a, b) => a.creditCode.localeCompare(b.creditCode)) };
});
