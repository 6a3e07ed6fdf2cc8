import type { SumRow } from '@wangting/contracts/contributions/due-views';
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
 * group it came of. A unit has at most a few dozen groups a year, so all of a span are read. Index: {unitId, period, insurance, kind}.
 */
export async function findSums(asked: Asked<SumsAsked>, kinds: readonly string[]): Promise<Found<SumRow>> {
  const { unitId, filter, skip, size } = asked;
  const people = await askedPeople(asked, filter);
  const match = { unitId, period: spanOf(filter), ...(filter.insurance && { insurance: filter.insurance }) };
  const [sums, unit] = await Promise.all([
    people ? sumsOfPeople(match, people) : SumModel.find(match).lean<Sum[]>(),
    unitOf(asked.ctx, unitId),
  ]);
  const fees = new Map(
    sums.filter(({ kind }) => kind === LATE_FEE).map((sum) => [`${sum.period}:${sum.insurance}`, sum.unit + sum.person]),
  );
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
        // The fee of a month belongs to its 正常应缴; other kinds of the month show none, so that nothing counts twice.
        lateFee: sum.kind === '10' ? (fees.get(`${sum.period}:${sum.insurance}`) ?? 0) : 0,
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
