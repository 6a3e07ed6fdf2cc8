import { MESSAGES } from '@wangting/contracts/contributions/due-views';
import { dues, item } from '@wangting/contracts/contributions/person-payments';
import { refuse } from '@wangting/kit/errors';
import { byPages, implementExport } from '@wangting/kit/export';
import { implementView, queryRules } from '@wangting/kit/queries';
import { findPerson } from '../queries/dues.ts';
import { unitShows } from '../queries/who.ts';

export const rules = queryRules(item, unitShows);
const find = (asked: Parameters<typeof findPerson>[0]) => {
  const { personNo, socialNo, name } = asked.filter;
  return personNo || socialNo || name ? findPerson(asked) : Promise.reject(refuse(MESSAGES.askPerson, 'personNo'));
};
export const handlers = [implementView(item.id, dues, find), implementExport(item.id, dues, (asked) => byPages(find, asked))];
