import { normaliseCode, passed, refused, type Checked } from './checked.ts';
import { checkPermanentResidenceId } from './permanent-residence-id.ts';
import { checkResidentId } from './resident-id.ts';

/**
 * The number of any kind of document (证件类型, standards §2–§4). `idType` is a code of the dictionary `id-type`.
 * `birthDate` and `sex` are given when the number carries them: the page locks those fields then.
 */
export type CheckedId = Checked & { birthDate?: string; sex?: '1' | '2' };

/** Documents whose numbers carry no check. Forms of 02, 03, 06, 10, 90 and 99 are wide on purpose: no public rule was found. */
const FORMS: Readonly<Record<string, { form: RegExp; message: string }>> = {
  '02': { form: /^[0-9A-Z\u4E00-\u9FFF-]{6,20}$/, message: '军官证号码应为6至20位' },
  '03': { form: /^[0-9A-Z\u4E00-\u9FFF-]{6,20}$/, message: '武警警官证号码应为6至20位' },
  '04': { form: /^[HM]\d{8}(\d{2})?$/, message: '港澳居民来往内地通行证号码应为H或M开头加8位或10位数字' },
  '05': { form: /^(\d{8}|\d{10}[A-Z0-9]?)$/, message: '台湾居民来往大陆通行证号码应为8位或10位数字' },
  '06': { form: /^[0-9A-Z]{6,20}$/, message: '户口簿号码应为6至20位数字或字母' },
  '08': { form: /^[A-Z0-9]{5,20}$/, message: '护照号码应为5至20位数字或字母' },
  '10': { form: /^[A-Z0-9]{6,20}$/, message: '外国人居留许可号码应为6至20位数字或字母' },
  '90': { form: /^[A-Z0-9]{8,20}$/, message: '社会保障卡号码应为8至20位数字或字母' },
  '99': { form: /^[A-Z0-9\u4E00-\u9FFF-]{4,30}$/, message: '证件号码应为4至30位' },
};

const PERMIT = '港澳台居民居住证';

/** `today` (YYYY-MM-DD) lets a birth date in the future be noticed. An unknown `idType` is refused. */
export function checkIdNumber(idType: string, number: string, today?: string): CheckedId {
  if (normaliseCode(number) === '') return refused('', '请填写证件号码');
  if (idType === '07') return checkPermanentResidenceId(number, today);
  if (idType === '01' || idType === '09') {
    const checked = checkResidentId(number, today);
    if (!checked.ok) return checked;
    if (idType === '01' && checked.residencePermit) return refused(checked.normalised, `该号码为${PERMIT}号码，请选择对应的证件类型`);
    if (idType === '09' && !/^8[123]0000/.test(checked.normalised))
      return refused(checked.normalised, `${PERMIT}号码应以810000、820000或830000开头`);
    return checked;
  }
  const rule = FORMS[idType];
  const normalised = normaliseCode(number);
  if (!rule) return refused(normalised, '请选择证件类型');
  return rule.form.test(normalised) ? passed(normalised) : refused(normalised, rule.message);
}

/** 中国护照: ordinary (E, G), service and diplomatic forms. */
export const isChinesePassport = (number: string): boolean => /^[EKDGHSP][A-Z]?\d{7,8}$/.test(normaliseCode(number));

/** 外国人工作许可证号: letters and digits, 10–20. */
export function checkWorkPermit(input: string): Checked {
  const number = normaliseCode(input);
  return /^[A-Z0-9]{10,20}$/.test(number) ? passed(number) : refused(number, '外国人工作许可证号应为10至20位数字或字母');
}
