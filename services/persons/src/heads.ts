import { ignoreTwice } from '@wangting/kit/errors';
import { EnrolmentModel, type Enrolment } from './models/enrolment.ts';
import { HeadModel } from './models/head.ts';

const keyOf = ({ unitId, personId }: Pick<Enrolment, 'unitId' | 'personId'>): string => `${unitId}:${personId}`;

/** Follows changed enrolments: whoever they are of is insured there while any of his rows runs. By {personId, …}. Two at once, or late, do no harm. */
export async function followHeads(changed: readonly Enrolment[]): Promise<void> {
  const meant = new Set(changed.map(keyOf));
  const rows = await EnrolmentModel.find({ personId: { $in: [...new Set(changed.map(({ personId }) => personId))] } })
    .select({ unitId: 1, personId: 1, state: 1, rev: 1 })
    .lean<Enrolment[]>();
  const heads = [...Map.groupBy(rows, keyOf)].flatMap(([_id, his]) => {
    const rev = his.reduce((all, one) => all + one.rev, 0);
    const [{ unitId }] = his as [Enrolment];
    return meant.has(_id) ? [{ _id, unitId, insured: his.some(({ state }) => state === '1'), rev }] : [];
  });
  const writes = heads.map((head) => ({
    replaceOne: { filter: { _id: head._id, rev: { $lt: head.rev } }, replacement: head, upsert: true },
  }));
  // An upsert that meets a row of the same or a higher revision has nothing to say.
  if (writes.length) await HeadModel.bulkWrite(writes, { ordered: false }).catch(ignoreTwice);
}

/**
 * How many people a unit insures now. The counts of the insurances are of this moment; people follow within two seconds, and are never said
 * to be fewer than one insurance has or more than both have.
 */
export async function headsOf(unitId: string): Promise<{ '210': number; '410': number; people: number }> {
  const running = { unitId, state: '1' } as const;
  const [unemployment, injury, followed] = await Promise.all([
    EnrolmentModel.countDocuments({ ...running, insurance: '210' }),
    EnrolmentModel.countDocuments({ ...running, insurance: '410' }),
    HeadModel.countDocuments({ unitId, insured: true }),
  ]);
  const people = Math.min(Math.max(followed, unemployment, injury), unemployment + injury);
  return { '210': unemployment, '410': injury, people };
}
