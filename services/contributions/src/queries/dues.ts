import type { DueRow } from '@wangting/contracts/contributions/due-views';
import { ppmLabel } from '@wangting/contracts/standards/money';
import type { RuleContext } from '@wangting/kit/applications/rules';
import type { Asked, Found } from '@wangting/kit/queries';
import { unitOf } from '../hear.ts';
import { DueModel, type Due } from '../models/due.ts';
import { SumModel, type Sum } from '../models/sum.ts';
import { stateAsked, stateSaid } from './state.ts';
import { askedPeople, named, spanOf, type PersonAsked } from './who.ts';

interface DuesAsked extends PersonAsked {
  from?: string | undefined;
  to?: string | undefined;
  insurance?: string | undefined;
  kind?: string | undefined;
  state?: string | undefined;
}
interface Totals extends Record<string, number> {
  rows: number;
  total: number;
  unit: number;
  person: number;
}
const CHUNK = 500;
const NOTHING = { rows: [], total: 0, totals: { rows: 0, total: 0, unit: 0, person: 0 } };

/**
 * Dues of people in the unit of the login, newest 费款所属期 first. Without a person: the page by {unitId, period, insurance, kind, personId},
 * how many and how much from the sums, so the cost is that of a page however large the unit. With a person: {personId, unitId, period}.
 */
export async function findDues(asked: Asked<DuesAsked>, kinds: readonly string[]): Promise<Found<DueRow>> {
  const { unitId, filter, skip, size } = asked;
  const people = await askedPeople(asked, filter);
  const said = stateAsked(filter.state, spanOf(filter));
  const wanted = filter.kind ? kinds.filter((kind) => kind === filter.kind) : kinds;
  if (!said || wanted.length === 0) return NOTHING;
  const match = { unitId, period: said.period, ...(filter.insurance && { insurance: filter.insurance }), kind: { $in: wanted } };
  if (people) {
    const all = await DueModel.find({ ...match, personId: { $in: people }, ...(said.state && { state: said.state }) })
      .sort({ period: -1, month: -1, insurance: 1 })
      .lean<Due[]>();
    return { rows: await rowsOf(asked, all.slice(skip, skip + size)), total: all.length, totals: totalsOf(all) };
  }
  const totals = await totalsBySums(match, said.state);
  if (skip >= totals.rows) return { rows: [], total: totals.rows, totals };
  const page = await DueModel.find({ ...match, ...(said.state && { state: said.state }) })
    .sort({ period: -1, insurance: -1, kind: -1, personId: -1 })
    .skip(skip)
    .limit(size)
    .lean<Due[]>();
  return { rows: await rowsOf(asked, page), total: totals.rows, totals };
}

/** Every due that matches, in chunks, for a file: read once along the index, never skipped over. */
export async function* eachDue(asked: RuleContext & { filter: DuesAsked }, kinds: readonly string[]): AsyncGenerator<DueRow[]> {
  const { unitId, filter } = asked;
  const people = await askedPeople(asked, filter);
  const said = stateAsked(filter.state, spanOf(filter));
  if (!said) return;
  yield* inChunks(asked, {
    unitId,
    period: said.period,
    ...(filter.insurance && { insurance: filter.insurance }),
    kind: { $in: filter.kind ? kinds.filter((kind) => kind === filter.kind) : kinds },
    ...(people && { personId: { $in: people } }),
    ...(said.state && { state: said.state }),
  });
}
export async function* eachOfGroup(
  asked: RuleContext & { filter: { period: string; kind: string; insurance: string } & PersonAsked },
): AsyncGenerator<DueRow[]> {
  const { period, insurance, kind } = asked.filter;
  const people = await askedPeople(asked, asked.filter);
  yield* inChunks(asked, { unitId: asked.unitId, period, insurance, kind, ...(people && { personId: { $in: people } }) });
}
async function* inChunks(asked: RuleContext, match: Record<string, unknown>): AsyncGenerator<DueRow[]> {
  let chunk: Due[] = [];
  for await (const due of DueModel.find(match)
    .sort({ period: 1, insurance: 1, kind: 1, personId: 1 })
    .lean<Due>()
    .cursor({ batchSize: CHUNK })) {
    chunk.push(due);
    if (chunk.length < CHUNK) continue;
    yield await rowsOf(asked, chunk);
    chunk = [];
  }
  if (chunk.length) yield await rowsOf(asked, chunk);
}

/** Everything of the people asked for, refunds included, with what was paid, is owed and goes back (item 18). */
export async function findPerson(asked: Asked<DuesAsked>): Promise<Found<DueRow>> {
  const { unitId, filter, skip, size } = asked;
  const people = await askedPeople(asked, filter);
  const all = await DueModel.find({
    personId: { $in: people ?? [] },
    unitId,
    period: spanOf(filter),
    ...(filter.insurance && { insurance: filter.insurance }),
  })
    .sort({ period: -1, month: -1, insurance: 1 })
    .lean<Due[]>();
  const rows = (await rowsOf(asked, all)).filter(({ state }) => !filter.state || filter.state === state);
  const add = (of: (row: DueRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    rows: rows.slice(skip, skip + size),
    total: rows.length,
    totals: {
      total: add((row) => row.total),
      paid: add((row) => row.paid),
      owed: add((row) => row.owed),
      refund: add((row) => row.refund),
    },
  };
}

/** All dues of one group: what a double click on a sum shows. */
export async function findGroup(asked: Asked<{ period: string; kind: string; insurance: string } & PersonAsked>): Promise<Found<DueRow>> {
  const { filter } = asked;
  const people = await askedPeople(asked, filter);
  const match = { unitId: asked.unitId, period: filter.period, insurance: filter.insurance, kind: filter.kind };
  if (people) {
    const all = await DueModel.find({ ...match, personId: { $in: people } }).lean<Due[]>();
    return { rows: await rowsOf(asked, all.slice(asked.skip, asked.skip + asked.size)), total: all.length, totals: totalsOf(all) };
  }
  const totals = await totalsBySums(match, undefined);
  const page = await DueModel.find(match).sort({ personId: 1 }).skip(asked.skip).limit(asked.size).lean<Due[]>();
  return { rows: await rowsOf(asked, page), total: totals.rows, totals };
}

async function totalsBySums(match: Record<string, unknown>, state: string | undefined): Promise<Totals> {
  const sums = await SumModel.find(match).lean<Sum[]>();
  const parts = sums.flatMap((sum) => (state ? [sum.states[state]] : [sum])).filter((part) => part !== undefined);
  return parts.reduce<Totals>(
    (totals, { rows, unit, person }) => ({
      rows: totals.rows + rows,
      total: totals.total + unit + person,
      unit: totals.unit + unit,
      person: totals.person + person,
    }),
    { rows: 0, total: 0, unit: 0, person: 0 },
  );
}
const totalsOf = (dues: readonly Due[]): Totals => {
  const add = (of: (due: Due) => number) => dues.reduce((total, due) => total + of(due), 0);
  return { rows: dues.length, total: add((due) => due.unit + due.person), unit: add((due) => due.unit), person: add((due) => due.person) };
};

/** Rows as they are shown; people are named by persons, once for the page. */
export async function rowsOf(asked: Parameters<typeof named>[0], dues: readonly Due[]): Promise<DueRow[]> {
  const [nameOf, unit] = await Promise.all([
    named(
      asked,
      dues.map(({ personId }) => personId),
    ),
    unitOf(asked.ctx, asked.unitId),
  ]);
  return dues.map((due) => {
    const total = due.unit + due.person;
    const state = stateSaid(due.state, due.period, total);
    const arrived = due.state === '1';
    const { personNo, name, socialNo } = nameOf(due.personId);
    return {
      id: due._id,
      personNo,
      name,
      socialNo,
      unitNo: unit.unitNo ?? '',
      unitName: unit.name,
      period: due.period,
      month: due.month,
      insurance: due.insurance,
      kind: due.kind,
      base: due.base,
      unitRate: ppmLabel(due.unitPpm),
      personRate: ppmLabel(due.personPpm),
      total,
      unit: due.unit,
      person: due.person,
      state,
      paidOn: due.paidOn,
      paid: arrived ? total : 0,
      paidUnit: arrived ? due.unit : 0,
      paidPerson: arrived ? due.person : 0,
      owed: state === '2' ? total : 0,
      refund: total < 0 ? total : 0,
    };
  });
}
