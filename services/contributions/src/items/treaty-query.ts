import { exemptions, item } from '@wangting/contracts/contributions/treaty-query';
import { find } from '@wangting/contracts/persons/snapshots';
import { ask } from '@wangting/kit/call';
import { byPages, implementExport } from '@wangting/kit/export';
import { implementView, queryRules, type Asked, type Found } from '@wangting/kit/queries';
import type { z } from 'zod';
import { shownOf } from '../domain/exemption.ts';
import { unitOf } from '../hear.ts';
import { ExemptionModel, type Exemption } from '../models/decision.ts';
import { named, unitShows } from '../queries/who.ts';

type Filter = z.infer<(typeof exemptions)['filter']>;
type Row = z.infer<(typeof exemptions)['row']>;

/** A unit's exemptions, newest first; a unit has few. Index: {unitId, personId}. */
async function findExemptions(asked: Asked<Filter>): Promise<Found<Row>> {
  const { ctx, unitId, filter, skip, size } = asked;
  const { any, socialNo, name, sex, country, handledFrom, handledTo, valid } = filter;
  const cards =
    any || socialNo || name
      ? (await ask(ctx, 'contributions', find, { unitId, any, ...(!any && { idNumber: socialNo, name }) })).cards
      : [];
  const people = any || socialNo || name ? new Set(cards.map(({ personId }) => personId)) : undefined;
  const all = (await ExemptionModel.find({ unitId }).lean<Exemption[]>()).filter(
    (row) =>
      (!people || people.has(row.personId)) &&
      (!country || row.country === country) &&
      (!valid || row.valid === (valid === '1')) &&
      (!handledFrom || shownOf(row).at >= handledFrom) &&
      (!handledTo || shownOf(row).at <= handledTo),
  );
  const [nameOf, unit] = await Promise.all([
    named(
      asked,
      all.map(({ personId }) => personId),
    ),
    unitOf(ctx, unitId),
  ]);
  const rows = all
    .filter(({ personId }) => !sex || nameOf(personId).sex === sex)
    .sort((a, b) => b.at.localeCompare(a.at))
    .map((row): Row => {
      const { personNo, name: called } = nameOf(row.personId);
      return { id: row._id, personNo, name: called, unitNo: unit.unitNo ?? '', unitName: unit.name, ...shownOf(row) };
    });
  return { rows: rows.slice(skip, skip + size), total: rows.length };
}

export const rules = queryRules(item, unitShows);
export const handlers = [
  implementView(item.id, exemptions, findExemptions),
  implementExport(item.id, exemptions, (asked) => byPages(findExemptions, asked)),
];
