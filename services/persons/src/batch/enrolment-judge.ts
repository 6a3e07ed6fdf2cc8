import { overAge } from '@wangting/contracts/contributions/questions';
import { crossIssues, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { item, type EnrolmentRow } from '@wangting/contracts/persons/person-enrolment-batch';
import { clipBase } from '@wangting/contracts/policies/base-limits';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import type { BatchCase, ReadRow } from '@wangting/kit/batch/rules';
import { ask } from '@wangting/kit/call';
import { thisMonth, today } from '@wangting/kit/clock';
import { nameOf } from '@wangting/kit/errors';
import { drawingOf, limitsOfFile } from '../asks.ts';
import {
  asRecorded,
  bornOf,
  insurancesFor,
  isPastAge,
  isSameName,
  outcomeOf,
  say,
  whoOf,
  type Finding,
  type Who,
} from '../domain/enrolment-rules.ts';
import { retiredOnce } from '../domain/pensioners.ts';
import { formIssues, isTooYoung } from '../domain/rules.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { unitOf } from '../units.ts';
import { addIssue, busyOf } from './row-issues.ts';

type Insurance = '210' | '410';
type Values = PersonEnrolmentInput;
const words = item.messages as Record<string, string>;
const put = (name: string, values: Record<string, string> = {}): string =>
  (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '—');

/** A row on its way through the rules of item 2. What a later rule needs and an earlier one did not find is left out, and with it that rule. */
export interface Candidate {
  row: ReadRow<EnrolmentRow>;
  /** The row as the form of item 2 would hold it. */
  values: Partial<Values>;
  who?: Who;
  person?: Person | undefined;
  insurances: Insurance[];
  baseFen: number;
  limitsVersion: string;
  /** The name does not fit the number: counted, so that nobody fishes for people with a file. */
  missed?: true;
}
export const activeGuard = (idHash: string): string => `active:210:${idHash}`;
const openGuard = (idHash: string): string => `open:person-enrolment:${idHash}`;

/** The fields of a row as item 2 has them: what a number says need not be typed, a nationality left out is Chinese. */
function formOf(row: Partial<EnrolmentRow>, hostUnitNo: string | undefined): Partial<Values> {
  const { note: _, ...fields } = row;
  const resume = Boolean(row.personNo);
  return { ...fields, mode: resume ? 'resume' : 'new', nationality: row.nationality ?? (resume ? undefined : 'CHN'), hostUnitNo };
}
/** A row as it was kept good, judged before. */
export function candidateOf(row: ReadRow<EnrolmentRow>, batch: Pick<BatchCase, 'values'>): Candidate {
  const values = formOf(row.values, batch.values.hostUnitNo as string | undefined);
  const { idType, idNumber, name } = values;
  const right = (...fields: string[]) => !row.issues.some(({ field }) => fields.includes(field));
  const known = idType !== undefined && idNumber !== undefined && name !== undefined && right('idType', 'idNumber', 'name');
  return {
    row,
    values,
    insurances: [],
    baseFen: 0,
    limitsVersion: '',
    ...(known ? { who: whoOf({ idType, idNumber, name }, today()) } : {}),
  };
}

/** Every rule of item 2 for each row, all sentences at once; each question to somebody else is asked once for all of them. */
export async function judge(batch: BatchCase, candidates: readonly Candidate[]): Promise<void> {
  const unit = await unitOf(batch.asker, batch.unitId);
  await findPeople(candidates);
  for (const one of candidates) judgeForm(one, unit);
  await judgePeople(batch, candidates, unit);
}

const add = ({ row }: Candidate, field: string, message: string): void => addIssue(item, row as ReadRow, field, message);

/** What the row says by itself; of the person a 续保 names rightly, the record says it. */
function judgeForm(one: Candidate, unit: UnitFacts): void {
  const { row, who } = one;
  const typed = one.values;
  const own = isOwn(one) ? one.person : undefined;
  if (own && row.values.idType !== own.idType) add(one, 'idType', say('otherIdType'));
  const values = (one.values = asRecorded(typed, own));
  if (unit.state !== '1') add(one, '', say('unitState'));
  if (who && values.mode === 'new') {
    // Locked to the number, as on the page; a cell that says otherwise is told.
    values.sex ??= who.sex;
    values.birthDate ??= who.birthDate;
  }
  // A 居民身份证 with a wrong number would have said sex and birthday: one thing to mend, not three.
  const follows = (path: string) => !who && values.idType === '01' && (path === 'sex' || path === 'birthDate');
  for (const { path, message } of crossIssues(values)) if (!follows(path)) add(one, path, message);
  const born = bornOf(values as Values, who ?? ({} as Who), own);
  if (who) {
    const form = { ...values, ...(born ? {} : { workStartOn: undefined }) } as Values;
    for (const { path, message } of formIssues(form, born, today())) if (path !== 'workPermitNo') add(one, path, message); // a foreigner is told to go to item 2
  }
  if (born && values.from && isTooYoung(born, values.from)) add(one, 'birthDate', say('tooYoung'));
  if (unit.foundedOn && values.from && values.from < unit.foundedOn) add(one, 'from', say('fromBeforeUnit'));
  if (values.sex && !row.values.sex) row.values.sex = values.sex;
  if (values.birthDate && !row.values.birthDate) row.values.birthDate = values.birthDate;
  if (typed.nationality && !row.values.nationality) row.values.nationality = typed.nationality;
}

/** The person of each row, by number; and whether the row may call him its own (decisions.md 17). */
export async function findPeople(candidates: readonly Candidate[]): Promise<void> {
  const hashes = candidates.flatMap(({ who }) => who?.idHash ?? []);
  const people = hashes.length ? await PersonModel.find({ idHash: { $in: hashes } }).lean<Person[]>() : [];
  const byHash = new Map(people.map((person) => [person.idHash, person]));
  for (const one of candidates) one.person = one.who && byHash.get(one.who.idHash);
}
/** A 续保 whose three words agree. */
const isOwn = ({ values, who, person }: Candidate): boolean =>
  values.mode === 'resume' &&
  who !== undefined &&
  person !== undefined &&
  isSameName(person, who.name) &&
  person.personNo === values.personNo;
function judgeIdentity(one: Candidate): boolean {
  const { values, who, person } = one;
  if (!who) return false;
  const same = person !== undefined && isSameName(person, who.name);
  if (values.mode === 'resume') {
    if (isOwn(one)) return true;
    one.missed = true;
    add(one, 'personNo', say('noPerson'));
    return false;
  }
  if (!person) return true;
  if (same) add(one, 'idNumber', say('exists', { no: person.personNo }));
  else {
    one.missed = true;
    add(one, 'name', say('otherName'));
  }
  return false;
}

async function judgePeople(batch: BatchCase, candidates: readonly Candidate[], unit: UnitFacts): Promise<void> {
  const known = candidates.filter(judgeIdentity).filter(({ values: { from, identity } }) => from !== undefined && identity !== undefined);
  const retired = new Set(
    known.filter(({ values, who, person }) => who && bornOf(values as Values, who, person) && isPastAge(values as Values, who, person)),
  );
  const hashes = known.flatMap(({ who }) => who?.idHash ?? []);
  const days = known.flatMap(({ values }) => values.from ?? []);
  const ids = known.flatMap(({ person }) => person?._id ?? []);
  const [findings, drawing, limits, pensioners, guards] = await Promise.all([
    findingsOf(batch, [...retired]),
    drawingOf(batch.asker, hashes),
    limitsOfFile(batch, days),
    retiredOnce(ids),
    guardsOf(batch, known),
  ]);
  for (const one of known) {
    const { values, who, person } = one;
    if (!who) continue;
    const form = values as Values;
    const about = { person, retired: retired.has(one), finding: findings.get(one) ?? ('none' as const) };
    const { insurances, refusals } = insurancesFor(form, { unit, ...about });
    for (const { path, message } of refusals) add(one, path, message);
    one.insurances = insurances;
    const busy = guards.get(openGuard(who.idHash)) ?? (insurances.includes('210') ? guards.get(activeGuard(who.idHash)) : undefined);
    if (busy && !refusals.length) add(one, 'idNumber', busy);
    if (refusals.length || values.declaredBase === undefined) continue;
    const pensioned = person !== undefined && pensioners.has(person._id);
    const asked = { drawing: drawing.has(who.idHash), pensioned, limits: limits(form.from) };
    const outcome = outcomeOf(form, insurances, { ...about, ...asked, today: today(), month: thisMonth() });
    if ('path' in outcome) add(one, outcome.path, outcome.message);
    else tell(one, outcome);
  }
}
const FIELD_OF: Record<string, string> = {
  pension: 'idNumber',
  overAge: 'birthDate',
  foreigner: 'nationality',
  backPay: 'from',
  drawing: 'idNumber',
};
/** What a reviewer would have to look at is not for a file; the rest the clerk sees beside the row. */
function tell(one: Candidate, { confirms, flags, baseFen, limitsVersion }: Exclude<ReturnType<typeof outcomeOf>, { path: string }>): void {
  one.baseFen = baseFen;
  one.limitsVersion = limitsVersion;
  for (const { code, message } of flags) {
    const field = FIELD_OF[code];
    if (field) add(one, field, code === 'drawing' ? put('drawing') : put('single', { reason: message }));
    else one.row.notes.push(message);
  }
  if (confirms.some(({ code }) => code === 'injuryElsewhere')) one.row.notes.push(put('injuryElsewhere'));
}

/** The base of rows that were begun before: they need no judging any more. */
export async function setBases(batch: BatchCase, begun: readonly Candidate[]): Promise<void> {
  const limits = await limitsOfFile(
    batch,
    begun.flatMap(({ values }) => values.from ?? []),
  );
  for (const one of begun) {
    const { declaredBase = 0, from = '' } = one.values;
    const found = limits(from);
    one.baseFen = found ? clipBase(declaredBase, found).baseFen : declaredBase;
    one.limitsVersion = found?.version ?? '';
  }
}

/** 延长缴费认定 of those past the age, one question per day of beginning. */
async function findingsOf({ asker }: BatchCase, retired: readonly Candidate[]): Promise<Map<Candidate, Finding>> {
  const found = new Map<Candidate, Finding>();
  const byDay = Map.groupBy(
    retired.filter(({ person }) => person),
    ({ values }) => values.from ?? '',
  );
  for (const [on, some] of byDay) {
    try {
      const { answers } = await ask(asker, 'persons', overAge, { personIds: some.map(({ person }) => person?._id ?? ''), on });
      const valid = new Set(answers.filter((one) => one.valid).map(({ personId }) => personId));
      for (const one of some) found.set(one, valid.has(one.person?._id ?? '') ? 'valid' : 'none');
    } catch (error) {
      if (nameOf(error) !== 'SERVICE_AWAY') throw error;
      for (const one of some) found.set(one, 'unknown');
    }
  }
  return found;
}
/** A case under way, or somebody who is just being enrolled. */
const guardsOf = (batch: BatchCase, known: readonly Candidate[]): Promise<Map<string, string>> =>
  busyOf(
    batch,
    known.flatMap(({ who }) => (who ? [openGuard(who.idHash), activeGuard(who.idHash)] : [])),
    put,
  );
