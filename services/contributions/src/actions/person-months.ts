import { chargedPeople, personMonths, type PersonMonth } from '@wangting/contracts/contributions/questions';
import { implement } from '@wangting/kit/implement';
import { DueModel, type Due } from '../models/due.ts';
import { SumModel, type Sum } from '../models/sum.ts';
import { isOwed, isSettled, stateTogether } from '../queries/state.ts';

/** 滞纳金 and 利息 are paid by the unit for itself: no right of the person's. */
const NOT_HIS: readonly string[] = ['61', '62'];
/** 正常应缴. */
const REGULAR = '10';

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

/** A unit has thousands of people, not millions: their ids fit in memory. */
export const chargedPeopleAction = implement(chargedPeople, async ({ input: { unitId, from, to, after, size } }) => {
  const ids = (await chargedFor(unitId, from, to)).sort();
  return { personIds: ids.filter((id) => id > after).slice(0, size), total: ids.length };
});
/**
 * Whose months these are, by 对应费款所属期 as the papers count them: a month that was billed in a later year is of its own year. 正常应缴 is
 * billed in its month; what came later is of other kinds and seldom, and the sums say in which groups there is any, so both are points of the
 * index {unitId, period, insurance, kind, personId}.
 */
async function chargedFor(unitId: string, from: string, to: string): Promise<string[]> {
  const sums = await SumModel.find({ unitId, period: { $gte: from }, kind: { $nin: NOT_HIS } })
    .select({ period: 1, insurance: 1, kind: 1 })
    .lean<Pick<Sum, 'period' | 'insurance' | 'kind'>[]>();
  const inTime = sums.filter(({ kind, period }) => kind === REGULAR && period <= to);
  const later = sums.filter(({ kind }) => kind !== REGULAR);
  const found = await Promise.all([
    DueModel.distinct('personId', pointsOf(unitId, inTime)),
    DueModel.distinct('personId', { ...pointsOf(unitId, later), month: { $gte: from, $lte: to } }),
  ]);
  return [...new Set(found.flat().filter((id) => id !== null))];
}
function pointsOf(unitId: string, sums: readonly Pick<Sum, 'period' | 'insurance' | 'kind'>[]) {
  const all = (of: 'period' | 'insurance' | 'kind') => ({ $in: [...new Set(sums.map((sum) => sum[of]))] });
  return { unitId, period: all('period'), insurance: all('insurance'), kind: all('kind') };
}
