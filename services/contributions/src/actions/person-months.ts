import { chargedPeople, personMonths, type PersonMonth } from '@wangting/contracts/contributions/questions';
import { implement } from '@wangting/kit/implement';
import { DueModel, type Due } from '../models/due.ts';
import { SumModel } from '../models/sum.ts';
import { isOwed, isSettled, stateTogether } from '../queries/state.ts';

/** 滞纳金 and 利息 are paid by the unit for itself: no right of the person's. */
const NOT_HIS: readonly string[] = ['61', '62'];

/** Index: {personId, unitId, period}; the whole time in this unit, since papers say how many months there are altogether. */
export const personMonthsAction = implement(personMonths, async ({ input: { unitId, personIds, from, to } }) => {
  if (!(await SumModel.exists({ kind: '10' }))) return { available: false, people: [] };
  const dues = await DueModel.find({ personId: { $in: personIds }, unitId, month: { $lte: to }, kind: { $nin: NOT_HIS } }).lean<Due[]>();
  const by = Map.groupBy(dues, (due) => due.personId);
  return {
    available: true,
    people: personIds.map((personId) => {
      const all = monthsOf(by.get(personId) ?? []);
      const paidMonths: Record<string, number> = {};
      for (const { insurance, state } of all) if (state === '1') paidMonths[insurance] = (paidMonths[insurance] ?? 0) + 1;
      return { personId, months: all.filter(({ month }) => month >= from), paidMonths };
    }),
  };
});

function monthsOf(dues: readonly Due[]): PersonMonth[] {
  const months = Map.groupBy(dues, ({ month, insurance }) => `${month}:${insurance}`);
  return [...months.values()].map((of) => together(of as [Due, ...Due[]])).sort((a, b) => (a.month < b.month ? -1 : 1));
}
function together(dues: readonly [Due, ...Due[]]): PersonMonth {
  const [{ month, insurance }] = dues;
  const standing = dues.map((due) => ({ ...due, total: due.unit + due.person }));
  const add = (of: 'base' | 'unit' | 'person', among: readonly Due[]) => among.reduce((sum, due) => sum + due[of], 0);
  const parts = (among: readonly Due[]) => ({ unit: add('unit', among), person: add('person', among) });
  return {
    ...{ month, insurance, base: add('base', dues) },
    ...parts(dues),
    paid: parts(standing.filter(isSettled)),
    owed: parts(standing.filter(isOwed)),
    state: stateTogether(standing),
  };
}

/** Index: {unitId, period, …}. A unit has thousands of people, not millions: their ids fit in memory. */
export const chargedPeopleAction = implement(chargedPeople, async ({ input: { unitId, from, to, after, size } }) => {
  const ids = (await DueModel.distinct('personId', { unitId, period: { $gte: from, $lte: to } })).filter((id) => id !== null).sort();
  return { personIds: ids.filter((id) => id > after).slice(0, size), total: ids.length };
});
