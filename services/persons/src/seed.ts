import { personNumberOf } from '@wangting/contracts/standards/numbers';
import { numberFor } from '@wangting/kit/applications/numbers';
import { nowIso } from '@wangting/kit/clock';
import { isDuplicateKey } from '@wangting/kit/errors';
import { lookup } from '@wangting/kit/sealed';
import { applications } from './applications.ts';
import { sealAbout } from './domain/about.ts';
import { nameHashOf } from './domain/name.ts';
import { FIRST_PERSON, personIdOf } from './effects.ts';
import { EnrolmentModel } from './models/enrolment.ts';
import { PersonModel, type Person, type Range } from './models/person.ts';

export interface SeedPerson {
  personNo?: string;
  name: string;
  idType: string;
  idNumber: string;
  sex: string;
  birthDate: string;
  mobile: string;
  enrolments: readonly { unitId: string; insurance: '210' | '410'; from: string; to: string | null }[];
}
/** 7,000 yuan, in fen: within the limits of every year. */
const BASE = 700_000;
const ignoreTwice = (error: unknown): void => {
  if (!isDuplicateKey(error)) throw error;
};
/** Synthetic people with their insurances, for deploy/seed. Idempotent; the store must be open. Returns the 个人编号 in the order given. */
export async function seedPeople(list: readonly SeedPerson[]): Promise<string[]> {
  const numbers: string[] = [];
  for (const one of list) numbers.push(await seedPerson(one));
  return numbers;
}
async function seedPerson(one: SeedPerson): Promise<string> {
  const idHash = lookup('id', one.idNumber);
  const personId = personIdOf(idHash);
  // By number, or by id: who was corrected since the last seed has another number and is not made anew.
  const known = (await PersonModel.findOne({ idHash }).lean<Person>()) ?? (await PersonModel.findById(personId).lean<Person>());
  if (known) return known.personNo;
  const applicationId = `seed-${personId}`;
  const personNo = one.personNo ?? (await numberFor(applications.models, 'person', applicationId, personNumberOf, FIRST_PERSON));
  const first = one.enrolments[0]?.from ?? '2023-01-01';
  const about = {
    idNumber: one.idNumber,
    name: one.name,
    mobile: one.mobile,
    ethnicGroup: '01',
    nationality: 'CHN',
    workStartOn: first,
    householdKind: '11',
  };
  const ranges: Range[] = one.enrolments.map(({ unitId, insurance, from, to }) => ({
    enrolmentId: `${applicationId}:${insurance}`,
    unitId,
    insurance,
    from,
    to,
  }));
  for (const { enrolmentId, unitId, insurance, from, to } of ranges) {
    await EnrolmentModel.create({
      _id: enrolmentId,
      personId,
      unitId,
      insurance,
      identity: '101',
      from,
      to,
      state: to ? '2' : '1',
      declared: BASE,
      base: BASE,
      kind: to ? 'stopped' : 'started',
      nameHash: nameHashOf(one.name),
      hostUnitId: null,
      applicationId,
      rev: 1,
      at: nowIso(),
      pending: true,
    }).catch(ignoreTwice);
    if (insurance === '210' && !to) {
      await applications.models.guards
        .create({ _id: `active:210:${idHash}`, applicationId, requestKey: applicationId, at: nowIso(), kind: 'lasting' })
        .catch(ignoreTwice);
    }
  }
  await PersonModel.create({
    _id: personId,
    personNo,
    idType: one.idType,
    idHash,
    about: sealAbout(about),
    sex: one.sex,
    birthDate: one.birthDate,
    rev: 1,
    ranges,
    madeBy: applicationId,
  }).catch(ignoreTwice);
  return personNo;
}
