import { normaliseCode, passed, refused, type Checked } from './checked.ts';
import { isDay, stampOfInstant } from './day.ts';

/**
 * Numbers the hall gives out (standards §5). They come from sequences, may have gaps, and are never used twice;
 * `sequence` counts from 1. Builders throw RangeError `SEQUENCE_SPENT` when the form has no room left.
 */
export interface NumberForm {
  readonly title: string;
  readonly pattern: RegExp;
  readonly message: string;
}

export const NUMBER_FORMS = {
  unit: { title: '单位编号', pattern: /^61\d{8}$/, message: '单位编号应为61开头的10位数字' },
  person: { title: '个人编号', pattern: /^61\d{10}$/, message: '个人编号应为61开头的12位数字' },
  project: { title: '工程项目编号', pattern: /^(19|20)\d{11}$/, message: '工程项目编号应为年份开头的13位数字' },
  recognition: { title: '认定信息ID', pattern: /^1\d{10}$/, message: '认定信息ID应为1开头的11位数字' },
  recognitionSystem: { title: '认定书系统编号', pattern: /^1\d{14}$/, message: '认定书系统编号应为1开头的15位数字' },
  business: { title: '业务流水号', pattern: /^20\d{18}$/, message: '业务流水号应为20位数字' },
} as const satisfies Record<string, NumberForm>;

export type NumberKind = keyof typeof NUMBER_FORMS;

/** Whether a text has the form of a kind of number; 业务流水号 must also begin with a real day. */
export function checkNumber(kind: NumberKind, input: string): Checked {
  const number = normaliseCode(input);
  const { pattern, message } = NUMBER_FORMS[kind];
  const dated = kind !== 'business' || isDay(`${number.slice(0, 4)}-${number.slice(4, 6)}-${number.slice(6, 8)}`);
  return pattern.test(number) && dated ? passed(number) : refused(number, message);
}

function sequenceText(sequence: number, width: number): string {
  if (!Number.isSafeInteger(sequence) || sequence < 0) throw new RangeError(`SEQUENCE_INVALID: ${sequence}`);
  const text = String(sequence).padStart(width, '0');
  if (text.length > width) throw new RangeError(`SEQUENCE_SPENT: ${sequence}`);
  return text;
}

/** 单位编号: 61 + 8 digits. */
export const unitNumberOf = (sequence: number): string => `61${sequenceText(sequence, 8)}`;

/** 个人编号: 61 + 10 digits. */
export const personNumberOf = (sequence: number): string => `61${sequenceText(sequence, 10)}`;

/** 工程项目编号: year + 9 digits. */
export const projectNumberOf = (year: number, sequence: number): string => `${sequenceText(year, 4)}${sequenceText(sequence, 9)}`;

/** 认定信息ID: 1 + 10 digits. */
export const recognitionIdOf = (sequence: number): string => `1${sequenceText(sequence, 10)}`;

/** 认定书系统编号: 1 + 14 digits. */
export const recognitionSystemNumberOf = (sequence: number): string => `1${sequenceText(sequence, 14)}`;

/** 业务流水号 of an ISO moment: its time in China `YYYYMMDDHHmmss` + 6 digits. 补缴流水号 have the same form. */
export const businessNumberOf = (instant: string, sequence: number): string => stampOfInstant(instant) + sequenceText(sequence, 6);
