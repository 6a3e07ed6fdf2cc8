import { area as areas } from '@wangting/contracts/dictionaries/area';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { riskClassOf } from '@wangting/contracts/dictionaries/industry';
import { checkCreditCode } from '@wangting/contracts/standards/credit-code';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { identityIssues } from '@wangting/contracts/units/contacts';
import type { ChangeLine } from '@wangting/contracts/units/history';
import type { RegistrationRecord } from '@wangting/contracts/units/pushed';
import { item } from '@wangting/contracts/units/unit-registration';
import { dayOf } from '@wangting/kit/clock';
import { unsealJson } from '@wangting/kit/sealed';
import { PushedModel, type Pushed } from '../models/pushed.ts';
import type { Unit } from '../models/unit.ts';
import { codeIssues } from './coded.ts';
import { idHashOf, legalOf } from './people.ts';
import { linesOf } from './words.ts';

/** Departments' codes are theirs to choose (`amr-610000`); what people read is the kind of register. */
export const sourceWords = (source: string): string => {
  const kinds: Record<string, string> = { amr: '市场监管部门', mz: '民政部门', sf: '司法行政部门', zj: '宗教事务部门', bb: '机构编制部门' };
  return kinds[source.split('-')[0] ?? ''] ?? '登记机关';
};
const LEGAL = ['legalName', 'legalIdType', 'legalIdNumber'] as const;
const PUSHED = [
  'name',
  'area',
  'address',
  'registeredOn',
  'unitType',
  'industry',
  'licenceKind',
  'licenceNo',
  'licenceValidTo',
  'scope',
] as const;
type Field = (typeof LEGAL)[number] | (typeof PUSHED)[number];
export type PushedValues = Partial<Record<Field, string>>;
const LABELS = new Map(item.sections.flatMap(({ fields }) => fields.map(({ name, label }) => [name, label] as const)));
export const labelsOf = (fields: readonly string[]): string => fields.map((name) => LABELS.get(name) ?? name).join('、');

/** Numbers and names as the hall keeps them. */
export const settled = (record: RegistrationRecord): RegistrationRecord => ({
  ...record,
  creditCode: checkCreditCode(record.creditCode).normalised,
  name: record.name.trim(),
  legalName: normalisePersonName(record.legalName),
  legalIdNumber: checkIdNumber(record.legalIdType, record.legalIdNumber).normalised,
});
/** Why a record that is well formed cannot be taken, in the first words that say so. */
export function whyNot(record: RegistrationRecord, today: string): string | undefined {
  const code = checkCreditCode(record.creditCode);
  const place = entryOf(areas, record.area);
  const identity = identityIssues({ name: record.legalName, idType: record.legalIdType, idNumber: record.legalIdNumber }, today)[0];
  if (!code.ok) return code.message;
  if (!place || place.retired || place.level === 'province') return '行政区划不在本省区县范围内';
  if (identity) return `法人信息不正确（${identity.message}）`;
  if (record.registeredOn > today) return '成立日期晚于今天';
  if (dayOf(record.issuedAt) > today) return '推送时间晚于今天';
  if (record.industry && !riskClassOf(record.industry)) return '所属行业不在国民经济行业分类内';
  return codeIssues(record as never, '代码不在字典内：{label}')[0]?.message;
}

/** What the registers say of a code now: what was said last, by the index `creditCode, issuedAt`. */
export const currentPush = (creditCode: string) => PushedModel.findOne({ creditCode }).sort({ issuedAt: -1, at: -1 }).lean<Pushed>();
export const recordOf = ({ sealed }: Pick<Pushed, 'sealed'>): RegistrationRecord => unsealJson<RegistrationRecord>(sealed);

/** By field, as item 1 names them. Of the industry its 大类: finer classes of the register are not the hall's. */
const fieldsOf = (record: RegistrationRecord, names: readonly Field[]): PushedValues =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = name === 'industry' ? record.industry?.slice(0, 2) : record[name];
      return value ? [[name, value]] : [];
    }),
  );
/** What stands locked in item 1 of a unit. The 法人 is shown to himself alone: under another one's login his number stays closed. */
export function valuesFrom(record: RegistrationRecord, unit: Pick<Unit, 'legalIdHash'>): PushedValues {
  const mine = idHashOf(record.legalIdNumber) === unit.legalIdHash;
  return fieldsOf(record, mine ? [...PUSHED, ...LEGAL] : PUSHED);
}
/** Fields that were sent otherwise than the register has them. */
export const differing = (values: Readonly<Record<string, unknown>>, pushed: PushedValues): Field[] =>
  (Object.keys(pushed) as Field[]).filter((name) => String(values[name] ?? '').trim() !== pushed[name]);

/** What the hall has of a unit, by the fields of item 1. */
function valuesOf(unit: Unit): Record<string, string | null | undefined> {
  const legal = legalOf(unit);
  return {
    ...unit.details,
    industry: unit.details.industry?.slice(0, 2),
    name: unit.name,
    area: unit.area,
    registeredOn: unit.foundedOn,
    legalName: legal.name,
    legalIdType: legal.idType,
    legalIdNumber: legal.idNumber,
  };
}
/** What a registered unit has otherwise than its register. */
export const differencesFrom = (record: RegistrationRecord, unit: Unit): Field[] =>
  differing(valuesOf(unit), fieldsOf(record, [...PUSHED, ...LEGAL]));
/** Where a field stands in a unit, as words.ts names it. */
const pathOf = (field: Field): string =>
  ({
    name: 'name',
    area: 'area',
    registeredOn: 'foundedOn',
    legalName: 'legal.name',
    legalIdType: 'legal.idType',
    legalIdNumber: 'legal.idNumber',
  })[field as string] ?? `details.${field}`;
/** Beside each other: as the hall has it, as the register says. Of a unit without a registration there is no more than name, place and 法人. */
export function besides(record: RegistrationRecord, unit: Unit): ChangeLine[] {
  const [now, said] = [valuesOf(unit), fieldsOf(record, [...PUSHED, ...LEGAL])];
  const fields = differencesFrom(record, unit).filter((field) => unit.state !== '0' || ['name', 'area', ...LEGAL].includes(field));
  return linesOf(fields.map((field) => ({ path: pathOf(field), before: now[field], after: said[field] })));
}
/** The register's word on this unit, for item 1. */
export async function pushFor(unit: Unit): Promise<{ source: string; day: string; otherLegal: boolean; values: PushedValues } | undefined> {
  const push = await currentPush(unit.creditCode);
  if (!push) return undefined;
  const record = recordOf(push);
  return {
    source: sourceWords(push.source),
    day: dayOf(push.issuedAt),
    otherLegal: idHashOf(record.legalIdNumber) !== unit.legalIdHash,
    values: valuesFrom(record, unit),
  };
}
