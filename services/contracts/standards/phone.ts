import { normaliseCode, passed, refused, toHalfWidth, type Checked } from './checked.ts';

/** Ways to reach somebody (standards §12). */

/** 手机号码: 11 digits; `+86`, blanks and hyphens are taken off. */
export function checkMobile(input: string): Checked {
  const number = normaliseCode(input)
    .replaceAll('-', '')
    .replace(/^\+?86(?=1\d{10}$)/, '');
  return /^1[3-9]\d{9}$/.test(number) ? passed(number) : refused(number, '手机号码应为11位，以13至19开头');
}

/** 固定电话: area code 3–4 digits, number 7–8, extension up to 6. Stored as 029-12345678-123. */
export function checkLandline(input: string): Checked {
  const typed = normaliseCode(input)
    .replace(/[()—–]/g, '-')
    .replace(/^-|-(?=-)/g, '');
  const match = /^(0(?:10|2\d|[3-9]\d{2}))-?(\d{7,8})(-\d{1,6})?$/.exec(typed);
  return match ? passed(`${match[1]}-${match[2]}${match[3] ?? ''}`) : refused(typed, '固定电话格式应为029-12345678');
}

/** 联系电话: a mobile number or a landline. */
export function checkContactPhone(input: string): Checked {
  const mobile = checkMobile(input);
  if (mobile.ok) return mobile;
  const landline = checkLandline(input);
  return landline.ok ? landline : refused(landline.normalised, '联系电话应为11位手机号码或“区号-号码”');
}

/** 邮政编码: six digits; outside Shaanxi (71xxxx–72xxxx) only warns. */
export function checkPostcode(input: string): Checked {
  const code = normaliseCode(input);
  if (!/^\d{6}$/.test(code)) return refused(code, '邮政编码应为6位数字');
  return passed(code, /^7[12]/.test(code) ? undefined : '邮政编码不在陕西省范围，请核对');
}

/** 电子邮件, at most 100 characters. */
export function checkEmail(input: string): Checked {
  const email = toHalfWidth(input).trim();
  const ok =
    email.length <= 100 && /^[A-Za-z0-9._%+-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$/.test(email);
  return ok ? passed(email) : refused(email, '电子邮件格式不正确');
}
