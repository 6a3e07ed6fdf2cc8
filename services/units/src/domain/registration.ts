import { area as areas } from '@wangting/contracts/dictionaries/area';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { riskClassOf } from '@wangting/contracts/dictionaries/industry';
import { idType } from '@wangting/contracts/dictionaries/person';
import { injuryRateAt } from '@wangting/contracts/policies/injury-rates';
import { daysBetween } from '@wangting/contracts/standards/day';
import { identityIssues, isMasked } from '@wangting/contracts/units/contacts';
import { APPROVED_TYPES, item, type UnitRegistrationInput } from '@wangting/contracts/units/unit-registration';
import type { UnitDetails } from '../models/unit.ts';
import { codeIssues, offered, wrong, type Issue } from './coded.ts';

export type Values = UnitRegistrationInput;
const { messages } = item;
/** 社会保险法 57: a new employer registers within this many days. Being late is said to the reviewer, it stops nothing. */
const DUTY_DAYS = 30;

/** Fields that the contract finds well formed and that are wrong all the same: unknown codes, numbers, dates. */
export function registrationIssues(values: Values, today: string): Issue[] {
  const chosen = (label: string) => messages.unknownCode?.replace('{label}', label);
  const approved = APPROVED_TYPES.includes(values.unitType);
  const seen = new Set<string>();
  return [
    ...codeIssues(values, messages.unknownCode),
    ...wrong('industry', !riskClassOf(values.industry), chosen('所属行业')),
    ...wrong('area', !offered(areas, values.area) || entryOf(areas, values.area)?.level === 'province', chosen('所属行政区划')),
    ...identityIssues({ name: values.legalName, idType: values.legalIdType, idNumber: values.legalIdNumber }, today).map(
      ({ field, message }) => ({ path: field === 'name' ? 'legalName' : 'legalIdNumber', message }),
    ),
    ...wrong('legalIdNumber', isMasked(values.legalIdNumber), '请填写完整的法人证件号码'),
    ...wrong('registeredOn', values.registeredOn > today, messages.registeredAhead),
    ...wrong('licenceValidTo', Boolean(values.licenceValidTo && values.licenceValidTo < today), messages.licenceExpired),
    ...wrong('insuredFrom', values.insuredFrom < values.registeredOn, messages.insuredBeforeFounded),
    ...(approved ? wrong('approvedOn', Boolean(values.approvedOn && values.approvedOn > today), messages.approvedAhead) : []),
    ...(values.dispatch === '1'
      ? wrong('dispatchLicenceTo', Boolean(values.dispatchLicenceTo && values.dispatchLicenceTo < today), messages.dispatchExpired)
      : []),
    ...values.contacts.flatMap((contact, index): Issue[] => {
      const at = `contacts.${index}`;
      const twice = seen.has(contact.idNumber);
      seen.add(contact.idNumber);
      return [
        ...wrong(`${at}.idType`, !offered(idType, contact.idType), chosen('证件类型')),
        ...identityIssues(contact, today).map(({ field, message }) => ({ path: `${at}.${field}`, message })),
        ...wrong(`${at}.idNumber`, isMasked(contact.idNumber), '请填写完整的证件号码'),
        ...wrong(`${at}.mobile`, isMasked(contact.mobile), '请填写完整的移动电话'),
        ...wrong(`${at}.idNumber`, twice, messages.contactTwice),
      ];
    }),
  ];
}

/** What the reviewer should see: nothing here stops the application. */
export function registrationFlags(
  values: Values,
  known: { name: string; legalName: string; legalIdNumber: string },
  today: string,
): { code: string; message: string }[] {
  return [
    ...(daysBetween(values.registeredOn, today) > DUTY_DAYS ? [{ code: 'LATE', message: messages.late ?? '' }] : []),
    ...(values.name !== known.name ? [{ code: 'NAME_DIFFERS', message: `单位名称与注册时填写的“${known.name}”不一致` }] : []),
    ...(values.legalName !== known.legalName || values.legalIdNumber.toUpperCase() !== known.legalIdNumber
      ? [{ code: 'LEGAL_DIFFERS', message: '法人信息与注册时填写的不一致，请核对法人身份证件' }]
      : []),
  ];
}

/** What is recorded. Fields that the case does not have (批准成立, 派遣许可) are left out even when something was sent. */
export function detailsFrom(values: Values): UnitDetails {
  const approved = APPROVED_TYPES.includes(values.unitType);
  const dispatching = values.dispatch === '1';
  const details: UnitDetails = {
    affiliation: values.affiliation,
    address: values.address,
    unitType: values.unitType,
    economicType: values.economicType,
    industry: values.industry,
    riskClass: riskClassOf(values.industry),
    superior: values.superior,
    scope: values.scope,
    unitFlag: values.unitFlag,
    specialUnit: values.specialUnit,
    dispatch: values.dispatch,
    hr: values.hr,
    licenceKind: values.licenceKind,
    licenceNo: values.licenceNo,
    licenceValidTo: values.licenceValidTo,
    ...(dispatching ? { dispatchLicenceNo: values.dispatchLicenceNo, dispatchLicenceTo: values.dispatchLicenceTo } : {}),
    ...(approved
      ? { approvedBy: values.approvedBy, approvedOn: values.approvedOn, approvalNo: values.approvalNo, fundingSource: values.fundingSource }
      : {}),
  };
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined && value !== '')) as UnitDetails;
}

/** 工伤保险 rate of a new unit in a month, `0.20%`. */
export function injuryRateText(industry: string, period: string): string {
  const risk = riskClassOf(industry);
  return risk ? `${(injuryRateAt(period, risk) / 10_000).toFixed(2)}%` : '';
}
