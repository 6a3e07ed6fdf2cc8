import { hasCode, labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { idType as idTypes, sex as sexes } from '@wangting/contracts/dictionaries/person';
import { LATIN_ID_TYPES } from '@wangting/contracts/persons/person-enrolment';
import { item, type PersonCorrectionInput } from '@wangting/contracts/persons/person-correction';
import { maskId, maskPhone } from '@wangting/contracts/standards/masking';
import { ageOn } from '@wangting/contracts/standards/day';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { checkPersonName, normalisePersonName } from '@wangting/contracts/standards/person-name';
import { unsealJson } from '@wangting/kit/sealed';
import type { Correction, Person } from '../models/person.ts';
import { aboutOf } from './about.ts';
import { formIssues, isRetired, type Issue } from './rules.ts';

const { messages } = item;
/** What of a person 人员信息更正 can change. Sex and birth date follow the number that carries them. */
const LABELS = {
  name: '姓名',
  idType: '证件类型',
  idNumber: '证件号码',
  sex: '性别',
  birthDate: '出生日期',
  mobile: '移动电话号码',
} as const;
export type Field = keyof typeof LABELS;
export type Identity = Record<Field, string>;
const FIELDS = Object.keys(LABELS) as Field[];

export function identityOf(person: Person): Identity {
  const { name, idNumber, mobile } = aboutOf(person);
  return { name, idType: person.idType, idNumber, sex: person.sex, birthDate: person.birthDate, mobile };
}
export const changedFields = (was: Identity, is: Identity): Field[] => FIELDS.filter((field) => was[field] !== is[field]);
/** A phone number is the unit's own business; everything else is who somebody is. */
export const isReviewed = (fields: readonly Field[]): boolean => fields.some((field) => field !== 'mobile');

/** The person as he is to be: what was left empty stays, what a number says is taken from the number. */
export function corrected(was: Identity, sent: PersonCorrectionInput, today: string): Identity {
  const { newName, newIdType, newIdNumber, newMobile } = sent;
  const idType = newIdType || was.idType;
  const id = checkIdNumber(idType, newIdNumber || was.idNumber, today);
  const renumbered = id.ok && (idType !== was.idType || id.normalised !== was.idNumber);
  return {
    name: newName ? normalisePersonName(newName) : was.name,
    idType,
    idNumber: id.normalised,
    sex: (renumbered && id.sex) || was.sex,
    birthDate: (renumbered && id.birthDate) || was.birthDate,
    mobile: newMobile || was.mobile,
  };
}

/** Any day will do where formIssues asks for what a correction does not touch. */
const OTHER_NATIONALS = '107';
const PATHS: Readonly<Record<string, keyof PersonCorrectionInput>> = {
  idNumber: 'newIdNumber',
  idType: 'newIdType',
  nationality: 'newIdType',
};
/** What is wrong with the new name and document: the rules of item 2 for them, with the nationality that is recorded. */
export function correctionIssues(person: Person, is: Identity, fields: readonly Field[], today: string): Issue[] {
  if (!hasCode(idTypes, is.idType)) return [{ path: 'newIdType', message: messages.unknownCode ?? '' }];
  const issues: Issue[] = [];
  if (fields.includes('name') || fields.includes('idType')) {
    const named = checkPersonName(is.name, { foreign: LATIN_ID_TYPES.includes(is.idType) });
    if (!named.ok) issues.push({ path: 'newName', message: named.message ?? '姓名格式不正确' });
  }
  if (!fields.includes('idType') && !fields.includes('idNumber')) return issues;
  const { nationality } = aboutOf(person);
  const form = { idType: is.idType, idNumber: is.idNumber, nationality, identity: OTHER_NATIONALS, from: today, workPermitNo: 'x' };
  for (const { path, message } of formIssues(form as never, is.birthDate, today)) {
    const field = PATHS[path];
    if (field) issues.push({ path: field, message });
  }
  const first = person.ranges.map(({ from }) => from).toSorted()[0];
  if (!issues.length && fields.includes('birthDate') && first && ageOn(is.birthDate, first) < 16)
    issues.push({ path: 'newIdNumber', message: messages.tooYoung ?? '' });
  return issues;
}

/** What the reviewer should look at besides. */
export function correctionFlags(
  person: Person,
  is: Identity,
  fields: readonly Field[],
  today: string,
): { code: string; message: string }[] {
  const { femaleCadre } = aboutOf(person);
  const retired = (birthDate: string, sex: string) => isRetired(birthDate, sex, femaleCadre, today);
  const turned = (fields.includes('birthDate') || fields.includes('sex')) && retired(is.birthDate, is.sex);
  return [
    ...(turned ? [{ code: 'RETIRED', message: messages.retired ?? '' }] : []),
    ...(person.corrections?.some((one) => isReviewed(Object.keys(changeOf(one).after) as Field[]))
      ? [{ code: 'EARLIER', message: messages.earlier ?? '' }]
      : []),
  ];
}

/** What one correction changed, whole. */
const changeOf = ({ differences }: Correction) => unsealJson<{ before: Partial<Identity>; after: Partial<Identity> }>(differences);

export type Line = { field: string; before: string; after: string };
/** Two numbers that differ only where they are masked would look alike: where they differ is said. */
function placesIn(was: string, is: string): string {
  if (maskId(was) !== maskId(is)) return '';
  return `（第${[...is].flatMap((char, at) => (char === was[at] ? [] : [at + 1])).join('、')}位更正）`;
}
const shown = (field: Field, value: string): string =>
  field === 'idType'
    ? labelOf(idTypes, value)
    : field === 'sex'
      ? labelOf(sexes, value)
      : field === 'idNumber'
        ? maskId(value)
        : field === 'mobile'
          ? maskPhone(value)
          : value;
/** 更正前后对照, numbers masked. */
export const linesOf = (was: Partial<Identity>, is: Partial<Identity>): Line[] =>
  FIELDS.flatMap((field) => {
    const [before, after] = [was[field], is[field]];
    if (before === undefined || after === undefined || before === after) return [];
    const places = field === 'idNumber' ? placesIn(before, after) : '';
    return [{ field: LABELS[field], before: shown(field, before), after: `${shown(field, after)}${places}` }];
  });
export const labelOfField = (field: Field): string => LABELS[field];

/** What one unit has put right of a person, the newest first. What others did is not its business. */
export const correctionsOf = ({ corrections = [] }: Pick<Person, 'corrections'>, unitId: string, dayOf: (at: string) => string) =>
  corrections
    .filter((one) => one.unitId === unitId)
    .toReversed()
    .flatMap((one) => {
      const { before, after } = changeOf(one);
      return linesOf(before, after).map((line) => ({ at: dayOf(one.at), ...line, by: one.hat }));
    });
