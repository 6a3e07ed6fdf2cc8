import type { BatchItem } from '@wangting/contracts/batch';
import type { Guard } from '@wangting/kit/applications/models';
import type { BatchCase, ReadRow } from '@wangting/kit/batch/rules';
import { applications } from '../applications.ts';

/** Says what is wrong with a row. What follows from a cell that could not be read is not said of it again, and nothing is said twice. */
export function addIssue({ batch }: BatchItem, row: ReadRow, field: string, message: string): void {
  const said = row.issues.filter((issue) => issue.field === field);
  if (said.some((issue) => issue.message === message) || (said.length && row.values[field] === undefined)) return;
  row.issues.push({ field: batch.columns.some(({ name }) => name === field) ? field : '', message });
}

/**
 * Sentences for guards that others hold, a case under way or a batch that is just being saved; the number only of a case of this unit.
 * By `_id` of guards and of applications.
 */
export async function busyOf(
  { applicationId, unitId }: BatchCase,
  ids: readonly string[],
  put: (name: 'open' | 'openElsewhere', values?: Record<string, string>) => string,
): Promise<Map<string, string>> {
  const { models } = applications;
  const held = ids.length ? await models.guards.find({ _id: { $in: [...ids] } }).lean<Guard[]>() : [];
  const others = held.filter((guard) => guard.applicationId !== applicationId);
  const cases = await models.rows
    .find({ _id: { $in: [...new Set(others.map((guard) => guard.applicationId))] }, unitId })
    .select({ serialNo: 1 })
    .lean();
  const serials = new Map(cases.map(({ _id, serialNo }) => [_id, serialNo]));
  return new Map(
    others.map((guard) => {
      const no = serials.get(guard.applicationId);
      return [guard._id, no ? put('open', { no }) : put('openElsewhere')];
    }),
  );
}
