import { history } from '@wangting/contracts/contributions/questions';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { DueModel, type Due } from '../models/due.ts';
import { SumModel, type Sum } from '../models/sum.ts';
import { isOwed, isSettled, stateTogether, type Standing } from '../queries/state.ts';

interface Money {
  people: number;
  base: number;
  due: number;
  paid: number;
  owed: number;
}
interface Month extends Money {
  month: string;
  insurance: string;
  state: string;
}
/** What stands alike in a month: one due, or those of one kind and state. */
interface Row extends Standing {
  month: string;
  insurance: string;
  people: number;
  base: number;
}

/** No ledger yet is said as such: an empty list would read as "nothing was paid". A unit's own sums may be there before the first run. */
export const historyAction = implement(history, async ({ input: { unitId, personId, from, to } }) => {
  if (!unitId && !personId) throw new HallError('INPUT_INVALID', { issues: [{ path: 'unitId', message: '请给出单位或人员' }] });
  if (!(await SumModel.exists({ kind: '10' }))) return { available: false, months: [] };
  return {
    available: true,
    months: personId ? await monthsOfPerson(personId, unitId, from, to) : await monthsOfUnit(unitId ?? '', from, to),
  };
});

/** A person's months by 对应费款所属期, over all kinds: a correction counts for the month it corrects. Index: {personId, unitId, period}. */
async function monthsOfPerson(personId: string, unitId: string | undefined, from: string, to: string): Promise<Month[]> {
  const dues = await DueModel.find({ personId, ...(unitId && { unitId }), month: { $gte: from, $lte: to } }).lean<Due[]>();
  const rows = dues.map(({ month, insurance, period, state, base, unit, person }) => ({
    ...{ month, insurance, period, state, base },
    people: 1,
    total: unit + person,
  }));
  return grouped(rows).map((month) => ({ ...month, people: 1 }));
}
/** A unit's months by 费款所属期, from the sums. Index: {unitId, period, insurance, kind}. */
async function monthsOfUnit(unitId: string, from: string, to: string): Promise<Month[]> {
  const sums = await SumModel.find({ unitId, period: { $gte: from, $lte: to } }).lean<Sum[]>();
  const rows = sums.flatMap(({ period, insurance, kind, states }) =>
    Object.entries(states).map(([state, part]) => ({
      ...{ month: period, insurance, period, state },
      people: kind === '10' ? part.rows : 0,
      base: part.base,
      total: part.unit + part.person,
    })),
  );
  return grouped(rows);
}

function grouped(rows: readonly Row[]): Month[] {
  const months = Map.groupBy(rows, ({ month, insurance }) => `${month}:${insurance}`);
  return [...months.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, of]) => together(of as [Row, ...Row[]]));
}
function together(rows: readonly [Row, ...Row[]]): Month {
  const [{ month, insurance }] = rows;
  const money: Money = { people: 0, base: 0, due: 0, paid: 0, owed: 0 };
  for (const row of rows) {
    money.people += row.people;
    money.base += row.base;
    money.due += row.total;
    if (isSettled(row)) money.paid += row.total;
    if (isOwed(row)) money.owed += row.total;
  }
  return { month, insurance, ...money, state: stateTogether(rows) };
}
