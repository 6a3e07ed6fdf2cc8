/**
 * Every dictionary by name, for /api/dictionaries and for checks of contracts. It loads the national areas too, so a page does not import it:
 * a page fetches what it shows.
 */
import { areaNation } from './area-nation.ts';
import { area } from './area.ts';
import { bankClass } from './bank-class.ts';
import * as common from './common.ts';
import { country } from './country.ts';
import type { Dictionary } from './dictionary.ts';
import * as dues from './dues.ts';
import { ethnicGroup } from './ethnic-group.ts';
import { industry } from './industry.ts';
import * as injury from './injury.ts';
import * as insurance from './insurance.ts';
import * as person from './person.ts';
import * as qualification from './qualification.ts';
import { riskClass } from './risk-class.ts';
import { stopDetail, stopReason } from './stop-reason.ts';
import * as subsidy from './subsidy.ts';
import * as unit from './unit.ts';

const isDictionary = (value: unknown): value is Dictionary => typeof value === 'object' && value !== null && 'entries' in value;

const groups: readonly object[] = [common, person, qualification, unit, insurance, dues, injury, subsidy];

const all: readonly Dictionary[] = [
  ...groups.flatMap((group) => Object.values(group).filter(isDictionary)),
  area,
  areaNation,
  bankClass,
  country,
  ethnicGroup,
  industry,
  riskClass,
  stopReason,
  stopDetail,
];

export const dictionaries: ReadonlyMap<string, Dictionary> = new Map(all.map((dictionary) => [dictionary.name, dictionary]));

if (dictionaries.size !== all.length) throw new Error('DICTIONARY_NAME_TWICE');
