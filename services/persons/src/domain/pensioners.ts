import { stopReason } from '@wangting/contracts/dictionaries/stop-reason';
import { EnrolmentModel, type Enrolment } from '../models/enrolment.ts';

const RETIREMENT = stopReason.entries.filter(({ retirement }) => retirement).map(({ code }) => code);

/**
 * Of these people those who were stopped because they retired, in whatever unit: they may draw 养老金 before the statutory age (弹性提前退休).
 * No service of the hall knows pensions, so a reviewer looks (decisions.md 4). By the index personId, insurance, state.
 */
export async function retiredOnce(personIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (!personIds.length) return new Set();
  const rows = await EnrolmentModel.find({
    personId: { $in: [...personIds] },
    insurance: { $in: ['210', '410'] },
    state: '2',
    'stop.reason': { $in: RETIREMENT },
  })
    .select({ personId: 1 })
    .lean<Pick<Enrolment, 'personId'>[]>();
  return new Set(rows.map(({ personId }) => personId));
}
