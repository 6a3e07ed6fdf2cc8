import { normaliseCode } from '@wangting/contracts/standards/checked';
import { checkNumber } from '@wangting/contracts/standards/numbers';
import { lookup } from '@wangting/kit/sealed';
import { EnrolmentModel } from '../models/enrolment.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { nameHashOf } from './name.ts';

/** People of one name in one unit that a list can still be chosen from. */
export const MOST_NAMESAKES = 50;

export interface Found {
  /** Who is or was insured in this unit. */
  here: Person[];
  /** The number is somebody's, of no business of this unit. Never said of a name: names are looked for in the unit alone. */
  elsewhere: boolean;
  /** It was a number, not a name: such a look is counted (decisions.md 17). */
  byNumber: boolean;
}
const isOf = (person: Person, unitId: string): boolean => person.ranges.some((range) => range.unitId === unitId);

/** 人员查询条件 (block B2): one text that is a 个人编号, a 证件号码 or 社会保障号码, or a 姓名; exact, within the unit. */
export async function findHere(unitId: string, text: string): Promise<Found> {
  const code = normaliseCode(text);
  // No name holds a digit, and every number does.
  if (!/\d/.test(code)) return { here: await namesakes(unitId, text), elsewhere: false, byNumber: false };
  const person = (checkNumber('person', code).ok ? await byPersonNo(code) : null) ?? (await byId(code));
  const mine = person !== null && isOf(person, unitId);
  return { here: mine ? [person] : [], elsewhere: person !== null && !mine, byNumber: true };
}
/** By the unique index of 个人编号. */
export const byPersonNo = (personNo: string): Promise<Person | null> => PersonModel.findOne({ personNo }).lean<Person>();
/** By the unique index of the blind 证件号码. */
const byId = (idNumber: string): Promise<Person | null> => PersonModel.findOne({ idHash: lookup('id', idNumber) }).lean<Person>();
/** By `unitId, nameHash` of enrolments: two insurances of each namesake at most twice as many rows. One more than can be listed says there are too many. */
export async function namesakes(unitId: string, name: string): Promise<Person[]> {
  const rows = await EnrolmentModel.find({ unitId, nameHash: nameHashOf(name) })
    .select({ personId: 1 })
    .limit(MOST_NAMESAKES * 8)
    .lean<{ personId: string }[]>();
  const ids = [...new Set(rows.map(({ personId }) => personId))].slice(0, MOST_NAMESAKES + 1);
  const people = await PersonModel.find({ _id: { $in: ids } }).lean<Person[]>();
  return people.filter((person) => isOf(person, unitId)).toSorted((a, b) => (a.personNo < b.personNo ? -1 : 1));
}
