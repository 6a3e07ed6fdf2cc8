import { findings, item } from '@wangting/contracts/contributions/overage-findings';
import { areaPath } from '@wangting/contracts/dictionaries/area';
import { implementView, queryRules } from '@wangting/kit/queries';
import { runs } from '../actions/over-age.ts';
import { unitOf } from '../hear.ts';
import { FindingModel, type Finding } from '../models/finding.ts';
import { askedPeople, named, unitShows } from '../queries/who.ts';

export const rules = queryRules(item, unitShows);
/** What the agency found for people of the own unit, newest first. Index: {unitId, on}. */
export const handlers = [
  implementView(item.id, findings, async (asked) => {
    const { unitId, filter, skip, size } = asked;
    const people = await askedPeople(asked, filter);
    const found = await FindingModel.find({
      unitId,
      ...(people && { personId: { $in: people } }),
      ...(filter.kind && { kind: filter.kind }),
    })
      .sort({ on: -1 })
      .lean<Finding[]>();
    const agencyOf = ({ area }: Finding) => `${areaPath(area)}社会保险经办机构`;
    const rows = found.filter((finding) => !filter.agency || agencyOf(finding).includes(filter.agency));
    const page = rows.slice(skip, skip + size);
    const [nameOf, unit] = await Promise.all([
      named(
        asked,
        page.map(({ personId }) => personId),
      ),
      unitOf(asked.ctx, unitId),
    ]);
    return {
      rows: page.map((finding) => {
        const { personNo, name, socialNo } = nameOf(finding.personId);
        return {
          id: finding._id,
          personNo,
          socialNo,
          name,
          kind: finding.kind,
          on: finding.on || finding.from,
          valid: runs(finding) ? ('1' as const) : ('0' as const),
          note: finding.reason ? `${finding.note}（已撤销：${finding.reason}）` : finding.note,
          by: '经办机构',
          agency: agencyOf(finding),
          unitNo: unit.unitNo ?? '',
          unitName: unit.name,
        };
      }),
      total: rows.length,
    };
  }),
];
