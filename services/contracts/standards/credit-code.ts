import { normaliseCode, passed, refused, type Checked } from './checked.ts';

/**
 * 统一社会信用代码, GB 32100-2015: 1 registrar (登记管理部门) + 1 kind (机构类别) + 6 area + 9 organisation code (GB 11714) + 1 check.
 * A wrong outer check is refused. A wrong inner check only warns: old data with it exists.
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const OUTER_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const REGISTRARS: Readonly<Record<string, string>> = {
  1: '机构编制',
  2: '外交',
  3: '司法行政',
  4: '文化',
  5: '民政',
  6: '旅游',
  7: '宗教',
  8: '工会',
  9: '市场监管',
  A: '中央军委改革和编制',
  N: '农业农村',
  Y: '其他',
};

/** The check character over the first 17. Expects characters of the alphabet. */
export function creditCodeCheckChar(first17: string): string {
  const sum = OUTER_WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(first17.charAt(i)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** The check character of an organisation code (GB 11714) over its first 8: values 0–9, A=10 … Z=35. */
export function orgCodeCheckChar(first8: string): string {
  const sum = INNER_WEIGHTS.reduce((total, weight, i) => total + weight * parseInt(first8.charAt(i), 36), 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/** 组织机构代码 in a credit code: its characters 9–17, without the hyphen. */
export const orgCodeOf = (creditCode: string): string => creditCode.slice(8, 17);

/** `MA6TE5T17` → `MA6TE5T1-7`, as it is printed. */
export const orgCodeLabel = (orgCode: string): string => `${orgCode.slice(0, 8)}-${orgCode.slice(8)}`;

/** Builds a code from its parts, for test data: `creditCodeFrom('91', '610100', 'MA6TE5T1')`. */
export function creditCodeFrom(kind: string, regionCode: string, orgFirst8: string): string {
  const first17 = kind + regionCode + orgFirst8 + orgCodeCheckChar(orgFirst8);
  return first17 + creditCodeCheckChar(first17);
}

export function checkCreditCode(input: string): Checked & { orgCode?: string; regionCode?: string; registrar?: string } {
  const code = normaliseCode(input);
  if (code.length !== 18) return refused(code, '统一社会信用代码应为18位');
  if (/[IOSVZ]/.test(code)) return refused(code, '统一社会信用代码不使用字母I、O、S、V、Z，请核对');
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return refused(code, '统一社会信用代码格式不正确');
  if (creditCodeCheckChar(code) !== code[17]) return refused(code, '统一社会信用代码校验位不正确');

  const orgCode = orgCodeOf(code);
  const registrar = REGISTRARS[code.charAt(0)];
  const odd =
    orgCodeCheckChar(orgCode) !== orgCode[8]
      ? '统一社会信用代码中的组织机构代码校验位不正确，请核对'
      : registrar === undefined
        ? '统一社会信用代码的登记管理部门代码不常见，请核对'
        : undefined;
  return { ...passed(code, odd), orgCode, regionCode: code.slice(2, 8), registrar };
}
