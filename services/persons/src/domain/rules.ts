import { hasCode } from '@wangting/contracts/dictionaries/dictionary';
import { dictionaries } from '@wangting/contracts/dictionaries/index';
import { isForeign } from '@wangting/contracts/dictionaries/country';
import { isInjuryOnly } from '@wangting/contracts/dictionaries/insurance';
import { item, PERMIT_ID_TYPES, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { addMonths, periodOfDay } from '@wangting/contracts/standards/period';
import { checkIdNumber, isChinesePassport } from '@wangting/contracts/standards/other-ids';
import { ageOn, addDays } from '@wangting/contracts/standards/day';
import { isRetiredOn, retirementGroupOf } from '@wangting/contracts/standards/retirement';

type V = PersonEnrolmentInput;
export type Issue = { path: string; message: string };
const coded = (Object.keys(item.input.shape) as string[]).flatMap((name) => {
  const field = item.sections.flatMap(({ fields }) => fields).find((one) => one.name === name);
  return field?.dictionary ? [[name, field.dictionary, field.label] as const] : [];
});

const FOREIGN_ID_TYPES: readonly string[] = ['07', '08', '10'];
/** 港澳台居民: 居住证 or 通行证. */
const COMPATRIOT_ID_TYPES: Readonly<Record<string, readonly string[]>> = { HKG: ['04', '09'], MAC: ['04', '09'], TWN: ['05', '09'] };

/** The number normalised as it is stored and searched. */
export const idOf = (v: Pick<V, 'idType' | 'idNumber'>, today: string) => checkIdNumber(v.idType, v.idNumber, today);
/** 外国人: a nationality that is not Chinese. 港澳台 are Chinese. */
export const isForeigner = (v: Pick<V, 'nationality'>): boolean => v.nationality !== undefined && isForeign(v.nationality);
/** 险种 of a 参保身份: 2xx insure injury only. */
export const insurancesOf = (identity: string): ('210' | '410')[] => (isInjuryOnly(identity) ? ['410'] : ['210', '410']);

/** What the contract cannot say alone: codes that exist, and days beside today. `born` is from the ID, the form or the stored person. */
export function formIssues(v: V, born: string, today: string): Issue[] {
  const issues: Issue[] = [];
  const add = (path: string, wrong: boolean, message: string | undefined) => void (wrong && message && issues.push({ path, message }));
  for (const [name, dictionary, label] of coded) {
    const value = v[name as keyof V];
    const known = dictionaries.get(dictionary as never);
    add(name, Boolean(value !== undefined && known && !hasCode(known, String(value))), `请从列表中选择${label}`);
  }
  const { messages } = item;
  add('idNumber', !idOf(v, today).ok, idOf(v, today).message);
  add('birthDate', born > today, '出生日期不能晚于今天');
  add('from', v.from > today, messages.fromAhead);
  if (v.workStartOn) {
    add('workStartOn', v.workStartOn > v.from, messages.fromBeforeWork);
    add('workStartOn', ageOn(born, v.workStartOn) < 16, messages.workTooEarly);
  }
  const chinese = v.nationality === 'CHN';
  add('nationality', v.idType === '01' && v.nationality !== undefined && !chinese, messages.citizenId);
  add('idType', v.idType !== '01' && isForeigner(v) && !FOREIGN_ID_TYPES.includes(v.idType), messages.foreignerId);
  const compatriot = COMPATRIOT_ID_TYPES[v.nationality ?? ''];
  add('idType', v.idType !== '01' && compatriot !== undefined && !compatriot.includes(v.idType), messages.compatriotId);
  add('idType', chinese && ['04', '05', '07', '09', '10'].includes(v.idType), messages.chineseId);
  // Else a foreigner would be a Chinese by saying so, and no reviewer would see him.
  add('nationality', chinese && v.idType === '08' && !isChinesePassport(v.idNumber), messages.chinesePassport);
  add('workPermitNo', isForeigner(v) && PERMIT_ID_TYPES.includes(v.idType) && !v.workPermitNo, '请填写外国人工作许可证号');
  add('identity', isForeigner(v) && v.identity !== '107', messages.foreignIdentity);
  return issues;
}
export const isTooYoung = (born: string, on: string): boolean => ageOn(born, on) < 16;
/** Reached the statutory age on that day, with the gradual delay of 2025 (policy §6). */
export const isRetired = (born: string, sex: string, femaleCadre: string | undefined, on: string): boolean =>
  isRetiredOn(born, retirementGroupOf(sex === '2' ? '2' : '1', femaleCadre === '1'), on);
/** More than three months back: 补缴 that a person must look at. */
export const isLongBack = (from: string, month: string): boolean => periodOfDay(from) < addMonths(month, -3);
/** Later than 30 days after hire: a reminder, nothing more. */
export const isLate = (from: string, today: string): boolean => addDays(from, 30) < today;
