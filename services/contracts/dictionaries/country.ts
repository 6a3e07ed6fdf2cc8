/** 国籍或地区: ISO 3166-1 alpha-3 with the numeric code, 中国 and its regions first, then by code. */
import { FROZEN_COUNTRIES } from './country.data.ts';
import { defineDictionary, type Entry } from './dictionary.ts';

export interface CountryEntry extends Entry {
  readonly numeric: string;
}

const FIRST = ['CHN', 'HKG', 'MAC', 'TWN'];

const entries = FROZEN_COUNTRIES.trim()
  .split('\n')
  .map((line): CountryEntry => {
    const [code = '', numeric = '', label = ''] = line.split(' ');
    return { code, label, numeric };
  });

export const country = defineDictionary<CountryEntry>({
  name: 'country',
  title: '国籍或地区',
  source: 'GB/T 2659 / ISO 3166-1, npm i18n-iso-countries（见 country.data.ts）',
  entries: entries.toSorted((a, b) => order(a.code) - order(b.code)),
});

function order(code: string): number {
  const first = FIRST.indexOf(code);
  return first < 0 ? FIRST.length : first;
}

/** The alpha-3 code of a numeric one, as 外国人永久居留身份证 of 2023 carry it. */
export const countryOfNumeric = (numeric: string): string | undefined => entries.find((entry) => entry.numeric === numeric)?.code;

/** 港澳台 count as Chinese: only the others are 外国人. */
export const isForeign = (code: string): boolean => !FIRST.includes(code);
