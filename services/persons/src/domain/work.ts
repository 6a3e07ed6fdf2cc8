import type { PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { seal, unseal } from '@wangting/kit/sealed';

type Plain = Partial<
  Pick<PersonEnrolmentInput, 'migrantWorker' | 'dutyKind' | 'dutyLevel' | 'employmentKind' | 'contractFrom' | 'contractTo'>
>;
/** 人员社保信息 beside 参保身份 and 缴费基数: 农民工标识, 行政职务, 用工形式, 劳动合同; and 备注, which only a file has. */
export type WorkAsTyped = Plain & { note?: string | undefined };
/** As it stands with a stretch of insurance. 备注 is sealed: anybody's name or number may stand in it. */
export type Work = Plain & { note?: string };

/** What was filled in, and nothing where nothing was. */
export function workFrom({ migrantWorker, dutyKind, dutyLevel, employmentKind, contractFrom, contractTo, note }: WorkAsTyped): Work {
  const all = { migrantWorker, dutyKind, dutyLevel, employmentKind, contractFrom, contractTo, note: note && seal(note) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}
/** A sealed 备注 in words. */
export const noteOf = (sealed: string | undefined): string | undefined => (sealed ? unseal(sealed) : undefined);
