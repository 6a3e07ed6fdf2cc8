import { basis } from '@wangting/contracts/contributions/due-views';
import { item, months } from '@wangting/contracts/contributions/monthly-payments';
import { implementExport } from '@wangting/kit/export';
import { implementView, queryRules } from '@wangting/kit/queries';
import { findBasis } from '../queries/basis.ts';
import { eachDue, findDues } from '../queries/dues.ts';
import { unitShows } from '../queries/who.ts';

const KINDS = ['10', '21', '22', '23'];
export const rules = queryRules(item, unitShows);
export const handlers = [
  implementView(item.id, months, (asked) => findDues(asked, KINDS)),
  implementExport(item.id, months, (asked) => eachDue(asked, KINDS)),
  implementView(item.id, basis, findBasis),
];
