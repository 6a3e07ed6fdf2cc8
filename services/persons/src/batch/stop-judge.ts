import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { insuranceKind } from '@wangting/contracts/dictionaries/insurance';
import { standing } from '@wangting/contracts/injury/questions';
import { detailOf } from '@wangting/contracts/persons/person-stop';
import { item, type StopRow } from '@wangting/contracts/persons/person-stop-batch';
import { lastDayOf, periodOfDay } from '@wangting/contracts/standards/period';
import type { BatchCase, ReadRow } from '@wangting/kit/batch/rules';
import { ask } from '@wangting/kit/call';
import { today } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { lookup, seal } from '@wangting/kit/sealed';
import { drawingOf } from '../asks.ts';
import { aboutOf } from '../domain/about.ts';
import { isSameName } from '../domain/enrolment-rules.ts';
import { judgeStop, runningIn, type StopStanding, type StopVerdict } from '../domain/stop-rules.ts';
import type { Stop } from '../models/enrolment.ts';
import { EnrolmentModel } from '../models/enrolment.ts';
import { PersonModel, type Person, type Range } from '../models/person.ts';
import { addIssue, busyOf } from './row-issues.ts';

const words = item.messages as Record<string, string>;
export const put = (name: string, values: Record<string, string> = {}): string =>
  (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '—');
/** Ends one insurance and asks for nothing besides: stands for a reason that could not be read, so that the rest of the row is still judged. */
const NO_REASON = '51';

/** A row on its way through the rules of item 4. */
export interface Leaver {
  row: ReadRow<StopRow>;
  idHash?: string;
  person?: Person | undefined;
  /** The stretches that end. */
  ends: Range[];
}
export const openGuard = (idHash: string): string => `open:person-stop:${idHash}`;
/** A row with the person it names, who is looked up by `findLeavers`. */
export function leaverOf(row: ReadRow<StopRow>): Leaver {
  const { idNumber } = row.values;
  const known = idNumber !== undefined && !row.issues.some(({ field }) => field === 'idNumber');
  return { row, ends: [], ...(known ? { idHash: lookup('id', idNumber) } : {}) };
}
/** By the unique index of the blind 证件号码, all in one question. */
export async function findLeavers(leavers: readonly Leaver[]): Promise<void> {
  const hashes = leavers.flatMap(({ idHash }) => idHash ?? []);
  const people = hashes.length ? await PersonModel.find({ idHash: { $in: hashes } }).lean<Person[]>() : [];
  const byHash = new Map(people.map((person) => [person.idHash, person]));
  for (const one of leavers) one.person = one.idHash === undefined ? undefined : byHash.get(one.idHash);
}
/** What stands with an enrolment that a row ended. */
export const stopOf = ({ applicationId }: Pick<BatchCase, 'applicationId'>, { row: { values } }: Leaver): Stop => ({
  by: applicationId,
  reason: values.reason ?? '',
  detail: detailOf(values.reason ?? '', values.detail) ?? null,
  contractEndOn: values.contractEndOn ?? null,
  deathOn: values.deathOn ?? null,
  ...(values.note ? { note: seal(values.note) } : {}),
});

const add = ({ row }: Leaver, field: string, message: string): void => addIssue(item, row as ReadRow, field, message);

/** Every rule of item 4 for each row, all sentences at once; each question to somebody else is asked once for all of them. */
export async function judgeLeavers(batch: BatchCase, leavers: readonly Leaver[]): Promise<void> {
  const ours = leavers.filter((one) => judgeIdentity(batch, one));
  const hashes = ours.flatMap(({ idHash }) => idHash ?? []);
  const [injuries, drawing, busy] = await Promise.all([standingsOf(batch, ours), drawingOf(batch.asker, hashes), busyWith(batch, ours)]);
  for (const one of ours) {
    const { person, idHash = '' } = one;
    const injury = person && injuries.get(person._id);
    if (!injury) throw new HallError('SERVICE_AWAY');
    judgeOne(batch, one, person, injury);
    if (drawing.has(idHash)) add(one, 'idNumber', put('drawing'));
    const held = busy.get(openGuard(idHash));
    if (held) add(one, 'idNumber', held);
  }
  await judgeRows(ours);
}

/** Whose the row is. One sentence for a stranger, for nobody and for somebody who left: nobody is found by sending numbers. */
function judgeIdentity({ unitId }: BatchCase, one: Leaver): boolean {
  const { row, person, idHash } = one;
  if (idHash === undefined) return false;
  if (!person || !runningIn(person.ranges, unitId).length) {
    add(one, 'idNumber', put('notInsured'));
    return false;
  }
  const { name, personNo } = row.values;
  const other = name !== undefined && !isSameName(person, name);
  if (other) add(one, 'name', put('otherName'));
  if (personNo !== undefined && personNo !== person.personNo) add(one, 'personNo', put('otherNo'));
  else if (!other && !row.issues.some(({ field }) => field === 'personNo')) row.values.personNo = person.personNo;
  return !other;
}

function judgeOne({ unitId }: BatchCase, one: Leaver, person: Person, injury: StopStanding): void {
  const { row } = one;
  const { to, reason, detail, deathOn, contractEndOn, insurance } = row.values;
  const wish = {
    // A day that could not be read is taken as the last that is allowed: what is refused then is refused whatever it should have been.
    to: to ?? lastDayOf(periodOfDay(today())),
    reason: reason ?? NO_REASON,
    detail: reason === undefined ? detail : detailOf(reason, detail),
    deathOn,
    contractEndOn,
    insurances: insurance && [insurance],
  };
  const subject = { birthDate: person.birthDate, sex: person.sex, femaleCadre: aboutOf(person).femaleCadre, ranges: person.ranges };
  const verdict = judgeStop(wish, subject, injury, unitId, today());
  for (const { path, message } of verdict.issues) add(one, FIELD_OF[path] ?? path, message);
  if (detail !== undefined && reason !== undefined && wish.detail !== undefined && detail !== wish.detail)
    add(one, 'detail', put('detailWrong'));
  if (verdict.openInjury) add(one, 'idNumber', put('openInjury'));
  one.ends = verdict.ends;
  row.values.stops = verdict.ends.map((range) => labelOf(insuranceKind, range.insurance)).join('、');
  tell(row, verdict);
}
/** Rules of item 4 that speak of its fields where the file has others: who is meant is said by number here. */
const FIELD_OF: Record<string, string> = { personNo: 'insurance', insurances: 'insurance' };
/** What item 4 asks or tells about a permitted stop, the clerk sees beside the row. */
function tell(row: ReadRow<StopRow>, { earlyRetirement, involuntary }: StopVerdict): void {
  row.notes = [...(earlyRetirement ? [put('earlyRetirement')] : []), ...(involuntary ? [put('notice')] : [])];
}
/** The range is there before its row: an enrolment whose effects are still owed is not stopped half. */
async function judgeRows(ours: readonly Leaver[]): Promise<void> {
  const ids = ours.flatMap(({ ends }) => ends.map(({ enrolmentId }) => enrolmentId));
  const found = ids.length
    ? await EnrolmentModel.find({ _id: { $in: ids } })
        .select({ _id: 1 })
        .lean<{ _id: string }[]>()
    : [];
  const there = new Set(found.map(({ _id }) => _id));
  for (const one of ours) if (one.ends.some(({ enrolmentId }) => !there.has(enrolmentId))) add(one, 'idNumber', put('notYet'));
}
async function standingsOf({ asker }: BatchCase, ours: readonly Leaver[]): Promise<Map<string, StopStanding>> {
  const personIds = ours.flatMap(({ person }) => person?._id ?? []);
  if (!personIds.length) return new Map();
  const { answers } = await ask(asker, 'persons', standing, { personIds });
  return new Map(answers.map((answer) => [answer.personId, answer]));
}
const busyWith = (batch: BatchCase, ours: readonly Leaver[]): Promise<Map<string, string>> =>
  busyOf(
    batch,
    ours.flatMap(({ idHash }) => (idHash === undefined ? [] : openGuard(idHash))),
    put,
  );
