import { mod11x2 } from './check-digits.ts';
import { normaliseCode, passed, refused, type Checked } from './checked.ts';
import { isDay } from './day.ts';

/**
 * 外国人永久居留身份证.
 * Until 2023-11-30, valid to expiry: 15 characters, 3 letters (ISO 3166 alpha-3) + 4 place + 6 YYMMDD + 1 order + 1 check (7-3-1).
 * The 7-3-1 check is not confirmed by a public text, so a miss only warns; the century is not in the number, so no birth date is given.
 * From 2023-12-01: 18 digits, 9 + 2 province + 3 nationality (ISO 3166 numeric) + 8 birth date + 3 order (odd = 男) + MOD 11-2.
 */
export type CheckedPermanentResidenceId = Checked & { birthDate?: string; sex?: '1' | '2'; country?: string };

const valueOf = (char: string): number => parseInt(char, 36);

/** The 7-3-1 check digit over the first 14 characters of the old form. */
export function oldFormCheckDigit(first14: string): string {
  const weights = [7, 3, 1];
  return String([...first14.slice(0, 14)].reduce((sum, char, i) => sum + valueOf(char) * (weights[i % 3] ?? 0), 0) % 10);
}

export function checkPermanentResidenceId(input: string, today?: string): CheckedPermanentResidenceId {
  const id = normaliseCode(input);
  if (/^[A-Z]{3}\d{12}$/.test(id)) {
    const odd = oldFormCheckDigit(id) === id[14] ? undefined : '外国人永久居留身份证号码校验位可能有误，请核对';
    return { ...passed(id, odd), country: id.slice(0, 3) };
  }
  if (!/^9\d{16}[\dX]$/.test(id)) return refused(id, '外国人永久居留身份证号码应为15位（旧版）或9开头的18位（新版）');
  const birthDate = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!isDay(birthDate) || birthDate < '1900-01-01' || (today !== undefined && birthDate > today)) {
    return refused(id, '证件号码中的出生日期不正确');
  }
  if (mod11x2(id) !== id[17]) return refused(id, '证件号码校验位不正确');
  return { ...passed(id), birthDate, sex: Number(id[16]) % 2 === 1 ? '1' : '2', country: id.slice(3, 6) };
}
