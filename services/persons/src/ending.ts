import { item as enrolment } from '@wangting/contracts/persons/person-enrolment';
import { item } from '@wangting/contracts/persons/person-stop';
import { nowIso } from '@wangting/kit/clock';
import { refuse } from '@wangting/kit/errors';
import { applications } from './applications.ts';
import { EnrolmentModel, type Enrolment, type Stop } from './models/enrolment.ts';
import { PersonModel, type Person, type Range } from './models/person.ts';

/**
 * What ends an insurance and what takes the ending back: range, enrolment and guard together. Each of the three is changed only if it is still
 * as the act found it and knows the act that changed it, so a repeat after a kill goes on where the first stopped, and a late one does nothing.
 */
export const guardOf = (idHash: string): string => `active:210:${idHash}`;
const [NOT_INSURED = '', UNDO_ENROLLED = ''] = [item.messages.notInsured, item.messages.undoEnrolled];
const UNDO_CHANGED = enrolment.messages.undoChanged ?? '';

/**
 * Changes one range of a person by compare-and-set. `change` sees it as it is now and gives the new range, null to take it away, undefined when it
 * is as it should be, or `leave` when there is nothing to do at all: then the answer is true.
 */
async function changeRange(
  personId: string,
  enrolmentId: string,
  change: (range: Range | undefined, ranges: readonly Range[]) => Range | null | undefined | 'leave',
): Promise<boolean> {
  for (;;) {
    const person = await PersonModel.findById(personId).lean<Person>();
    const found = person?.ranges.find((range) => range.enrolmentId === enrolmentId);
    const next = change(found, person?.ranges ?? []);
    if (!person || next === undefined || next === 'leave') return next === 'leave';
    const ranges = next === null ? person.ranges.filter((range) => range !== found) : person.ranges.map((r) => (r === found ? next : r));
    const changed = await PersonModel.updateOne({ _id: personId, rev: person.rev }, { $set: { ranges }, $inc: { rev: 1 } });
    if (changed.modifiedCount) return false;
  }
}

export interface Ending {
  enrolmentId: string;
  personId: string;
  idHash: string;
  /** 停保日期. */
  to: string;
  stop: Stop;
}
/** 停保 of one insurance. Refuses when somebody else has ended it. */
export async function endEnrolment({ enrolmentId, personId, idHash, to, stop }: Ending): Promise<void> {
  const late = await changeRange(personId, enrolmentId, (range) => {
    if (range?.undone?.includes(stop.by)) return 'leave';
    if (!range || (range.to !== null && range.stoppedBy !== stop.by)) throw refuse(NOT_INSURED);
    return range.to === null ? { ...range, to, stoppedBy: stop.by } : undefined;
  });
  if (late) return;
  await EnrolmentModel.updateOne(
    { _id: enrolmentId, state: '1' },
    { $set: { state: '2', to, kind: 'stopped', stop, at: nowIso(), pending: true }, $inc: { rev: 1 } },
  );
  const row = await EnrolmentModel.findById(enrolmentId).lean<Enrolment>();
  if (row?.stop?.by !== stop.by) throw new Error('an insurance ended whose row is not there yet'); // tried again until it is
  if (row.insurance === '210')
    await applications.models.guards.deleteOne({ _id: guardOf(idHash), applicationId: row.guardedBy ?? row.applicationId });
}

/**
 * Takes a stop back. `by` is the stop's application and already holds the guard again: only the guard's holder may insure against
 * unemployment.
 */
export async function reopenEnrolment({ enrolmentId, personId, by }: { enrolmentId: string; personId: string; by: string }): Promise<void> {
  await changeRange(personId, enrolmentId, (range, ranges) => {
    if (range?.undone?.includes(by)) return undefined;
    if (!range || range.stoppedBy !== by || begunSince(range, ranges)) throw refuse(UNDO_ENROLLED);
    const { unitId, insurance, from, undone = [] } = range;
    return { enrolmentId, unitId, insurance, from, to: null, undone: [...undone, by] };
  });
  await EnrolmentModel.updateOne(
    { _id: enrolmentId, state: '2', 'stop.by': by },
    { $set: { state: '1', to: null, kind: 'reopened', guardedBy: by, at: nowIso(), pending: true }, $unset: { stop: 1 }, $inc: { rev: 1 } },
  );
}
/** The same insurance began anew since: for 失业保险 anywhere, for 工伤保险 in the same unit. */
export const begunSince = (range: Range, ranges: readonly Range[]): boolean =>
  ranges.some(
    (one) =>
      one.enrolmentId !== range.enrolmentId &&
      one.insurance === range.insurance &&
      (one.insurance === '210' || one.unitId === range.unitId) &&
      (one.to === null || one.from > (range.to ?? range.from)),
  );

/** Takes an enrolment back that was never meant: no stretch, no guard, and a row that says so (终止). */
export async function removeEnrolment({ enrolmentId, personId, idHash }: Omit<Ending, 'to' | 'stop'>): Promise<void> {
  // The row first: from then on a late repeat of the enrolment leaves the range alone.
  await EnrolmentModel.updateOne(
    { _id: enrolmentId, state: '1' },
    { $set: { state: '3', kind: 'undone', at: nowIso(), pending: true }, $inc: { rev: 1 } },
  );
  const row = await EnrolmentModel.findById(enrolmentId).lean<Enrolment>();
  if (row?.state !== '3') throw refuse(UNDO_CHANGED);
  await changeRange(personId, enrolmentId, (range) => (range ? null : undefined));
  if (row.insurance === '210')
    await applications.models.guards.deleteOne({ _id: guardOf(idHash), applicationId: row.guardedBy ?? row.applicationId });
}
