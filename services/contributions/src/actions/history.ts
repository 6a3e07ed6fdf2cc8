import { history } from '@wangting/contracts/contributions/questions';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { MonthModel, type LedgerMonth } from '../models/month.ts';

/** No ledger yet is said as such: an empty list would read as "nothing was paid". */
export const historyAction = implement(history, async ({ input: { unitId, personId, from, to } }) => {
  if (!unitId && !personId) throw new HallError('INPUT_INVALID', { issues: [{ path: 'unitId', message: '请给出单位或人员' }] });
  if (!(await MonthModel.exists({}))) return { available: false, months: [] };
  // A unit's own sums carry no person; a person's months may lie in several units.
  const whose = personId ? { personId, ...(unitId && { unitId }) } : { unitId, personId: null };
  const rows = await MonthModel.find({ ...whose, month: { $gte: from, $lte: to } })
    .sort({ month: 1, insurance: 1 })
    .lean<LedgerMonth[]>();
  return {
    available: true,
    months: rows.map(({ month, insurance, people, base, due, paid, state }) => ({ month, insurance, people, base, due, paid, state })),
  };
});
