import {
  cards,
  find,
  enrolmentSnapshot,
  enrolmentSnapshotAll,
  enrolmentsOf,
  type EnrolmentSnapshot,
  type PersonCard,
} from '@wangting/contracts/persons/snapshots';
import { normaliseCode } from '@wangting/contracts/standards/checked';
import { maskId } from '@wangting/contracts/standards/masking';
import { normalisePersonName } from '@wangting/contracts/standards/person-name';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { lookup as blind } from '@wangting/kit/sealed';
import { aboutOf } from '../domain/about.ts';
import { nameHashOf } from '../domain/name.ts';
import { EnrolmentModel, type Enrolment } from '../models/enrolment.ts';
import { PersonModel, type Person } from '../models/person.ts';

const snapshotOf = (row: Enrolment): EnrolmentSnapshot => ({
  enrolmentId: row._id,
  rev: row.rev,
  unitId: row.unitId,
  personId: row.personId,
  insurance: row.insurance,
  identity: row.identity,
  from: row.from,
  to: row.to,
  state: row.state,
  declared: row.declared,
});
const cardOf = (person: Person): PersonCard => {
  const { name, idNumber, nationality = '' } = aboutOf(person);
  const { _id, personNo, sex, idType } = person;
  return { personId: _id, personNo, name, socialNo: maskId(idNumber), sex, idType, nationality };
};

export const enrolmentSnapshotAction = implement(enrolmentSnapshot, async ({ input: { ids } }) => ({
  enrolments: (await EnrolmentModel.find({ _id: { $in: ids } }).lean<Enrolment[]>()).map(snapshotOf),
}));
export const enrolmentSnapshotAllAction = implement(enrolmentSnapshotAll, async ({ input: { after, size } }) => {
  const rows = await EnrolmentModel.find({ _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(size)
    .lean<Enrolment[]>();
  return { enrolments: rows.map(snapshotOf), next: rows.length === size ? (rows.at(-1)?._id ?? null) : null };
});
/** By the index personId, insurance, state. */
export const enrolmentsOfAction = implement(enrolmentsOf, async ({ input: { unitId, personIds } }) => {
  const rows = await EnrolmentModel.find({
    personId: { $in: personIds },
    insurance: { $in: ['210', '410'] },
    state: { $in: ['1', '2'] },
    unitId,
  }).lean<Enrolment[]>();
  return { enrolments: rows.map(snapshotOf) };
});
const CARDS = 100;
const inUnit = (people: readonly Person[], unitId: string): PersonCard[] =>
  people.filter(({ ranges }) => ranges.some((range) => range.unitId === unitId)).map(cardOf);

export const cardsAction = implement(cards, async ({ input: { unitId, ids } }) => {
  return { cards: inUnit(await PersonModel.find({ _id: { $in: ids } }).lean<Person[]>(), unitId) };
});

/** Indexes: personNo, idHash, and a unit's names {unitId, nameHash}. What is given besides must agree with who was found. */
export const findAction = implement(find, async ({ input: { unitId, personNo, idNumber, name, any } }) => {
  if (!personNo && !idNumber && !name && !any)
    throw new HallError('INPUT_INVALID', { issues: [{ path: 'any', message: '请给出个人编号、证件号码或姓名' }] });
  const people = any
    ? [...(await byNumber(any)), ...(await byName(unitId, any))]
    : name && !personNo && !idNumber
      ? await byName(unitId, name)
      : await byNumber(personNo ?? idNumber ?? '');
  const agrees = (person: Person): boolean =>
    any
      ? true
      : (!personNo || person.personNo === personNo) &&
        (!idNumber || person.idHash === blind('id', normaliseCode(idNumber))) &&
        (!name || aboutOf(person).name === normalisePersonName(name));
  return { cards: inUnit(people.filter(agrees), unitId).slice(0, CARDS) };
});
/** Two looks by an index each: an `$or` would read everybody. */
async function byNumber(number: string): Promise<Person[]> {
  const looks = [{ personNo: number }, { idHash: blind('id', normaliseCode(number)) }].map((look) =>
    PersonModel.findOne(look).lean<Person>(),
  );
  return (await Promise.all(looks)).filter((person) => person !== null);
}
async function byName(unitId: string, name: string): Promise<Person[]> {
  const rows = await EnrolmentModel.find({ unitId, nameHash: nameHashOf(name) })
    .select({ personId: 1 })
    .limit(4 * CARDS)
    .lean<Pick<Enrolment, 'personId'>[]>();
  return PersonModel.find({ _id: { $in: [...new Set(rows.map(({ personId }) => personId))] } }).lean<Person[]>();
}
