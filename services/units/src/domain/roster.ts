import { addDays, ageOn } from '@wangting/contracts/standards/day';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { checkPersonName, normalisePersonName } from '@wangting/contracts/standards/person-name';
import { maskId, maskPhone } from '@wangting/contracts/standards/masking';
import { item, type RosterChange, type RosterRow } from '@wangting/contracts/units/project-roster';
import type { ReadRow } from '@wangting/kit/batch/rules';
import { digest, lookup, unsealJson } from '@wangting/kit/sealed';
import { ProjectModel, type Project } from '../models/project.ts';
import { ProjectPersonModel, type ProjectPerson, type Stay } from '../models/project-person.ts';

const words = item.messages as Record<string, string>;
/** A sentence of item 7 with its blanks filled in. */
export const say = (name: string, values: Record<string, string> = {}): string =>
  (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '—');

export interface About {
  idType: string;
  idNumber: string;
  name: string;
  mobile: string;
}
export const aboutOf = ({ about }: Pick<ProjectPerson, 'about'>): About => unsealJson<About>(about);
/** 证件类型 on which names in Latin letters are usual. */
const LATIN = ['07', '08', '10', '99'];
const [YOUNGEST, OLDEST] = [16, 65];
const FOREVER = '9999-12-31';

/** The roster of one project has a person once. */
export const personKey = (projectId: string, idHash: string): string => digest([projectId, idHash]);
const overlaps = (a: Pick<Stay, 'entryOn' | 'leaveOn'>, b: Pick<Stay, 'entryOn' | 'leaveOn'>): boolean =>
  a.entryOn <= (b.leaveOn ?? FOREVER) && b.entryOn <= (a.leaveOn ?? FOREVER);

/** A row on its way through the rules. */
export interface Candidate {
  row: ReadRow<RosterRow>;
  who?: { idHash: string; about: About; sex: string; birthDate: string };
  /** His line on this roster, when there is one. */
  known?: ProjectPerson | undefined;
}
const add = ({ row }: Candidate, field: string, message: string): void => {
  const said = row.issues.filter((issue) => issue.field === field);
  // What follows from a cell that could not be read is not said of it again.
  if (said.some((issue) => issue.message === message) || (said.length && row.values[field as keyof RosterRow] === undefined)) return;
  row.issues.push({ field, message });
};

/** What a row says by itself and of the project; fills in what a 居民身份证 says. */
export function readRow(row: ReadRow<RosterRow>, project: Project, today: string): Candidate {
  const one: Candidate = { row };
  const { values } = row;
  const idType = values.idType ?? '01';
  const id = values.idNumber === undefined ? undefined : checkIdNumber(idType, values.idNumber, today);
  if (id && !id.ok) add(one, 'idNumber', id.message ?? '证件号码格式不正确');
  const named = values.name === undefined ? undefined : checkPersonName(values.name, { foreign: LATIN.includes(idType) });
  if (named && !named.ok) add(one, 'name', named.message ?? '姓名格式不正确');
  if (id?.ok && id.sex && values.sex && values.sex !== id.sex) add(one, 'sex', say('sexFixed'));
  if (id?.ok && id.birthDate && values.birthDate && values.birthDate !== id.birthDate) add(one, 'birthDate', say('birthFixed'));
  const birthDate = (id?.ok && id.birthDate) || values.birthDate;
  if (id?.ok && !birthDate) add(one, 'birthDate', say('birthMissing'));
  if (birthDate && birthDate > today) add(one, 'birthDate', say('birthAhead'));
  const sex = (id?.ok && id.sex) || values.sex || '9';
  if (id?.ok) Object.assign(values, { idType, sex, ...(birthDate ? { birthDate } : {}) });
  readDays(one, project, birthDate);
  if (id?.ok && named?.ok && values.name !== undefined && birthDate)
    one.who = {
      idHash: lookup('id', id.normalised),
      about: { idType, idNumber: id.normalised, name: normalisePersonName(values.name), mobile: values.mobile ?? '' },
      sex,
      birthDate,
    };
  return one;
}
function readDays(one: Candidate, { insuredFrom, endOn }: Project, birthDate: string | undefined): void {
  const { entryOn, leaveOn } = one.row.values;
  if (leaveOn && leaveOn > endOn) add(one, 'leaveOn', say('leaveOutside', { to: endOn }));
  if (!entryOn) return;
  const from = insuredFrom ?? FOREVER;
  if (entryOn < from || entryOn > endOn) add(one, 'entryOn', say('entryOutside', { from, to: endOn }));
  if (leaveOn && leaveOn < entryOn) add(one, 'leaveOn', say('leaveEarly'));
  if (birthDate && ageOn(birthDate, entryOn) < YOUNGEST) add(one, 'entryOn', say('tooYoung'));
}

/** Finds each row's line on this roster, and his stays on other projects of the unit, and says what follows. By `unitId, idHash`. */
export async function judgeTogether(candidates: readonly Candidate[], project: Project, today: string): Promise<void> {
  const { _id: projectId, unitId } = project;
  const idHashes = candidates.flatMap(({ who }) => who?.idHash ?? []);
  const lines = idHashes.length ? await ProjectPersonModel.find({ unitId, idHash: { $in: idHashes } }).lean<ProjectPerson[]>() : [];
  const byHash = Map.groupBy(lines, ({ idHash }) => idHash);
  const others = [...new Set(lines.map((line) => line.projectId))].filter((id) => id !== projectId);
  const projects = others.length
    ? await ProjectModel.find({ _id: { $in: others } })
        .select({ name: 1 })
        .lean<Pick<Project, '_id' | 'name'>[]>()
    : [];
  const names = new Map(projects.map(({ _id, name }) => [_id, name]));
  for (const one of candidates) {
    const { who, row } = one;
    const { entryOn, leaveOn = null } = row.values;
    if (!who) continue;
    const his = byHash.get(who.idHash) ?? [];
    one.known = his.find((line) => line.projectId === projectId);
    if (one.known && aboutOf(one.known).name !== who.about.name) add(one, 'name', say('otherName'));
    if (!entryOn) continue;
    const same = sameStay(one.known?.stays ?? [], entryOn);
    const clash = clashOf(one.known?.stays ?? [], { entryOn, leaveOn: leaveOn ?? same?.leaveOn ?? null });
    if (clash) add(one, 'entryOn', say('clash', { day: clash.entryOn }));
    if (row.issues.length) continue;
    if (same) row.notes.push(say('again'));
    if (ageOn(who.birthDate, entryOn) >= OLDEST) row.notes.push(say('overAge'));
    if (!same && entryOn < addDays(today, -1)) row.notes.push(say('backdated'));
    for (const line of his)
      if (line.projectId !== projectId && line.stays.some((stay) => !isRefused(stay) && overlaps(stay, { entryOn, leaveOn })))
        row.notes.push(say('elsewhere', { name: names.get(line.projectId) ?? '—' }));
  }
}
export const isRefused = ({ review }: Pick<Stay, 'review'>): boolean => review?.verdict === 'refused';
const isWaiting = ({ backdated, review }: Pick<Stay, 'backdated' | 'review'>): boolean => backdated && !review;
export const waitingOf = (stays: readonly Stay[]): Stay[] => stays.filter(isWaiting);
/** The stay that a row of the same 入职日期 brings up to date. One that was refused counts for nothing: he may be entered anew. */
const sameStay = (stays: readonly Stay[], entryOn: string): Stay | undefined =>
  stays.find((stay) => stay.entryOn === entryOn && !isRefused(stay));
/** The stay that another one, begun on another day, would run into. */
export const clashOf = (stays: readonly Stay[], wanted: Pick<Stay, 'entryOn' | 'leaveOn'>): Stay | undefined =>
  stays.find((stay) => stay.entryOn !== wanted.entryOn && !isRefused(stay) && overlaps(stay, wanted));

/** His stays with this row among them: one that began the same day is brought up to date, another is added. */
export function staysWith(stays: readonly Stay[], values: RosterRow, birthDate: string, now: string, today: string): Stay[] {
  const same = sameStay(stays, values.entryOn);
  const fresh: Stay = {
    entryOn: values.entryOn,
    leaveOn: values.leaveOn ?? same?.leaveOn ?? null,
    post: values.post,
    employer: values.employer ?? same?.employer ?? '',
    note: values.note ?? same?.note ?? '',
    registeredAt: same?.registeredAt ?? now,
    backdated: same?.backdated ?? values.entryOn < addDays(today, -1),
    overAge: ageOn(birthDate, values.entryOn) >= OLDEST,
    ...(same?.review ? { review: same.review } : {}),
  };
  return [...stays.filter(({ entryOn }) => entryOn !== values.entryOn), fresh].sort((a, b) => (a.entryOn < b.entryOn ? -1 : 1));
}
/** The latest stay, changed by hand. */
export const stayChanged = (stay: Stay, { leaveOn, post, employer = '', note = '' }: RosterChange): Stay => ({
  ...stay,
  leaveOn: leaveOn ?? null,
  post,
  employer,
  note,
});

/** 核实情况 of a stay, in words. */
function marksOf({ backdated, overAge, review }: Stay): string {
  const found = review?.opinion ? `：${review.opinion}` : '';
  const said = { passed: '倒填入职日期，已核实', refused: `倒填入职日期，核实不予认可${found}` };
  return [...(backdated ? [review ? said[review.verdict] : '倒填入职日期，待核实'] : []), ...(overAge ? ['超过65周岁，未核实'] : [])].join(
    '；',
  );
}
/** A line of 项目人员. */
export function shownPerson(line: ProjectPerson, project: Pick<Project, 'no' | 'name'> | undefined) {
  const { idNumber, name, mobile } = aboutOf(line);
  const latest = line.stays.at(-1);
  if (!latest) throw new Error(`${line._id} has no stay`);
  const { entryOn, leaveOn, post, employer, note, registeredAt } = latest;
  return {
    id: line._id,
    rev: line.rev,
    projectNo: project?.no ?? '',
    projectName: project?.name ?? '',
    idMasked: maskId(idNumber),
    name,
    sex: line.sex,
    entryOn,
    leaveOn,
    post,
    mobile: maskPhone(mobile),
    employer,
    note,
    registeredAt,
    earlier: line.stays
      .slice(0, -1)
      .map((stay) => `${stay.entryOn} 至 ${stay.leaveOn ?? '—'}${isRefused(stay) ? '（不予认可）' : ''}`)
      .join('；'),
    marks: marksOf(latest),
  };
}
