import type { SpecialRow } from '@wangting/contracts/contributions/due-views';
import type { Asked, Found } from '@wangting/kit/queries';
import type { z } from 'zod';
import { DueModel, type Due } from '../models/due.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { stateSaid } from './state.ts';
import { spanOf } from './who.ts';

type Row = z.infer<typeof SpecialRow>;
/** Who decided is said as the agency, never by name. */
const AGENCY = '经办机构';

/** Sums of the unit as a whole: 特殊补缴 (31), 特殊退费 (51, shown positive). Index: {unitId, period, insurance, kind}. */
export async function findSpecial(
  asked: Asked<{ from?: string | undefined; to?: string | undefined }>,
  kind: '31' | '51',
): Promise<Found<Row>> {
  const { unitId, filter, skip, size } = asked;
  const entries = await EntryModel.find({ unitId, period: spanOf(filter), insurance: { $in: ['210', '410'] }, kind, sort: 'due' })
    .sort({ period: -1 })
    .lean<Entry[]>();
  return { rows: await specialRows(entries.slice(skip, skip + size)), total: entries.length };
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
