import { entryOf, labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { projectKind } from '@wangting/contracts/dictionaries/dues';
import { projectRateAt } from '@wangting/contracts/policies/injury-rates';
import { fenToYuan, rateOf } from '@wangting/contracts/standards/money';
import { periodOfDay } from '@wangting/contracts/standards/period';
import { maskPhone } from '@wangting/contracts/standards/masking';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { PROJECT_MESSAGES as messages, PROJECT_WORDS, type Project as Shown, type ProjectData } from '@wangting/contracts/units/projects';
import { isMasked } from '@wangting/contracts/units/contacts';
import { HallError, refuse } from '@wangting/kit/errors';
import { sealJson, unseal, unsealJson } from '@wangting/kit/sealed';
import type { Project, ProjectChange } from '../models/project.ts';

interface Line {
  field: keyof ProjectData;
  before: string;
  after: string;
}
const contactOf = ({ contact }: Pick<Project, 'contact'>) => unsealJson<{ contact: string; phone: string }>(contact);
/** A project in plain values. */
export function dataOf(project: Project): ProjectData {
  const { name, kind, employer, price, startOn, endOn, insuredFrom } = project;
  return { name, kind, employer, ...contactOf(project), price, startOn, endOn, ...(insuredFrom ? { insuredFrom } : {}) };
}
/** 工程总造价 × the rate of the month in which it begins, as the first values have it: what contributions charges, unless its rates were changed. */
export const feeOf = ({ price, startOn }: Pick<Project, 'price' | 'startOn'>): number => rateOf(price, projectRateAt(periodOfDay(startOn)));
/** As agency and unit see it. */
export const shownProject = (project: Project): Shown => {
  const data = dataOf(project);
  return {
    projectId: project._id,
    rev: project.rev,
    no: project.no,
    unitId: project.unitId,
    ...data,
    phone: maskPhone(data.phone),
    insuredUntil: project.insuredFrom ? project.endOn : null,
    fee: feeOf(project),
  };
};

/** What was sent, settled: the kept phone in the place of its mask, no unknown kind, no insurance that begins tomorrow. */
export function settleProject(sent: ProjectData, known: ProjectData | undefined, today: string): ProjectData {
  const phone = isMasked(sent.phone) ? (known && maskPhone(known.phone) === sent.phone ? known.phone : undefined) : sent.phone;
  const issues = [
    ...(entryOf(projectKind, sent.kind) ? [] : [{ path: 'project.kind', message: messages.unknownKind }]),
    ...(phone ? [] : [{ path: 'project.phone', message: messages.hidden }]),
    ...(sent.insuredFrom && sent.insuredFrom > today ? [{ path: 'project.insuredFrom', message: messages.insuredAhead }] : []),
  ];
  if (issues.length || !phone) throw new HallError('INPUT_INVALID', { issues });
  return { ...sent, contact: normalisePersonName(sent.contact), phone };
}
/** Data as it is stored. */
export function storedProject({ contact, phone, insuredFrom, ...data }: ProjectData) {
  return { ...data, contact: sealJson({ contact, phone }), insuredFrom: insuredFrom ?? null };
}
const said = (field: keyof ProjectData, value: string | number | undefined): string => {
  if (value === undefined) return '';
  if (field === 'kind') return labelOf(projectKind, String(value));
  return field === 'price' ? `${fenToYuan(Number(value))} 元` : String(value);
};
/** 变更项 with before and after, in words. */
export function projectLines(before: ProjectData, after: ProjectData): Line[] {
  const fields = Object.keys(PROJECT_WORDS) as (keyof ProjectData)[];
  const lines = fields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: said(field, before[field]), after: said(field, after[field]) }));
  if (!lines.length) throw refuse(messages.unchanged);
  return lines;
}
/** A line of the log as the unit sees it. */
export function shownChange(change: ProjectChange) {
  const { field, before, after } = unsealJson<Line>(change.sealed);
  const mask = (words: string): string => (field === 'phone' ? maskPhone(words) : words);
  return {
    id: change.id,
    field: PROJECT_WORDS[field],
    before: mask(before),
    after: mask(after),
    by: change.by ? unseal(change.by) : '经办机构',
    at: change.at,
  };
}
