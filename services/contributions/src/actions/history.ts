import { history } from '@wangting/contracts/contributions/questions';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { DueModel, type Due } from '../models/due.ts';
import { SumModel, type Sum } from '../models/sum.ts';
import { stateSaid } from '../queries/state.ts';

interface Month {
  month: string;
  insurance: string;
  people: number;
  base: number;
  due: number;
  paid: number;
  state: string;
}
type Unsaid = Omit<Month, 'state'>;

/** No ledger yet is said as such: an empty list would read as "nothing was paid". A unit's own sums may be there before the first run. */
export const historyAction = implement(history, async ({ input: { unitId, personId, from, to } }) => {
  if (!unitId && !personId) throw new HallError('INPUT_INVALID', { issues: [{ path: 'unitId', message: '请给出单位或人员' }] });
  if (!(await SumModel.exists({ kind: '10' }))) return { available: false, months: [] };
  const months = personId ? await monthsOfPerson(personId, unitId, from, to) : await monthsOfUnit(unitId ?? '', from, to);
  return { available: true, months: months.map(withState) };
});

/** A person's months by 对应费款所属期, over all kinds: a correction counts for the month it corrects. Index: {personId, unitId, period}. */
async function monthsOfPerson(personId: string, unitId: string | undefined, from: string, to: string): Promise<Unsaid[]> {
  const dues = await DueModel.find({ personId, ...(unitId && { unitId }), month: { $gte: from, $lte: to } }).lean<Due[]>();
  return grouped(dues, (due) => [
    due.month,
    due.insurance,
    { people: 1, base: due.base, due: due.unit + due.person, paid: isSettled(due.state) ? due.unit + due.person : 0 },
  ]).map((month) => ({ ...month, people: 1 }));
}
/** A unit's months by 费款所属期, from the sums. Index: {unitId, period, insurance, kind}. */
async function monthsOfUnit(unitId: string, from: string, to: string): Promise<Unsaid[]> {
  const sums = await SumModel.find({ unitId, period: { $gte: from, $lte: to } }).lean<Sum[]>();
  return grouped(sums, (sum) => {
    const paid = Object.entries(sum.states).reduce((total, [state, part]) => total + (isSettled(state) ? part.unit + part.person : 0), 0);
    return [sum.period, sum.insurance, { people: sum.kind === '10' ? sum.people : 0, base: sum.base, due: sum.unit + sum.person, paid }];
  });
}

const isSettled = (state: string): boolean => state === '1' || state === '4';
type Part = Pick<Month, 'people' | 'base' | 'due' | 'paid'>;
function grouped<T>(rows: readonly T[], say: (row: T) => [string, string, Part]): Unsaid[] {
  const months = new Map<string, Unsaid>();
  for (const row of rows) {
    const [month, insurance, part] = say(row);
    const key = `${month}:${insurance}`;
    const at = months.get(key) ?? { month, insurance, people: 0, base: 0, due: 0, paid: 0 };
    months.set(key, {
      ...at,
      people: at.people + part.people,
      base: at.base + part.base,
      due: at.due + part.due,
      paid: at.paid + part.paid,
    });
  }
  return [...months.values()].sort((a, b) => (a.month + a.insurance < b.month + b.insurance ? -1 : 1));
}
/** 1 已实缴 when all of it arrived, else 2 欠费; 0 未缴 while the month is not over. */
const withState = (month: Unsaid): Month => ({
  ...month,
  state: month.paid === month.due ? '1' : stateSaid('0', month.month, month.due),
});
