import type { SumRow } from '@wangting/contracts/contributions/due-views';
import type { MonthSum } from '@wangting/contracts/contributions/unit-payments';
import { periodRange } from '@wangting/contracts/standards/period';
import type { Asked, Found } from '@wangting/kit/queries';
import { unitOf } from '../hear.ts';
import { DueModel, type Due } from '../models/due.ts';
import { groupOf, SumModel, type Sum } from '../models/sum.ts';
import { stateSaid } from './state.ts';
import { askedPeople, spanOf, type PersonAsked } from './who.ts';

interface SumsAsked extends PersonAsked {
  from?: string | undefined;
  to?: string | undefined;
  insurance?: string | undefined;
  kind?: string | undefined;
  state?: string | undefined;
}
const LATE_FEE = '61';

/**
 * The unit's groups (费款所属期 × 险种 × 缴费类型), newest first; with a person only that person's part of them. 滞纳金 stands beside the
 * group it came of, and is a group of its own with what became of it. A unit has at most a few dozen groups a year, so all of a span are read. Index: {unitId, period, insurance, kind}.
 */
export async function findSums(asked: Asked<SumsAsked>, kinds: readonly string[]): Promise<Found<SumRow>> {
  const { unitId, filter, skip, size } = asked;
  const people = await askedPeople(asked, filter);
  const match = { unitId, period: spanOf(filter), ...(filter.insurance && { insurance: filter.insurance }) };
  const [sums, unit] = await Promise.all([
    people ? sumsOfPeople(match, people) : SumModel.find(match).lean<Sum[]>(),
    unitOf(asked.ctx, unitId),
  ]);
  const feeOf = await feesOf(unitId, sums);
  const rows = sums
    .filter(({ kind }) => kinds.includes(kind) && (!filter.kind || filter.kind === kind))
    .map((sum): SumRow => {
      const total = sum.unit + sum.person;
      return {
        id: sum._id,
        unitNo: unit.unitNo ?? '',
        unitName: unit.name,
        period: sum.period,
        insurance: sum.insurance,
        kind: sum.kind,
        people: sum.people,
        rows: sum.rows,
        base: sum.base,
        total,
        unit: sum.unit,
        person: sum.person,
        lateFee: feeOf(sum),
        state: stateSaid(stateOf(sum), sum.period, total),
        paidOn: sum.paidOn,
      };
    })
    .filter(({ state }) => !filter.state || filter.state === state)
    .sort((a, b) => b.period.localeCompare(a.period) || a.insurance.localeCompare(b.insurance) || a.kind.localeCompare(b.kind));
  const add = (of: (row: SumRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    rows: rows.slice(skip, skip + size),
    total: rows.length,
    totals: {
      rows: add((row) => row.rows),
      total: add((row) => row.total),
      unit: add((row) => row.unit),
      person: add((row) => row.person),
    },
  };
}

/**
 * What late payments of each group have brought. A fee is the unit's, one row per late payment, so there are few. Points of the index {unitId,
 * period, insurance, kind}: the sums say where there are any.
 */
async function feesOf(unitId: string, sums: readonly Sum[]): Promise<(sum: Sum) => number> {
  const where = sums.filter(({ kind }) => kind === LATE_FEE);
  const all = (of: readonly string[]) => ({ $in: [...new Set(of)] });
  const match = {
    unitId,
    period: all(where.map(({ period }) => period)),
    insurance: all(where.map(({ insurance }) => insurance)),
    kind: LATE_FEE,
  };
  const rows = where.length ? await DueModel.find(match).lean<Due[]>() : [];
  const fees = new Map<string, number>();
  const add = (key: string, fee: number) => fees.set(key, (fees.get(key) ?? 0) + fee);
  for (const { _id, period, insurance, unit, person } of rows) add(`${period}:${insurance}:${lateOf(_id)}`, unit + person);
  return ({ period, insurance, kind }) => fees.get(`${period}:${insurance}:${kind}`) ?? 0;
}
/** The 缴费类型 that was paid late: a fee is called `late:paid:{unit}:{period}:{insurance}:{kind}:{n}` after its payment. */
const lateOf = (feeId: string): string => feeId.split(':').at(-2) ?? '';

/**
 * The same groups month by month, newest first: what arrived, is owed, waits or goes back. A month between two others that has nothing is
 * there with nothing, so that a hole is seen. Index: {unitId, period, insurance, kind}.
 */
export async function findMonthSums(
  { unitId, filter }: Asked<Pick<SumsAsked, 'from' | 'to' | 'insurance' | 'kind'>>,
  kinds: readonly string[],
): Promise<Found<MonthSum>> {
  const span = spanOf(filter);
  const sums = await SumModel.find({
    unitId,
    period: span,
    ...(filter.insurance && { insurance: filter.insurance }),
    kind: { $in: filter.kind ? kinds.filter((kind) => kind === filter.kind) : kinds },
  }).lean<Sum[]>();
  const byPeriod = Map.groupBy(sums, ({ period }) => period);
  const [first] = [...byPeriod.keys()].sort();
  const rows = first ? periodRange(first, span.$lte).map((period) => monthSum(period, byPeriod.get(period) ?? [])) : [];
  const add = (of: (row: MonthSum) => number) => rows.reduce((total, row) => total + of(row), 0);
  const totals = Object.fromEntries((['total', ...PARTS] as const).map((name) => [name, add((row) => row[name])]));
  return { rows: rows.reverse(), total: rows.length, totals };
}
const PARTS = ['paid', 'owed', 'open', 'eased', 'refund'] as const;
const PART_OF: Record<string, (typeof PARTS)[number]> = { 0: 'open', 1: 'paid', 2: 'owed', 3: 'eased', 4: 'refund', 5: 'eased' };
function monthSum(period: string, sums: readonly Sum[]): MonthSum {
  const month: MonthSum = { id: period, period, total: 0, paid: 0, owed: 0, open: 0, eased: 0, refund: 0 };
  for (const [state, part] of sums.flatMap(({ states }) => Object.entries(states))) {
    const amount = part.unit + part.person;
    month.total += amount;
    month[amount < 0 ? 'refund' : (PART_OF[stateSaid(state, period, amount)] ?? 'open')] += amount;
  }
  return month;
}

/** Anything still open makes the group open; otherwise all rows are of one state, or of settled ones. */
function stateOf({ states }: Pick<Sum, 'states'>): string {
  return ['0', '3', '1', '4', '5'].find((state) => states[state]) ?? '0';
}

async function sumsOfPeople(match: Record<string, unknown>, people: readonly string[]): Promise<Sum[]> {
  const dues = await DueModel.find({ ...match, personId: { $in: people } }).lean<Due[]>();
  return [...Map.groupBy(dues, groupOf)].map(([_id, rows]) => {
    const [first] = rows as [Due, ...Due[]];
    const add = (of: (due: Due) => number, among = rows) => among.reduce((total, due) => total + of(due), 0);
    const part = (among: Due[]) => ({
      rows: among.length,
      base: add((due) => due.base, among),
      unit: add((due) => due.unit, among),
      person: add((due) => due.person, among),
    });
    const all = part(rows);
    return {
      _id,
      unitId: first.unitId,
      period: first.period,
      insurance: first.insurance,
      kind: first.kind,
      people: new Set(rows.map(({ personId }) => personId)).size,
      ...all,
      states: Object.fromEntries([...Map.groupBy(rows, ({ state }) => state)].map(([state, among]) => [state, part(among)])),
      paidOn: rows.reduce<string | null>((latest, { paidOn }) => (paidOn && (!latest || paidOn > latest) ? paidOn : latest), null),
      control: all.unit + all.person,
      rev: 0,
    };
  });
}
