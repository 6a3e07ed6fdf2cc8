import { basis } from '@wangting/contracts/contributions/due-views';
import { chart, item, people, sums } from '@wangting/contracts/contributions/unit-payments';
import { dueKind } from '@wangting/contracts/dictionaries/dues';
import { byPages, implementExport } from '@wangting/kit/export';
import { implementView, queryRules } from '@wangting/kit/queries';
import { findBasis } from '../queries/basis.ts';
import { eachOfGroup, findGroup } from '../queries/dues.ts';
import { findMonthSums, findSums } from '../queries/sums.ts';
import { unitShows } from '../queries/who.ts';

/** Everything. 滞纳金 stands in a column beside what it came of, and in a group of its own that says whether it was paid. */
const KINDS = dueKind.entries.map(({ code }) => code);
export const rules = queryRules(item, unitShows);
const find = (asked: Parameters<typeof findSums>[0]) => findSums(asked, KINDS);
export const handlers = [
  implementView(item.id, sums, find),
  implementExport(item.id, sums, (asked) => byPages(find, asked)),
  implementView(item.id, people, findGroup),
  implementExport(item.id, people, eachOfGroup),
  implementView(item.id, basis, findBasis),
  implementView(item.id, chart, (asked) => findMonthSums(asked, KINDS)),
];
