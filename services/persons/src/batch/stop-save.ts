import type { StopRow } from '@wangting/contracts/persons/person-stop-batch';
import type { Guard } from '@wangting/kit/applications/models';
import type { BatchCase, GoodRow } from '@wangting/kit/batch/rules';
import { nowIso } from '@wangting/kit/clock';
import { ignoreTwice } from '@wangting/kit/errors';
import { applications } from '../applications.ts';
import { guardOf } from '../ending.ts';
import { EnrolmentModel, type Enrolment } from '../models/enrolment.ts';
import { PersonModel, type Person, type Range } from '../models/person.ts';
import { busyOf } from './row-issues.ts';
import { findLeavers, judgeLeavers, leaverOf, openGuard, put, stopOf, type Leaver } from './stop-judge.ts';

const TRIES = 5;
type Failures = Map<number, string>;
type Leaving = Leaver & { idHash: string };

/** What this batch has ended of a person: the application's name stands with each stretch, so the same row saved again finds it. */
const endedBy = ({ applicationId }: BatchCase, { person }: Leaver): Range[] =>
  (person?.ranges ?? []).filter(({ stoppedBy }) => stoppedBy === applicationId);

/**
 * Rows of one chunk: judged again, then written in the order guard, person with his stretches, enrolments, guards that go. The stretches are the
 * act: before them a row can still be refused; after them it is only finished. So a crash anywhere leaves nothing half done that the same rows,
 * sent again, would not finish.
 */
export async function saveStops(batch: BatchCase, rows: readonly GoodRow<StopRow>[]): Promise<Failures> {
  const failures: Failures = new Map();
  const all = rows.map((row) => leaverOf({ ...row, issues: [], notes: [] })).filter((one): one is Leaving => one.idHash !== undefined);
  if (all.length < rows.length) throw new Error('a good row without a number');

  let left = all;
  for (let tries = 0; left.length; tries += 1) {
    if (tries >= TRIES) throw new Error(`people of ${batch.batchId} change faster than they can be read`);
    await findLeavers(left);
    const begun = left.filter((one) => endedBy(batch, one).length > 0);
    const open = left.filter((one) => !begun.includes(one));
    for (const { row } of open) row.issues = [];
    await judgeLeavers(batch, open);
    for (const { row } of open) if (row.issues.length) failures.set(row.rowNo, row.issues.map(({ message }) => message).join('；'));
    const permitted = await takeGuards(
      batch,
      open.filter(({ row }) => !row.issues.length),
      failures,
    );
    const written = await endRanges(batch, permitted);
    await endEnrolments(batch, [...begun, ...written]);
    left = permitted.filter((one) => !written.includes(one)); // somebody else changed these people meanwhile: look again
  }
  await letGo(batch, all);
  return failures;
}

/** While a row is written nobody stops its person singly, and a single stop under way is not written over. */
async function takeGuards(batch: BatchCase, wanted: Leaving[], failures: Failures): Promise<Leaving[]> {
  if (!wanted.length) return [];
  const docs: Guard[] = wanted.map(({ idHash }) => ({
    _id: openGuard(idHash),
    applicationId: batch.applicationId,
    requestKey: `batch:${batch.batchId}`,
    at: nowIso(),
    kind: 'open',
  }));
  const clash = await applications.models.guards.insertMany(docs, { ordered: false, lean: true }).then(
    () => false,
    (error: unknown) => (ignoreTwice(error), true),
  );
  if (!clash) return wanted;
  const busy = await busyOf(
    batch,
    docs.map(({ _id }) => _id),
    put,
  );
  return wanted.filter(({ idHash, row }) => {
    const words = busy.get(openGuard(idHash));
    if (words) failures.set(row.rowNo, words);
    return !words;
  });
}
async function letGo({ applicationId }: BatchCase, all: readonly Leaving[]): Promise<void> {
  const ids = all.map(({ idHash }) => openGuard(idHash));
  await applications.models.guards.deleteMany({ _id: { $in: ids }, applicationId });
}

/** The stretches by compare-and-set. Answers those for whom it is done; the others have changed meanwhile. */
async function endRanges(batch: BatchCase, permitted: Leaving[]): Promise<Leaving[]> {
  const after = (person: Person, { ends, row }: Leaver): Range[] =>
    person.ranges.map((range) =>
      ends.some(({ enrolmentId }) => enrolmentId === range.enrolmentId)
        ? { ...range, to: row.values.to ?? '', stoppedBy: batch.applicationId }
        : range,
    );
  const changes = permitted.flatMap((one) => {
    const { person } = one;
    if (!person) return [];
    const update = { $set: { ranges: after(person, one) }, $inc: { rev: 1 } };
    return [{ updateOne: { filter: { _id: person._id, rev: person.rev }, update } }];
  });
  if (!changes.length) return [];
  const { modifiedCount } = await PersonModel.bulkWrite(changes, { ordered: false });
  if (modifiedCount < permitted.length) await findLeavers(permitted);
  else for (const one of permitted) if (one.person) one.person = { ...one.person, ranges: after(one.person, one) };
  return permitted.filter((one) => endedBy(batch, one).length > 0);
}

/** The rows that say so, each told once; then who was insured against unemployment may be insured anew. */
async function endEnrolments(batch: BatchCase, ended: readonly Leaving[]): Promise<void> {
  if (!ended.length) return;
  const at = nowIso();
  const changes = ended.flatMap((one) => {
    const stop = stopOf(batch, one);
    return endedBy(batch, one).map(({ enrolmentId, to }) => ({
      updateOne: {
        filter: { _id: enrolmentId, state: '1' as const },
        update: { $set: { state: '2' as const, to, kind: 'stopped' as const, stop, at, pending: true }, $inc: { rev: 1 } },
      },
    }));
  });
  await EnrolmentModel.bulkWrite(changes, { ordered: false });
  const ids = changes.map(({ updateOne }) => updateOne.filter._id);
  const rows = await EnrolmentModel.find({ _id: { $in: ids } }).lean<Enrolment[]>();
  if (rows.filter(({ stop }) => stop?.by === batch.applicationId).length < ids.length)
    throw new Error('an insurance ended whose row is not there yet'); // tried again until it is
  const hashes = new Map(ended.map(({ person, idHash }) => [person?._id, idHash]));
  const guards = rows.flatMap(({ insurance, personId, guardedBy, applicationId }) =>
    insurance === '210'
      ? [{ deleteOne: { filter: { _id: guardOf(hashes.get(personId) ?? ''), applicationId: guardedBy ?? applicationId } } }]
      : [],
  );
  if (guards.length) await applications.models.guards.bulkWrite(guards, { ordered: false });
}
