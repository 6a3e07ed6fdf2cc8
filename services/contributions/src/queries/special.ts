import type { special } from '@wangting/contracts/contributions/back-payments';
import type { SpecialRow } from '@wangting/contracts/contributions/due-views';
import type { Asked, Found } from '@wangting/kit/queries';
import type { z } from 'zod';
import { projectOf } from '../domain/project.ts';
import { ProjectCopyModel, type ProjectCopy } from '../models/copies.ts';
import { DueModel, type Due } from '../models/due.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { stateSaid } from './state.ts';
import { spanOf } from './who.ts';

type Row = z.infer<typeof SpecialRow>;
type UnitRow = z.infer<(typeof special)['row']>;
/** Who decided is said as the agency, never by name. */
const AGENCY = '经办机构';

type SpanAsked = Asked<{ from?: string | undefined; to?: string | undefined }>;

/** 特殊退费 (51, shown positive): by decision, or since the price of a 工程项目 fell. */
export async function findSpecial(asked: SpanAsked, kind: '51'): Promise<Found<Row>> {
  const { page, total } = await entriesOf(asked, [kind]);
  return { rows: await specialRows(page), total };
}
/** What a unit owes as a whole: 特殊补缴 (31) and 工程项目缴费 (71), each with the project it is for. */
export async function findUnitSums(asked: SpanAsked): Promise<Found<UnitRow>> {
  const { page, total } = await entriesOf(asked, ['31', '71']);
  const ids = page.flatMap(({ _id }) => projectOf(_id) ?? []);
  const projects = ids.length ? await ProjectCopyModel.find({ _id: { $in: ids } }).lean<ProjectCopy[]>() : [];
  const names = new Map(projects.map(({ _id, project }) => [_id, `${project.no} ${project.name}`]));
  const rows = await specialRows(page);
  return {
    rows: rows.map((row, at) => ({ ...row, kind: page[at]?.kind ?? '', project: names.get(projectOf(row.id) ?? '') ?? '' })),
    total,
  };
}
/** Index: {unitId, period, insurance, kind}. */
async function entriesOf({ unitId, filter, skip, size }: SpanAsked, kinds: string[]): Promise<{ page: Entry[]; total: number }> {
  const entries = await EntryModel.find({
    unitId,
    period: spanOf(filter),
    insurance: { $in: ['210', '410'] },
    kind: { $in: kinds },
    sort: 'due',
  })
    .sort({ period: -1, _id: 1 })
    .lean<Entry[]>();
  return { page: entries.slice(skip, skip + size), total: entries.length };
}
export async function specialRows(entries: readonly Entry[]): Promise<Row[]> {
  const dues = await DueModel.find({ _id: { $in: entries.map(({ _id }) => _id) } }).lean<Due[]>();
  const states = new Map(dues.map(({ _id, state }) => [_id, state]));
  return entries.map((entry) => ({
    id: entry._id,
    serialNo: entry.cause,
    period: entry.period,
    month: entry.month,
    insurance: entry.insurance,
    base: 0,
    total: Math.abs(entry.unit + entry.person),
    state: stateSaid(states.get(entry._id) ?? '0', entry.period, entry.unit + entry.person),
    by: AGENCY,
    at: entry.at,
  }));
}
