import { REFUND_KINDS, type detail, type summary } from '@wangting/contracts/contributions/refunds';
import type { Asked, Found } from '@wangting/kit/queries';
import type { z } from 'zod';
import { DueModel, type Due } from '../models/due.ts';
import { SumModel, type Sum } from '../models/sum.ts';
import { askedPeople, named, spanOf, type PersonAsked } from './who.ts';

type Summary = z.infer<(typeof summary)['row']>;
type Detail = z.infer<(typeof detail)['row']>;

/**
 * What goes back to people, per person × 费款所属期 × 退费类型; both insurances side by side. Refunds are few among a unit's dues: its sums say in which
 * months there are any, and only those are read, no more of each than tells them apart; whole rows are those of the page.
 */
export async function findRefunds(
  asked: Asked<PersonAsked & { from?: string | undefined; to?: string | undefined }>,
): Promise<Found<Summary>> {
  const { unitId, filter, skip, size } = asked;
  const people = await askedPeople(asked, filter);
  const match = people
    ? { personId: { $in: people }, unitId, period: spanOf(filter), kind: { $in: REFUND_KINDS } }
    : await monthsWithRefunds(unitId, filter);
  const keys = await DueModel.find(match)
    .select({ personId: 1, period: 1, kind: 1 })
    .lean<Pick<Due, '_id' | 'personId' | 'period' | 'kind'>[]>();
  const groups = [...Map.groupBy(keys, groupOf).values()].sort((a, b) => (b[0]?.period ?? '').localeCompare(a[0]?.period ?? ''));
  const shown = groups.slice(skip, skip + size);
  const dues = await DueModel.find({ _id: { $in: shown.flat().map(({ _id }) => _id) } }).lean<Due[]>();
  const byGroup = Map.groupBy(dues, groupOf);
  const page = shown.flatMap(([first]) => (first ? [byGroup.get(groupOf(first)) ?? []] : []));
  const nameOf = await named(
    asked,
    page.map(([first]) => first?.personId ?? null),
  );
  return {
    rows: page.map((rows) => {
      const [first] = rows as [Due, ...Due[]];
      return {
        ...amounts(rows),
        ...who(nameOf, first),
        id: `${first.period}:${first.personId ?? ''}:${first.kind}`,
        period: first.period,
        kind: first.kind,
        months: new Set(rows.map(({ month }) => month)).size,
        state: rows.every(({ state }) => state === '4') ? '4' : '0',
      };
    }),
    total: groups.length,
  };
}

const groupOf = ({ period, personId, kind }: Pick<Due, 'period' | 'personId' | 'kind'>): string => `${period}:${personId}:${kind}`;
/** Points of the index {unitId, period, insurance, kind, personId}: a span of months alone would walk all dues in it. Index of the sums: {unitId, period, …}. */
async function monthsWithRefunds(unitId: string, filter: { from?: string | undefined; to?: string | undefined }) {
  const sums = await SumModel.find({ unitId, period: spanOf(filter), kind: { $in: REFUND_KINDS } })
    .select({ period: 1, insurance: 1 })
    .lean<Pick<Sum, 'period' | 'insurance'>[]>();
  const all = (of: readonly string[]) => ({ $in: [...new Set(of)] });
  return {
    unitId,
    period: all(sums.map(({ period }) => period)),
    insurance: all(sums.map(({ insurance }) => insurance)),
    kind: { $in: REFUND_KINDS },
  };
}

/** Month by month what one person gets back. Index: {personId, unitId, period}. */
export async function findRefundDetail(asked: Asked<{ personId: string; period: string; kind: string }>): Promise<Found<Detail>> {
  const { unitId, filter, skip, size } = asked;
  const dues = await DueModel.find({ personId: filter.personId, unitId, period: filter.period, kind: filter.kind }).lean<Due[]>();
  const months = [...Map.groupBy(dues, ({ month }) => month)].sort(([a], [b]) => a.localeCompare(b));
  const nameOf = await named(asked, [filter.personId]);
  return {
    rows: months.slice(skip, skip + size).map(([month, rows]) => ({
      ...amounts(rows),
      ...who(nameOf, rows[0] as Due),
      id: month,
      month,
      base: Math.max(...rows.map(({ base }) => -base)),
    })),
    total: months.length,
  };
}

const amounts = (rows: readonly Due[]) => {
  const back = (insurance?: string) =>
    -rows.filter((due) => !insurance || due.insurance === insurance).reduce((total, due) => total + due.unit + due.person, 0) || 0;
  return { total: back(), injury: back('410'), unemployment: back('210'), interest: 0 };
};
const who = (nameOf: Awaited<ReturnType<typeof named>>, { personId }: Due) => {
  const { personNo, name, socialNo } = nameOf(personId);
  return { personId: personId ?? '', personNo, name, socialNo };
};
