import { toHalfWidth } from './checked.ts';

/**
 * 文书编号 (standards §6). Printed with full-width brackets, stored and searched in one normal form (`normaliseDocumentNumber`),
 * which is also what must be unique. `sequence` counts from 1 and restarts each year per agency.
 * The form of the recognition number follows a blurred picture of the manual: unverified.
 */
export type RecognitionDocument = '认' | '不认' | '不受' | '补' | '中';
export type AssessmentDocument = '伤' | '非' | '再' | '复';

/** Per city (first four digits): plate letter for recognitions, short name for assessments. */
const CITIES: Readonly<Record<string, { letter: string; short: string }>> = {
  6101: { letter: 'A', short: '西' },
  6102: { letter: 'B', short: '铜' },
  6103: { letter: 'C', short: '宝' },
  6104: { letter: 'D', short: '咸' },
  6105: { letter: 'E', short: '渭' },
  6106: { letter: 'J', short: '延' },
  6107: { letter: 'F', short: '汉' },
  6108: { letter: 'K', short: '榆' },
  6109: { letter: 'G', short: '安' },
  6110: { letter: 'H', short: '商' },
  6111: { letter: 'V', short: '杨' },
  // 西咸新区 has no plate letter of its own; X in the place of the office keeps its numbers apart from those of 西安 (ours, unverified).
  6112: { letter: 'A', short: '西咸' },
};

function cityOf(agencyCode: string): { letter: string; short: string } {
  const city = CITIES[agencyCode.slice(0, 4)];
  if (!/^61\d{4}$/.test(agencyCode) || !city) throw new RangeError(`AGENCY_UNKNOWN: ${agencyCode}`);
  return city;
}

/** 机构简码: S for the city's own office (…00, …99), otherwise the last two digits of the county code. */
export function officeCodeOf(agencyCode: string): string {
  if (agencyCode === '611200') return 'X';
  return /(00|99)$/.test(agencyCode) ? 'S' : agencyCode.slice(-2);
}

/** `（2024）陕A.S.认（9）号`. `agencyCode` is the six-digit code of the 经办机构; throws RangeError `AGENCY_UNKNOWN`. */
export function recognitionNumber(year: number, agencyCode: string, document: RecognitionDocument, sequence: number): string {
  return `（${year}）陕${cityOf(agencyCode).letter}.${officeCodeOf(agencyCode)}.${document}（${sequence}）号`;
}

/** `西劳鉴伤〔2024〕3654号`; the province's committee (`619900`) decides repeats only: `陕劳鉴再〔2024〕1号`. */
export function assessmentNumber(year: number, agencyCode: string, document: AssessmentDocument, sequence: number): string {
  const province = agencyCode === '619900' || agencyCode === '610000';
  if (province !== (document === '再')) throw new RangeError(`AGENCY_UNKNOWN: ${agencyCode}`);
  return `${province ? '陕' : cityOf(agencyCode).short}劳鉴${document}〔${year}〕${sequence}号`;
}

/** The one form to store, compare and search: half-width, no blanks, every kind of bracket as ( ). */
export const normaliseDocumentNumber = (input: string): string =>
  toHalfWidth(input)
    .replace(/[\s\u200B-\u200D\uFEFF]/g, '')
    .replace(/[〔【[［]/g, '(')
    .replace(/[〕】\]］]/g, ')')
    .replace(/[。．]/g, '.')
    .toUpperCase();
