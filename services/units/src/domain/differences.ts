import type { Difference } from '../models/change.ts';
import type { Unit } from '../models/unit.ts';
import { accountOf, banksOf } from './bank.ts';
import { contactOf, legalOf } from './people.ts';

type Plain = Record<string, unknown>;
const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What differs between two plain objects, by path; a value that is not there is null. */
export function differencesOf(before: Plain, after: Plain, at = ''): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((key): Difference[] => {
    const [was, is] = [before[key], after[key]];
    const path = at ? `${at}.${key}` : key;
    if (isPlain(was) || isPlain(is)) return differencesOf(isPlain(was) ? was : {}, isPlain(is) ? is : {}, path);
    return JSON.stringify(was ?? null) === JSON.stringify(is ?? null) ? [] : [{ path, before: was ?? null, after: is ?? null }];
  });
}

type Told = Pick<
  Unit,
  | 'creditCode'
  | 'no'
  | 'name'
  | 'area'
  | 'state'
  | 'details'
  | 'legal'
  | 'contacts'
  | 'banks'
  | 'insurances'
  | 'foundedOn'
  | 'registeredOn'
  | 'riskNext'
  | 'closedOn'
>;
/** What history compares: the unit in plain values, people by their id, so that a moved row is no change. */
export const comparable = (unit: Told): Plain => ({
  creditCode: unit.creditCode,
  no: unit.no,
  name: unit.name,
  area: unit.area,
  state: unit.state,
  details: unit.details,
  riskNext: unit.riskNext,
  closedOn: unit.closedOn,
  foundedOn: unit.foundedOn,
  registeredOn: unit.registeredOn,
  legal: legalOf(unit),
  contacts: Object.fromEntries(
    unit.contacts.map((kept) => {
      const { id, ...data } = contactOf(kept);
      return [id, data];
    }),
  ),
  banks: Object.fromEntries(
    banksOf(unit).map((kept) => {
      const { purpose, ...data } = accountOf(kept);
      return [purpose, { ...data, from: kept.from, returned: kept.returned }];
    }),
  ),
  insurances: Object.fromEntries(unit.insurances.map(({ insurance, ...rest }) => [insurance, rest])),
});
