import { BACK_KINDS, detail, item, special, summary } from '@wangting/contracts/contributions/back-payments';
import { implementExport } from '@wangting/kit/export';
import { implementView, queryRules } from '@wangting/kit/queries';
import { eachOfGroup, findGroup } from '../queries/dues.ts';
import { findUnitSums } from '../queries/special.ts';
import { findSums } from '../queries/sums.ts';
import { unitShows } from '../queries/who.ts';

export const rules = queryRules(item, unitShows);
export const handlers = [
  implementView(item.id, summary, (asked) => findSums(asked, BACK_KINDS)),
  implementView(item.id, detail, findGroup),
  implementExport(item.id, detail, eachOfGroup),
  implementView(item.id, special, findUnitSums),
];
