import { clipBase } from '@wangting/contracts/policies/base-limits';
import { item, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { fenToPlainYuan } from '@wangting/contracts/standards/money';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import { lookup as blind } from '@wangting/kit/sealed';
import type { Limits } from '../asks.ts';
import type { Person } from '../models/person.ts';
import { aboutOf } from './about.ts';
import { idOf, insurancesOf, isForeigner, isLate, isLongBack, isRetired, type Issue } from './rules.ts';

/**
 * The rules of 参保 that need to know the person and the unit, without asking anybody: item 2 asks first and judges one, item 3 asks once for
 * five hundred and judges each. Both say the same sentences.
 */
type Values = PersonEnrolmentInput;
type Words = { code: string; message: string };
/** 延长缴费认定 of the person; `unknown` when nobody could say. */
export type Finding = 'valid' | 'none' | 'unknown';
/** 参保身份 超龄从业人员. */
const OVER_AGE = '202';

const words = item.messages as Record<string, string>;
export const say = (name: string, values: Record<string, string> = {}): string =>
  (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '—');

/** Whom the form is about: number and name as they are stored, birth and sex from the record, else the number, else the form. */
export interface Who {
  idNumber: string;
  idHash: string;
  name: string;
  birthDate?: string | undefined;
  sex?: '1' | '2' | undefined;
}
export function whoOf(values: Pick<Values, 'idType' | 'idNumber' | 'name'>, today: string): Who {
  const { normalised, birthDate, sex } = idOf(values, today);
  return { idNumber: normalised, idHash: blind('id', normalised), name: normalisePersonName(values.name), birthDate, sex };
}
export const bornOf = (values: Pick<Values, 'birthDate'>, who: Who, person: Person | undefined): string =>
  person?.birthDate ?? who.birthDate ?? values.birthDate ?? '';
/**
 * The form as it counts. What the record says of a known person is not said anew by a form: a foreigner stays one, whatever was sent or left out.
 */
export const asRecorded = <V extends Partial<Values>>(values: V, person: Person | undefined): V =>
  person ? { ...values, idType: person.idType, nationality: aboutOf(person).nationality ?? values.nationality } : values;
export const isSameName = (person: Person, name: string): boolean => aboutOf(person).name === normalisePersonName(name);

/** Past the retirement age on the day the insurance begins. Only then is a finding asked for. */
export const isPastAge = (
  values: Pick<Values, 'sex' | 'femaleCadre' | 'from' | 'birthDate'>,
  who: Who,
  person: Person | undefined,
): boolean => isRetired(bornOf(values, who, person), person?.sex ?? who.sex ?? values.sex ?? '9', values.femaleCadre, values.from);

export interface Standing {
  unit: UnitFacts;
  person: Person | undefined;
  retired: boolean;
  finding: Finding;
}
/** Which insurances begin (one that runs here already is left as it is), and everything that forbids it, the weightiest first. */
export function insurancesFor(
  values: Values,
  { unit, person, retired, finding }: Standing,
): { insurances: ('210' | '410')[]; refusals: Issue[] } {
  const refusals: Issue[] = [];
  const add = (wrong: boolean, path: string, name: string) => void (wrong && refusals.push({ path, message: say(name) }));
  const insured = unit.insurances.filter(({ state }) => state === '1').map(({ insurance }) => insurance);
  add(!insured.length, '', 'unitInsurance');
  add(retired && values.identity !== OVER_AGE && finding === 'none', 'identity', 'retired');
  // Past the retirement age 失业保险 is never possible: with a finding or as 超龄从业人员 only 工伤保险 is.
  const possible = insurancesOf(values.identity).filter((insurance) => insured.includes(insurance) && (!retired || insurance === '410'));
  add(insured.length > 0 && !possible.length, 'identity', 'unitInjury');
  const here = (person?.ranges ?? []).filter(({ unitId, to }) => unitId === unit.unitId && to === null).map(({ insurance }) => insurance);
  const insurances = possible.filter((insurance) => !here.includes(insurance));
  add(possible.length > 0 && !insurances.length, 'idNumber', 'insuredHere');
  const ranges = (person?.ranges ?? []).filter(({ insurance }) => insurances.includes(insurance));
  add(
    ranges.some(({ insurance, to }) => insurance === '210' && to === null),
    'idNumber',
    'insuredElsewhere',
  );
  const earlier = ranges.filter(({ to }) => to !== null && to >= values.from);
  add(
    earlier.some(({ unitId }) => unitId === unit.unitId),
    'from',
    'overlap',
  );
  add(
    earlier.some(({ unitId, insurance }) => unitId !== unit.unitId && insurance === '210'),
    'from',
    'overlapElsewhere',
  );
  return { insurances, refusals };
}

export interface Outcome {
  confirms: Words[];
  flags: Words[];
  /** A reviewer decides. */
  manual: boolean;
  baseFen: number;
  /** The version of the limits it was brought within. */
  limitsVersion: string;
}
/** What a permitted enrolment brings along: questions to the clerk, reasons for a reviewer, the base that counts. A month without limits goes to the counter. */
export function outcomeOf(
  values: Values,
  insurances: readonly string[],
  {
    person,
    retired,
    finding,
    drawing,
    pensioned,
    limits,
    today,
    month,
  }: Omit<Standing, 'unit'> & { drawing: boolean; pensioned: boolean; limits: Limits | undefined; today: string; month: string },
): Outcome | Issue {
  if (!limits) return { path: 'from', message: say('noLimits') };
  const confirms: Words[] = [];
  const flags: Words[] = [];
  let manual = false;
  const review = (code: string, message: string) => {
    manual = true;
    flags.push({ code, message });
  };
  if (insurances.includes('410') && (person?.ranges ?? []).some(({ insurance, to }) => insurance === '410' && to === null))
    confirms.push({ code: 'injuryElsewhere', message: say('injuryElsewhere') });
  if (retired)
    review(
      'overAge',
      finding === 'unknown'
        ? '已达法定退休年龄，延长缴费认定暂时无法核实，仅办理工伤保险，需人工审核'
        : '已达法定退休年龄，凭延长缴费认定或超龄从业身份参保，仅办理工伤保险，需人工审核',
    );
  if (drawing && insurances.includes('210')) {
    confirms.push({ code: 'drawing', message: say('drawing') });
    review('drawing', '享受失业保险待遇人员参保，需人工审核');
  }
  if (pensioned && insurances.includes('210')) review('pension', '可能已办理退休、领取养老金，参加失业保险需人工审核');
  if (isForeigner(asRecorded(values, person))) review('foreigner', '外国人参保，需人工审核');
  if (isLongBack(values.from, month)) review('backPay', '参保日期早于3个月前，需人工审核补缴');
  if (isLate(values.from, today)) flags.push({ code: 'late', message: say('late') });
  const { baseFen, clipped } = clipBase(values.declaredBase, limits);
  if (clipped) flags.push({ code: clipped, message: say(clipped === 'floor' ? 'belowFloor' : 'aboveCap', { n: fenToPlainYuan(baseFen) }) });
  return { confirms, flags, manual, baseFen, limitsVersion: limits.version };
}
