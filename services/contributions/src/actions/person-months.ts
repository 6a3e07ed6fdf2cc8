import { chargedPeople, personMonths, type PersonMonth } from '@wangting/contracts/contributions/questions';
import { implement } from '@wangting/kit/implement';
import { DueModel, type Due } from '../models/due.ts';
import { SumModel } from '../models/sum.ts';
import { stateSaid } from '../queries/state.ts';

/** 滞纳金 and 利息 are paid by the unit for itself: no right of the person's. */
const NOT_HIS: readonly string[] = ['61', '62'];
const isSettled = (state: string): boolean => state === '1' || state === '4';

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
  const months = new Map<string, PersonMonth>();
  for (const due of dues) {
    const key = `${due.month}:${due.insurance}`;
    const at = months.get(key) ?? {
      month: due.month,
      insurance: due.insurance,
      base: 0,
      unit: 0,
      person: 0,
      paid: { unit: 0, person: 0 },
      state: '',
    };
    at.base += due.base;
    at.unit += due.unit;
    at.person += due.person;
    if (isSettled(due.state)) {
      at.paid.unit += due.unit;
      at.paid.person += due.person;
    }
    months.set(key, at);
  }
  return [...months.values()].map((at) => ({ ...at, state: stateOf(at) })).sort((a, b) => (a.month < b.month ? -1 : 1));
}
/** 1 已实缴 when all of it arrived, 4 已退费 when all of it went back, else 2 欠费; 0 未缴 while the month is not over. */
function stateOf({ month, unit, person, paid }: PersonMonth): string {
  const due = unit + person;
  if (paid.unit + paid.person !== due) return stateSaid('0', month, due);
  return due > 0 ? '1' : '4';
}

/** Index: {unitId, period, …}. A unit has thousands of people, not millions: their ids fit in memory. */
export const chargedPeopleAction = implement(chargedPeople, async ({ input: { unitId, from, to, after, size } }) => {
  const ids = (await DueModel.distinct('personId', { unitId, period: { $gte: from, $lte: to } })).filter((id) => id !== null).sort();
  return { personIds: ids.filter((id) => id > after).slice(0, size), total: ids.length };
});
