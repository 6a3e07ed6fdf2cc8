import { mod11x10, passesLuhn } from './check-digits.ts';
import { normaliseCode, passed, refused, type Checked } from './checked.ts';

/**
 * 银行行号 (CNAPS: 3 bank + 4 city + 4 branch + 1 check, MOD 11,10) and 银行账号 (standards §11).
 * The check was confirmed by computation, not by a public text: `strict: false` turns a miss into a warning.
 */
export const bankClassOf = (bankCode: string): string => bankCode.slice(0, 3);

/** Builds a bank code from its first 11 digits, for test data. */
export const bankCodeOf = (first11: string): string => first11 + mod11x10(first11);

/** `bankClass`: when the form asks for 银行类别 too, the first three digits must be it. Names are in the dictionary `bank-class`. */
export function checkBankCode(input: string, options: { strict?: boolean; bankClass?: string } = {}): Checked & { bankClass?: string } {
  const code = normaliseCode(input);
  if (!/^\d{12}$/.test(code)) return refused(code, '银行行号应为12位数字');
  const bankClass = bankClassOf(code);
  if (options.bankClass !== undefined && options.bankClass !== bankClass) return refused(code, '银行行号与银行类别不一致');
  if (mod11x10(code.slice(0, 11)) === code[11]) return { ...passed(code), bankClass };
  return options.strict === false ? { ...passed(code, '银行行号校验不通过，请核对'), bankClass } : refused(code, '银行行号校验不通过');
}

/** 银行账号: 8–32 digits, hyphens and blanks taken off. `card`: a personal card, whose Luhn check only warns. */
export function checkBankAccount(input: string, options: { card?: boolean } = {}): Checked {
  const account = normaliseCode(input).replaceAll('-', '');
  if (!/^\d{8,32}$/.test(account)) return refused(account, '银行账号应为8至32位数字');
  if (!options.card) return passed(account);
  const odd = !/^\d{16,19}$/.test(account)
    ? '银行卡号一般为16至19位，请核对'
    : passesLuhn(account)
      ? undefined
      : '银行卡号校验不通过，请核对';
  return passed(account, odd);
}

/** 开户名称 and 单位名称 as they are compared: half-width brackets and letters, no blanks. */
export const normaliseAccountName = (name: string): string => normaliseCode(name);
