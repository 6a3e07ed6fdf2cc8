import type { z } from 'zod';
import { areaPath } from '@wangting/contracts/dictionaries/area';
import { labelOf, type Dictionary } from '@wangting/contracts/dictionaries/dictionary';
import { divisionOf, riskClassOf } from '@wangting/contracts/dictionaries/industry';
import { idType } from '@wangting/contracts/dictionaries/person';
import { riskClass } from '@wangting/contracts/dictionaries/risk-class';
import {
  affiliation,
  economicType,
  fundingSource,
  licenceKind,
  specialUnit,
  unitFlag,
  unitType,
} from '@wangting/contracts/dictionaries/unit';
import type { RegistrationForm } from '@wangting/contracts/documents/prints';
import { isDay } from '@wangting/contracts/standards/day';
import { orgCodeLabel, orgCodeOf } from '@wangting/contracts/standards/credit-code';
import { APPROVED_TYPES } from '@wangting/contracts/units/unit-registration';

/** What stands on 社会保险登记表, in words. A draft may be half filled and half wrong: what is not there stays empty. */
export function registrationForm(values: Record<string, unknown>): z.infer<typeof RegistrationForm> {
  const text = (value: unknown, max = 200): string => (typeof value === 'string' ? [...value].slice(0, max).join('') : '');
  const of = (key: string, max?: number): string => text(values[key], max);
  const day = (key: string): string => (isDay(of(key)) ? of(key) : '');
  const word = (dictionary: Dictionary, value: unknown): string => labelOf(dictionary, text(value, 20));
  const yes = (key: string): string => (of(key) === '1' ? '是' : '否');
  const insured = Array.isArray(values.insurances) ? (values.insurances as unknown[]) : [];
  const contacts = Array.isArray(values.contacts) ? (values.contacts as Record<string, unknown>[]) : [];
  const industry = of('industry', 4);
  const creditCode = of('creditCode', 18);
  return {
    unit: {
      name: of('name'),
      creditCode,
      orgCode: creditCode.length === 18 ? orgCodeLabel(orgCodeOf(creditCode)) : '',
      type: word(unitType, values.unitType),
      economicType: word(economicType, values.economicType),
      affiliation: word(affiliation, values.affiliation),
      area: areaPath(of('area', 6)),
      industry: divisionOf(industry)?.label ?? industry,
      riskClass: labelOf(riskClass, riskClassOf(industry) ?? ''),
      address: of('address'),
      superior: of('superior'),
      flag: word(unitFlag, values.unitFlag),
      special: word(specialUnit, values.specialUnit),
      dispatch: yes('dispatch'),
      hr: yes('hr'),
      scope: of('scope', 500),
    },
    legal: {
      name: of('legalName', 50),
      phone: of('legalPhone', 30),
      idType: word(idType, values.legalIdType),
      idNumber: of('legalIdNumber', 30),
      licence: word(licenceKind, values.licenceKind),
      licenceNo: of('licenceNo', 50),
      registeredOn: day('registeredOn'),
      validTo: day('licenceValidTo') || '长期',
    },
    approval: APPROVED_TYPES.includes(of('unitType'))
      ? { by: of('approvedBy'), on: day('approvedOn'), no: of('approvalNo'), funding: word(fundingSource, values.fundingSource) }
      : null,
    insurances: { unemployment: insured.includes('210'), injury: insured.includes('410'), from: day('insuredFrom') },
    contacts: contacts.slice(0, 20).map((row) => ({
      name: text(row.name, 50),
      idType: word(idType, row.idType),
      idNumber: text(row.idNumber, 30),
      mobile: text(row.mobile, 30),
    })),
  };
}
