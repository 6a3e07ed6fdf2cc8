import { servesArea } from '@wangting/contracts/caller';
import { WorkRowModel, type WorkRow } from '../models/work-row.ts';
import type { Sort } from './page.ts';
import type { Where } from './filters.ts';

/** How far a 业务流水号 has to be typed: to the second, which is as good as whole. */
const TO_THE_SECOND = 14;
export interface Search {
  where: Where;
  /** Absent: as the list is ordered without a search. */
  sort?: Sort;
  /** The areas are in `where` already. */
  placed?: boolean;
}

/**
 * The search of the queue: a 业务流水号 from the second on, a whole 单位编号, or how a 单位名称 begins. Each is a stretch of one index; what stands in the
 * middle of a name could only be found by reading every row.
 */
export async function searchFor(typed: string, areas: readonly string[] | undefined): Promise<Search> {
  const words = typed.trim();
  if (/^\d+$/.test(words) && words.length >= TO_THE_SECOND) return { where: { serialNo: beginning(words) }, sort: { serialNo: 1 } };
  if (/^\d{10}$/.test(words)) {
    const own = (await areasOf(words)).filter((area) => servesArea(areas, area));
    return { where: { unitNo: words, area: { $in: own } }, placed: true };
  }
  return { where: { unitName: beginning(words) }, sort: { unitName: 1, submittedAt: -1, _id: -1 } };
}

/** The areas in which a unit has cases, one row read for each: a unit has one, and another if it has moved. */
async function areasOf(unitNo: string): Promise<string[]> {
  const areas: string[] = [];
  for (;;) {
    const row = await WorkRowModel.findOne({ unitNo, area: { $gt: areas.at(-1) ?? '' } })
      .sort({ area: 1 })
      .select({ area: 1 })
      .lean<Pick<WorkRow, 'area'>>();
    if (!row) return areas;
    areas.push(row.area);
  }
}

/** From these words up to, and without, what comes after all that begins with them. Both engines order by character, neither by language. */
function beginning(words: string): Where {
  const signs = [...words];
  const last = signs.at(-1)?.codePointAt(0) ?? 0;
  const next = String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1); // no character lies between these two
  return { $gte: words, $lt: signs.slice(0, -1).join('') + next };
}
