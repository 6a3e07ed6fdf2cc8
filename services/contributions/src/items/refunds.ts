import { detail, item, special, specialDetail, summary } from '@wangting/contracts/contributions/refunds';
import { byPages, implementExport } from '@wangting/kit/export';
import { implementView, queryRules } from '@wangting/kit/queries';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { findRefundDetail, findRefunds } from '../queries/refunds.ts';
import { findSpecial, specialRows } from '../queries/special.ts';
import { unitShows } from '../queries/who.ts';

export const rules = queryRules(item, unitShows);
export const handlers = [
  implementView(item.id, summary, findRefunds),
  implementExport(item.id, summary, (asked) => byPages(findRefunds, asked)),
  implementView(item.id, detail, findRefundDetail),
  implementView(item.id, special, (asked) => findSpecial(asked, '51')),
  implementView(item.id, specialDetail, async ({ unitId, filter, skip, size }) => {
    const entries = await EntryModel.find({ unitId, cause: filter.serialNo, sort: 'due' }).lean<Entry[]>();
    const page = entries.slice(skip, skip + size);
    const rows = await specialRows(page);
    return { rows: rows.map((row, at) => ({ ...row, note: page[at]?.note ?? '' })), total: entries.length };
  }),
];
