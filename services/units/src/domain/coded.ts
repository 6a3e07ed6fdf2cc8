import { entryOf, type Dictionary } from '@wangting/contracts/dictionaries/dictionary';
import { idType } from '@wangting/contracts/dictionaries/person';
import {
  affiliation,
  economicType,
  fundingSource,
  licenceKind,
  specialUnit,
  unitFlag,
  unitType,
} from '@wangting/contracts/dictionaries/unit';

/** Fields of a unit that hold a code, under the names that items 1 and 6 give them. */
const CODED: readonly (readonly [field: string, dictionary: Dictionary, label: string])[] = [
  ['affiliation', affiliation, '隶属关系'],
  ['unitType', unitType, '单位类型'],
  ['economicType', economicType, '经济类型'],
  ['unitFlag', unitFlag, '单位类别标志'],
  ['specialUnit', specialUnit, '特殊单位类别'],
  ['legalIdType', idType, '法人证件类型'],
  ['licenceKind', licenceKind, '执照种类'],
  ['fundingSource', fundingSource, '经费来源'],
];
export interface Issue {
  path: string;
  message: string;
}
export const offered = (dictionary: Dictionary, code: string): boolean => {
  const entry = entryOf(dictionary, code);
  return Boolean(entry && !entry.retired);
};
export const wrong = (path: string, when: boolean, message: string | undefined): Issue[] =>
  when ? [{ path, message: message ?? '内容不符合要求' }] : [];

/** Codes that no list offers. `words` is the item's own sentence with `{label}`. */
export const codeIssues = (values: Readonly<Record<string, unknown>>, words: string | undefined): Issue[] =>
  CODED.flatMap(([field, dictionary, label]) =>
    wrong(field, values[field] !== undefined && !offered(dictionary, String(values[field])), words?.replace('{label}', label)),
  );
