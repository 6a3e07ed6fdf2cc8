import { area as areas } from '@wangting/contracts/dictionaries/area';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { riskClassOf } from '@wangting/contracts/dictionaries/industry';
import { maskId, maskPhone } from '@wangting/contracts/standards/masking';
import { checkIdNumber } from '@wangting/contracts/standards/other-ids';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { identityIssues, isMasked } from '@wangting/contracts/units/contacts';
import type { ChangeLine } from '@wangting/contracts/units/history';
import { item, type UnitMaintenanceInput } from '@wangting/contracts/units/unit-maintenance';
import { HallError, refuse } from '@wangting/kit/errors';
import type { Unit, UnitDetails } from '../models/unit.ts';
import { codeIssues, offered, wrong } from './coded.ts';
import { comparable, differencesOf } from './differences.ts';
import { legalOf, sealLegal } from './people.ts';
import { linesOf } from './words.ts';
import type { UnitContent } from './write.ts';

const { messages } = item;
/** What of a unit changes only after a review (items.md 6), in plain values. */
export type KeyData = Omit<UnitMaintenanceInput, 'changedOn' | 'reason'>;
export type KeyField = keyof KeyData;

export function keyDataOf(unit: Unit): KeyData {
  const { industry = '', dispatch = '0', dispatchLicenceNo, dispatchLicenceTo } = unit.details;
  const legal = legalOf(unit);
  return {
    name: unit.name,
    industry,
    area: unit.area,
    dispatch,
    ...(dispatchLicenceNo ? { dispatchLicenceNo } : {}),
    ...(dispatchLicenceTo ? { dispatchLicenceTo } : {}),
    legalName: legal.name,
    legalIdType: legal.idType,
    legalIdNumber: legal.idNumber,
    legalPhone: legal.phone,
  };
}
/** The same as the unit's own people see it. */
export const shownKeyData = (unit: Unit): KeyData => {
  const known = keyDataOf(unit);
  return { ...known, legalIdNumber: maskId(known.legalIdNumber), legalPhone: maskPhone(known.legalPhone) };
};

/** What was sent, with the kept numbers in the place of their masks; a mask of nothing kept is refused, as is what no list offers. */
export function settleKeyData({ changedOn, reason: _said, ...sent }: UnitMaintenanceInput, unit: Unit, today: string): KeyData {
  const known = keyDataOf(unit);
  const unmasked = (value: string, kept: string, mask: (text: string) => string, field: KeyField, message: unknown): string => {
    if (!isMasked(value)) return value;
    if (mask(kept) !== value) throw refuse(String(message), field);
    return kept;
  };
  const number = unmasked(sent.legalIdNumber, known.legalIdNumber, maskId, 'legalIdNumber', messages.maskedId);
  const data: KeyData = {
    ...sent,
    legalName: normalisePersonName(sent.legalName),
    legalIdNumber: checkIdNumber(sent.legalIdType, number, today).normalised,
    legalPhone: unmasked(sent.legalPhone, known.legalPhone, maskPhone, 'legalPhone', messages.maskedPhone),
  };
  if (data.legalIdNumber !== known.legalIdNumber && isMasked(sent.legalPhone)) throw refuse(String(messages.maskedPhone), 'legalPhone');
  if (data.dispatch !== '1') {
    delete data.dispatchLicenceNo;
    delete data.dispatchLicenceTo;
  }
  const chosen = (label: string) => messages.unknownCode?.replace('{label}', label);
  const issues = [
    ...codeIssues({ legalIdType: data.legalIdType }, messages.unknownCode),
    ...wrong('industry', !riskClassOf(data.industry), chosen('行业代码')),
    ...wrong('area', !offered(areas, data.area) || entryOf(areas, data.area)?.level === 'province', chosen('所属行政区划')),
    ...identityIssues({ name: data.legalName, idType: data.legalIdType, idNumber: data.legalIdNumber }, today).map(
      ({ field, message }) => ({
        path: field === 'name' ? 'legalName' : 'legalIdNumber',
        message,
      }),
    ),
    ...wrong('changedOn', changedOn > today, messages.changedAhead),
    ...wrong('dispatchLicenceTo', Boolean(data.dispatchLicenceTo && data.dispatchLicenceTo < today), messages.dispatchExpired),
  ];
  if (issues.length) throw new HallError('INPUT_INVALID', { issues });
  return data;
}
const FIELDS: readonly KeyField[] = [
  'name',
  'industry',
  'area',
  'dispatch',
  'dispatchLicenceNo',
  'dispatchLicenceTo',
  'legalName',
  'legalIdType',
  'legalIdNumber',
  'legalPhone',
];
/** Fields in which two differ. */
export const changedFields = (before: KeyData, after: KeyData): KeyField[] =>
  FIELDS.filter((field) => (before[field] ?? '') !== (after[field] ?? ''));

/** The unit with the named fields changed and nothing else. Another 行业 brings its risk class with the next year (items.md 6). */
export function withKeyData(unit: Unit, fields: readonly KeyField[], wanted: KeyData, day: string): Partial<UnitContent> {
  const next: KeyData = { ...keyDataOf(unit) };
  for (const field of fields) Object.assign(next, { [field]: wanted[field] });
  const { dispatchLicenceNo: _no, dispatchLicenceTo: _to, ...details } = unit.details;
  const licence = next.dispatch === '1' ? { dispatchLicenceNo: next.dispatchLicenceNo, dispatchLicenceTo: next.dispatchLicenceTo } : {};
  const risk = riskClassOf(next.industry) ?? '';
  const riskNext = risk !== unit.details.riskClass ? { riskClass: risk, from: `${Number(day.slice(0, 4)) + 1}-01-01` } : undefined;
  return {
    name: next.name,
    area: next.area,
    details: { ...details, ...licence, industry: next.industry, dispatch: next.dispatch } as UnitDetails,
    ...sealLegal({ name: next.legalName, idType: next.legalIdType, idNumber: next.legalIdNumber, phone: next.legalPhone }),
    ...(fields.includes('industry') ? { riskNext } : {}),
  };
}

/** 变更前后对照. */
export const keyLines = (unit: Unit, next: Partial<UnitContent>): ChangeLine[] =>
  linesOf(differencesOf(comparable(unit), comparable({ ...unit, ...next })));
