import { BASICS_MESSAGES as messages, type BasicsInput } from '@wangting/contracts/units/basics';
import { APPROVED_TYPES } from '@wangting/contracts/units/unit-registration';
import type { Unit, UnitDetails } from '../models/unit.ts';
import { codeIssues, wrong, type Issue } from './coded.ts';

/** What the contract finds well formed and is wrong all the same. */
export const basicsIssues = (values: BasicsInput, today: string): Issue[] => [
  ...codeIssues(values, messages.unknownCode),
  ...wrong('registeredOn', values.registeredOn > today, messages.foundedAhead),
  ...wrong('licenceValidTo', Boolean(values.licenceValidTo && values.licenceValidTo < today), messages.licenceExpired),
  ...(APPROVED_TYPES.includes(values.unitType)
    ? wrong('approvedOn', Boolean(values.approvedOn && values.approvedOn > today), messages.approvedAhead)
    : []),
];

/** The unit with these basics. Key data that stands beside them stays, and what the unit type does not have is left out. */
export function withBasics(unit: Pick<Unit, 'details'>, { registeredOn, ...values }: BasicsInput): Pick<Unit, 'details' | 'foundedOn'> {
  const { industry, riskClass, dispatch, dispatchLicenceNo, dispatchLicenceTo } = unit.details;
  const { approvedBy, approvedOn, approvalNo, fundingSource, ...rest } = values;
  const approval = APPROVED_TYPES.includes(values.unitType) ? { approvedBy, approvedOn, approvalNo, fundingSource } : {};
  const details = { ...rest, ...approval, industry, riskClass, dispatch, dispatchLicenceNo, dispatchLicenceTo };
  return { details: Object.fromEntries(Object.entries(details).filter(([, value]) => value)) as UnitDetails, foundedOn: registeredOn };
}
