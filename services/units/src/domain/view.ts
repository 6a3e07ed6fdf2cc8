import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { riskClass } from '@wangting/contracts/dictionaries/risk-class';
import { orgCodeOf } from '@wangting/contracts/standards/credit-code';
import { maskId, maskPhone } from '@wangting/contracts/standards/masking';
import type { MaintenanceView } from '@wangting/contracts/units/contacts';
import type { Unit } from '../models/unit.ts';
import { contactOf, legalOf } from './people.ts';

/** A unit as its own people see it (item 6): numbers of people are masked even for them, since a screen is seen by others too. */
export function maintenanceView(unit: Unit, editable: boolean): MaintenanceView {
  const { details } = unit;
  const legal = legalOf(unit);
  const of = (key: keyof typeof details): string => details[key] ?? '';
  return {
    basic: {
      unitNo: unit.no ?? '',
      creditCode: unit.creditCode,
      orgCode: orgCodeOf(unit.creditCode),
      name: unit.name,
      area: unit.area,
      state: unit.state,
      affiliation: of('affiliation'),
      postcode: of('postcode'),
      address: of('address'),
      unitType: of('unitType'),
      economicType: of('economicType'),
      industry: of('industry'),
      riskClass: of('riskClass'),
      riskNext: unit.riskNext ? `${labelOf(riskClass, unit.riskNext.riskClass)}（${unit.riskNext.from}起）` : '',
      superior: of('superior'),
      scope: of('scope'),
      dispatch: details.dispatch ?? '0',
      hr: details.hr ?? '0',
      unitFlag: of('unitFlag'),
      specialUnit: of('specialUnit'),
      dispatchLicenceNo: of('dispatchLicenceNo'),
      dispatchLicenceTo: of('dispatchLicenceTo'),
      legalName: legal.name,
      legalIdType: legal.idType,
      legalIdNumber: maskId(legal.idNumber),
      legalPhone: maskPhone(legal.phone),
      licenceKind: of('licenceKind'),
      licenceNo: of('licenceNo'),
      licenceValidTo: details.licenceValidTo ?? '长期',
      registeredOn: unit.foundedOn ?? '',
      approvedBy: of('approvedBy'),
      approvedOn: of('approvedOn'),
      approvalNo: of('approvalNo'),
      fundingSource: of('fundingSource'),
    },
    insurances: unit.insurances,
    contacts: unit.contacts.map((kept) => {
      const { id, ...contact } = contactOf(kept);
      return { ...contact, contactId: id, idNumber: maskId(contact.idNumber), mobile: maskPhone(contact.mobile) };
    }),
    editable,
    normal: unit.state === '1',
    rev: unit.rev,
  };
}
