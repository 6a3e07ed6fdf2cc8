import { mod11x2 } from './check-digits.ts';
import { normaliseCode, passed, refused, type Checked } from './checked.ts';
import { isDay } from './day.ts';
import { PROVINCES } from './provinces.ts';

/**
 * 公民身份号码, GB 11643: 6 area + 8 birth date + 3 sequence (odd = 男, even = 女) + 1 check character (MOD 11-2).
 * 港澳台居民居住证 numbers have the same form with area 810000, 820000 or 830000.
 */
export interface ResidentIdFacts {
  /** YYYY-MM-DD */
  readonly birthDate: string;
  /** Dictionary 性别. */
  readonly sex: '1' | '2';
  /** Six digits; may be an area that no longer exists. */
  readonly regionCode: string;
  readonly provinceName: string;
  /** True when it is the number of a 港澳台居民居住证. */
  readonly residencePermit: boolean;
}

export type CheckedResidentId = Checked & Partial<ResidentIdFacts>;

/** The facts in a number that passed `checkResidentId`; null when the text is not one. */
export function parseResidentId(id: string): ResidentIdFacts | null {
  const match = /^(\d{6})(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dX]$/.exec(id);
  if (!match || mod11x2(id) !== id[17]) return null;
  const [, regionCode = '', year, month, day, order] = match;
  const provinceName = PROVINCES[regionCode.slice(0, 2)];
  const birthDate = `${year}-${month}-${day}`;
  if (provinceName === undefined || birthDate < '1900-01-01' || !isDay(birthDate)) return null;
  const sex = Number(order) % 2 === 1 ? '1' : '2';
  return { birthDate, sex, regionCode, provinceName, residencePermit: /^8[123]/.test(regionCode) };
}

/** A first-generation number of 15 digits as 18. Null for sequences 996–999: those born in the 1800s, to be handled by a person. */
export function upgradeResidentId(id15: string): string | null {
  if (!/^\d{15}$/.test(id15) || /99[6-9]$/.test(id15)) return null;
  const first17 = `${id15.slice(0, 6)}19${id15.slice(6)}`;
  return first17 + mod11x2(first17);
}

/** Builds a number from its parts, for test data. `sequence` 0–999: odd for men. */
export function residentIdOf(regionCode: string, birthDate: string, sequence: number): string {
  const first17 = regionCode + birthDate.replaceAll('-', '') + String(sequence).padStart(3, '0');
  return first17 + mod11x2(first17);
}

/** `today` (YYYY-MM-DD) is the caller's day: without it a birth date in the future is not noticed. 15 digits are upgraded with a warning. */
export function checkResidentId(input: string, today?: string): CheckedResidentId {
  const typed = normaliseCode(input);
  const id = typed.length === 15 ? upgradeResidentId(typed) : typed;
  if (id === null) return refused(typed, '15位身份证号码无法自动升位，请到经办机构办理');
  if (!/^\d{17}[\dX]$/.test(id)) return refused(id, '证件号码应为18位');
  if (PROVINCES[id.slice(0, 2)] === undefined) return refused(id, '证件号码的地区代码不正确');
  const birthDate = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!isDay(birthDate) || birthDate < '1900-01-01' || (today !== undefined && birthDate > today)) {
    return refused(id, '证件号码中的出生日期不正确');
  }
  const facts = parseResidentId(id);
  if (!facts) return refused(id, '证件号码校验位不正确');
  return { ...passed(id, typed.length === 15 ? '15位身份证号码已升为18位' : undefined), ...facts };
}
