/**
 * What may be shown of personal data (standards §17; PIPL). Purely textual, never throws: a value of an unknown form is hidden more, not less.
 */
const stars = (count: number): string => '*'.repeat(Math.max(0, count));

/** 证件号码: 18 characters → 3 + 11 stars + 4; shorter ones keep less. */
export function maskId(id: string): string {
  const chars = [...id];
  const [head, tail] = chars.length >= 15 ? [3, 4] : chars.length >= 8 ? [2, 2] : [chars.length > 2 ? 1 : 0, 0];
  return chars.slice(0, head).join('') + stars(chars.length - head - tail) + chars.slice(chars.length - tail).join('');
}

/** 手机号码: 138****0000. Landlines keep the area code and the last two digits. */
export function maskPhone(phone: string): string {
  if (/^\d{11}$/.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(7)}`;
  const landline = /^(0\d{2,3}-?)(\d+)(\d{2})(-\d+)?$/.exec(phone);
  return landline ? `${landline[1]}${stars(landline[2]?.length ?? 0)}${landline[3]}` : stars(phone.length);
}

/** 银行账号: the last four digits. */
export const maskBankAccount = (account: string): string =>
  account.length > 4 ? stars(account.length - 4) + account.slice(-4) : stars(account.length);

/** 地址: down to the county, then ***. What cannot be recognised is hidden whole. */
export function maskAddress(address: string): string {
  const known =
    /^(?:[^省区市\d]{2,8}(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市)?(?:[^市州盟区县\d路街号]{1,10}(?:市|自治州|地区|盟))?(?:[^县区旗市\d路街号]{1,12}[县区旗市])?/.exec(
      address,
    );
  return `${known?.[0] ?? ''}***`;
}

/** 姓名, where the public may look (查验): the first character, then stars. Inside the own unit names are shown whole. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + stars(Math.max(1, Math.min(rest.length, 3)));
}

/** 电子邮件: first character and the domain. */
export function maskEmail(email: string): string {
  const at = email.indexOf('@');
  return at > 0 ? `${email.charAt(0)}***${email.slice(at)}` : stars(email.length);
}
