import { personNumberOf } from '@wangting/contracts/standards/numbers';
import type { EnrolmentRow } from '@wangting/contracts/persons/person-enrolment-batch';
import { item } from '@wangting/contracts/persons/person-enrolment-batch';
import type { Guard } from '@wangting/kit/applications/models';
import { nextNumbers } from '@wangting/kit/applications/numbers';
import type { BatchCase, GoodRow } from '@wangting/kit/batch/rules';
import { nowIso } from '@wangting/kit/clock';
import { ignoreTwice } from '@wangting/kit/errors';
import type { PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { applications } from '../applications.ts';
import { FIRST_PERSON, idsTaken, newEnrolment, newPerson, takenOver } from '../effects.ts';
import { EnrolmentModel } from '../models/enrolment.ts';
import { PersonModel, type Person, type Range } from '../models/person.ts';
import { activeGuard, candidateOf, findPeople, judge, setBases, type Candidate } from './enrolment-judge.ts';

const TRIES = 5;
type Failures = Map<number, string>;
type Saving = Candidate & { who: NonNullable<Candidate['who']> };

/** Every stretch a row begins has a name made from the application and the row: the same row saved again finds it. */
const rangesOf = (batch: BatchCase, { row, insurances, values }: Candidate): Range[] =>
  insurances.map((insurance) => ({
    enrolmentId: `${batch.applicationId}:${row.rowNo}:${insurance}`,
    unitId: batch.unitId,
    insurance,
    from: values.from ?? '',
    to: null,
  }));
const begunBy = (batch: BatchCase, { row, person }: Candidate): Range[] =>
  (person?.ranges ?? []).filter(({ enrolmentId }) => enrolmentId.startsWith(`${batch.applicationId}:${row.rowNo}:`));

/**
 * Rows of one chunk: judged again, then written in the order guard, person with his stretches, enrolments. The stretches are the act: before
 * them a row can still be refused, and its guard goes back; after them it is only finished. So a crash anywhere leaves nothing half done that
 * the same rows, sent again, would not finish.
 */
export async function saveEnrolments(batch: BatchCase, rows: readonly GoodRow<EnrolmentRow>[]): Promise<Failures> {
  const failures: Failures = new Map();
  const hostUnitId = (batch.keep.hostUnitId as string | null) ?? null;
  let left = rows.map((row) => candidateOf({ ...row, issues: [], notes: [] }, batch)).filter((one): one is Saving => one.who !== undefined);
  if (left.length < rows.length) throw new Error('a good row without a number');

  for (let tries = 0; left.length; tries += 1) {
    if (tries >= TRIES) throw new Error(`people of ${batch.batchId} change faster than they can be read`);
    await findPeople(left);
    const begun = left.filter((one) => begunBy(batch, one).length > 0);
    await setBases(batch, begun);
    const open = left.filter((one) => !begun.includes(one));
    for (const { row } of open) row.issues = [];
    await judge(batch, open);
    const permitted = await takeGuards(batch, refuseRows(open, failures), failures);
    await giveBack(
      batch,
      open.filter(({ row }) => failures.has(row.rowNo)),
    );
    const written = await writePeople(batch, permitted);
    await writeEnrolments(batch, [...begun, ...written], hostUnitId);
    left = permitted.filter((one) => !written.includes(one)); // somebody else changed these people meanwhile: look again
  }
  return failures;
}

function refuseRows(open: readonly Saving[], failures: Failures): Saving[] {
  for (const { row } of open) if (row.issues.length) failures.set(row.rowNo, row.issues.map(({ message }) => message).join('；'));
  return open.filter(({ row }) => !row.issues.length);
}

/** 失业保险 runs once per person in the province: of any number who enrol him at once, the first insert wins. */
async function takeGuards(batch: BatchCase, wanted: Saving[], failures: Failures): Promise<Saving[]> {
  const { guards } = applications.models;
  const guarded = wanted.filter(({ insurances }) => insurances.includes('210'));
  if (!guarded.length) return wanted;
  const { applicationId } = batch;
  const docs: Guard[] = guarded.map(({ who }) => ({
    _id: activeGuard(who.idHash),
    applicationId,
    requestKey: `batch:${batch.batchId}`,
    at: nowIso(),
    kind: 'lasting',
  }));
  let lost = new Set<string>();
  await guards.insertMany(docs, { ordered: false, lean: true }).catch(async (error: unknown) => {
    ignoreTwice(error);
    const held = await guards.find({ _id: { $in: docs.map(({ _id }) => _id) } }).lean<Guard[]>();
    lost = new Set(held.filter((guard) => guard.applicationId !== applicationId).map(({ _id }) => _id));
  });
  const losers = guarded.filter(({ who }) => lost.has(activeGuard(who.idHash)));
  // By now he may be enrolled: then that is the reason, in the words of the rules.
  await findPeople(losers);
  for (const { row } of losers) row.issues = [];
  await judge(batch, losers);
  for (const { row } of losers) failures.set(row.rowNo, row.issues[0]?.message ?? item.messages.openElsewhere ?? '');
  return wanted.filter((one) => !losers.includes(one));
}
/** Guards of an earlier try of rows that are refused now. */
async function giveBack({ applicationId }: BatchCase, refused: readonly Saving[]): Promise<void> {
  const ids = refused.map(({ who }) => activeGuard(who.idHash));
  if (ids.length) await applications.models.guards.deleteMany({ _id: { $in: ids }, applicationId });
}

/** People with their new stretches: inserted, or changed by compare-and-set. Answers those for whom it is done; the others have changed meanwhile. */
async function writePeople(batch: BatchCase, permitted: Saving[]): Promise<Saving[]> {
  if (!permitted.length) return [];
  const strangers = permitted.filter(({ person }) => !person);
  const known = permitted.filter(({ person }) => person);
  await Promise.all([insertPeople(batch, strangers), changePeople(batch, known)]);
  return permitted.filter((one) => begunBy(batch, one).length > 0);
}
async function insertPeople(batch: BatchCase, strangers: readonly Saving[]): Promise<void> {
  if (!strangers.length) return;
  const first = await nextNumbers(applications.models.counters, 'person', strangers.length, FIRST_PERSON);
  const taken = await idsTaken(strangers.map(({ who }) => who.idHash));
  const people = strangers.map((one, at): Person => ({
    ...newPerson(one.who, one.values as PersonEnrolmentInput, personNumberOf(first + at), batch.applicationId, taken),
    ranges: rangesOf(batch, one),
  }));
  const clash = await PersonModel.insertMany(people, { ordered: false, lean: true }).then(
    () => false,
    (error: unknown) => (ignoreTwice(error), true),
  );
  if (clash) await findPeople(strangers);
  else strangers.forEach((one, at) => (one.person = people[at]));
}
async function changePeople(batch: BatchCase, known: readonly Saving[]): Promise<void> {
  if (!known.length) return;
  const changes = known.flatMap((one) => {
    const { person, values } = one;
    if (!person) return [];
    const set = { ranges: [...person.ranges, ...rangesOf(batch, one)], ...takenOver(person, values, batch.applicationId) };
    return [{ updateOne: { filter: { _id: person._id, rev: person.rev }, update: { $set: set, $inc: { rev: 1 } } } }];
  });
  const { modifiedCount } = await PersonModel.bulkWrite(changes, { ordered: false });
  if (modifiedCount < known.length) await findPeople(known);
  else for (const one of known) if (one.person) one.person = { ...one.person, ranges: [...one.person.ranges, ...rangesOf(batch, one)] };
}

async function writeEnrolments(batch: BatchCase, written: readonly Saving[], hostUnitId: string | null): Promise<void> {
  const { applicationId } = batch;
  const rows = written.flatMap((one) => {
    const { row, person, who, baseFen, limitsVersion, values } = one;
    if (!person) return [];
    const about = { personId: person._id, name: who.name, baseFen, limitsVersion, hostUnitId, applicationId };
    const declared = { ...(values as PersonEnrolmentInput), note: row.values.note };
    return begunBy(batch, one).map((range) => newEnrolment(range, declared, about));
  });
  if (rows.length) await EnrolmentModel.insertMany(rows, { ordered: false, lean: true }).catch(ignoreTwice);
}
