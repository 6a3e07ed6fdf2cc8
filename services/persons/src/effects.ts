import { createHash } from 'node:crypto';
import { personNumberOf } from '@wangting/contracts/standards/numbers';
import { item, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import type { Effect, EffectCase } from '@wangting/kit/applications/effects';
import { numberFor } from '@wangting/kit/applications/numbers';
import { nowIso } from '@wangting/kit/clock';
import { isDuplicateKey, refuse } from '@wangting/kit/errors';
import { applications } from './applications.ts';
import { aboutFrom, aboutOf, sealAbout } from './domain/about.ts';
import { EnrolmentModel, type Enrolment } from './models/enrolment.ts';
import { PersonModel, type Person, type Range } from './models/person.ts';

/** The first number: 611000000001, in the style of the manual. */
export const FIRST_PERSON = 1_000_000_001;
interface Kept {
  idHash: string;
  idNumber: string;
  name: string;
  insurances: ('210' | '410')[];
  baseFen: number;
  personId: string | null;
  hostUnitId: string | null;
}
const kept = (of: EffectCase): Kept => of.keep as unknown as Kept;
export const personIdOf = (idHash: string): string => createHash('sha256').update(`person:${idHash}`).digest('hex').slice(0, 32);

/** Somebody else may have made this person since 提交, under another name: then a reviewer looks, nobody is enrolled as somebody else. */
function insistSame(person: Person, name: string): Person {
  if (aboutOf(person).name !== name) throw refuse(item.messages.otherName ?? '证件号码与姓名不一致');
  return person;
}

/** 建立人员: one person per ID number; a number that exists by now (two units at once) is found, not made twice. */
export const makePerson: Effect = {
  name: 'person',
  title: '建立人员信息',
  async run(of) {
    const { idHash, idNumber, name } = kept(of);
    const known = await PersonModel.findOne({ idHash }).lean<Person>();
    if (known) return { personNo: insistSame(known, name).personNo };
    const values = of.values as PersonEnrolmentInput;
    const personNo = await numberFor(applications.models, 'person', of.applicationId, personNumberOf, FIRST_PERSON);
    try {
      await PersonModel.create({
        _id: personIdOf(idHash),
        personNo,
        idType: values.idType,
        idHash,
        about: sealAbout(aboutFrom({ ...values, idNumber, name })),
        sex: values.sex ?? '9',
        birthDate: values.birthDate ?? '',
        rev: 1,
        ranges: [],
        madeBy: of.applicationId,
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const now = await PersonModel.findOne({ idHash }).lean<Person>();
    if (!now) throw new Error('a person that was just made is not there');
    return { personNo: insistSame(now, name).personNo };
  },
};

/** 参保: one row per insurance under a key made from the application; the person's ranges change by compare-and-set. */
export const enrol: Effect = {
  name: 'enrol',
  title: '参保生效',
  async run(of) {
    const { idHash, insurances, baseFen, hostUnitId } = kept(of);
    const values = of.values as PersonEnrolmentInput;
    for (const insurance of insurances) {
      const enrolmentId = `${of.applicationId}:${insurance}`;
      const person = await openRange(idHash, { enrolmentId, unitId: of.unitId, insurance, from: values.from, to: null });
      const row: Enrolment = {
        _id: enrolmentId,
        personId: person._id,
        unitId: of.unitId,
        insurance,
        identity: values.identity,
        from: values.from,
        to: null,
        state: '1',
        declared: values.declaredBase,
        base: baseFen,
        kind: values.mode === 'resume' ? 'resumed' : 'started',
        hostUnitId,
        applicationId: of.applicationId,
        rev: 1,
        at: nowIso(),
        pending: true,
      };
      await EnrolmentModel.create(row).catch((error: unknown) => {
        if (!isDuplicateKey(error)) throw error;
      });
    }
    return { insurances: insurances.join(',') };
  },
};

/** Adds a running range unless it is there. Asked again here what was asked at 提交: the world may have moved (decisions.md 4). */
export async function openRange(idHash: string, range: Range): Promise<Person> {
  for (;;) {
    const person = await PersonModel.findOne({ idHash }).lean<Person>();
    if (!person) throw new Error('enrolling somebody who is not there');
    if (person.ranges.some(({ enrolmentId }) => enrolmentId === range.enrolmentId)) return person;
    const clash = person.ranges.some(
      (one) => one.insurance === range.insurance && one.to === null && (range.insurance === '210' || one.unitId === range.unitId),
    );
    if (clash) throw refuse('该人员已有正在参保的同一险种，参保未生效，请复核');
    const changed = await PersonModel.updateOne(
      { _id: person._id, rev: person.rev },
      { $set: { ranges: [...person.ranges, range] }, $inc: { rev: 1 } },
    );
    if (changed.modifiedCount) return person;
  }
}
