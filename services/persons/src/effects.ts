import { createHash } from 'node:crypto';
import { personNumberOf } from '@wangting/contracts/standards/numbers';
import { item, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import type { Effect, EffectCase } from '@wangting/kit/applications/effects';
import { numberFor } from '@wangting/kit/applications/numbers';
import { nowIso } from '@wangting/kit/clock';
import { isDuplicateKey, refuse } from '@wangting/kit/errors';
import { digest, sealJson, unsealJson } from '@wangting/kit/sealed';
import { nameHashOf } from './domain/name.ts';
import { workFrom, type WorkAsTyped } from './domain/work.ts';
import { removeEnrolment } from './ending.ts';
import { applications } from './applications.ts';
import { aboutFrom, aboutOf, sealAbout, type About } from './domain/about.ts';
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
  /** Absent in cases that were sent before there was a version to keep. */
  limitsVersion?: string;
  personId: string | null;
  hostUnitId: string | null;
}
const kept = (of: EffectCase): Kept => of.keep as unknown as Kept;
/** Made from the first ID number, and his for good: who was corrected keeps it (人员信息更正). */
export const personIdOf = (idHash: string): string => createHash('sha256').update(`person:${idHash}`).digest('hex').slice(0, 32);
/** Of these numbers those whose id is somebody's already: his own, or of one who was corrected and has another number by now. */
export async function idsTaken(idHashes: readonly string[]): Promise<Set<string>> {
  const people = await PersonModel.find({ _id: { $in: idHashes.map(personIdOf) } })
    .select({ _id: 1 })
    .lean<Pick<Person, '_id'>[]>();
  return new Set(people.map(({ _id }) => _id));
}

/** Somebody else may have made this person since 提交, under another name: then a reviewer looks, nobody is enrolled as somebody else. */
function insistSame(person: Person, name: string): Person {
  if (aboutOf(person).name !== name) throw refuse(item.messages.otherName ?? '证件号码与姓名不一致');
  return person;
}

type Brought = Pick<PersonEnrolmentInput, 'mobile' | 'femaleCadre'>;
/**
 * 续保 brings the phone of today, and for a woman whether she is 干部: the rest of 基本信息 stays as it was. What stood there is kept in the same
 * write: a result of the effect would be lost when the machine stops between the two.
 */
export function takenOver(person: Person, { mobile, femaleCadre }: Partial<Brought>, by: string): Pick<Person, 'about' | 'replaced'> {
  const about = aboutOf(person);
  const before: Brought = { mobile: about.mobile, femaleCadre: about.femaleCadre };
  return {
    about: sealAbout({ ...about, ...(mobile ? { mobile } : {}), ...(femaleCadre ? { femaleCadre } : {}) }),
    replaced: { by, before: sealJson(before) },
  };
}
/** Once per case: a late repeat changes neither what somebody brought since nor what was undone. */
async function takeOver(personId: string, brought: Brought, by: string): Promise<void> {
  for (;;) {
    const person = await PersonModel.findById(personId).lean<Person>();
    if (!person) throw new Error('changing somebody who is not there');
    if (person.madeBy === by || person.replaced?.by === by) return;
    if (await EnrolmentModel.exists({ _id: { $in: [`${by}:210`, `${by}:410`] }, state: '3' })) return;
    const changed = await PersonModel.updateOne(
      { _id: personId, rev: person.rev },
      { $set: takenOver(person, brought, by), $inc: { rev: 1 } },
    );
    if (changed.modifiedCount) return;
  }
}
/** 撤销 of a 续保: each of the two goes back to what it was, unless it is no longer as the case brought it. */
export async function putBack(personId: string, { mobile, femaleCadre }: Brought, by: string): Promise<void> {
  for (;;) {
    const person = await PersonModel.findById(personId).lean<Person>();
    if (person?.replaced?.by !== by) return;
    const now = aboutOf(person);
    const before = unsealJson<Brought>(person.replaced.before);
    const about = {
      ...now,
      ...(now.mobile === mobile ? { mobile: before.mobile } : {}),
      ...(femaleCadre && now.femaleCadre === femaleCadre ? { femaleCadre: before.femaleCadre } : {}),
    };
    const changed = await PersonModel.updateOne(
      { _id: personId, rev: person.rev },
      { $set: { about: sealAbout(about) }, $unset: { replaced: 1 }, $inc: { rev: 1 } },
    );
    if (changed.modifiedCount) return;
  }
}
/** Changes 基本信息 by compare-and-set: ranges that change meanwhile are not undone. */
export async function changeAbout(personId: string, change: (about: About) => About): Promise<void> {
  for (;;) {
    const person = await PersonModel.findById(personId).lean<Person>();
    if (!person) throw new Error('changing somebody who is not there');
    const before = aboutOf(person);
    const after = change(before);
    if (digest(before) === digest(after)) return;
    const changed = await PersonModel.updateOne(
      { _id: personId, rev: person.rev },
      { $set: { about: sealAbout(after) }, $inc: { rev: 1 } },
    );
    if (changed.modifiedCount) return;
  }
}

/** A person as first recorded, without insurances. One whose number was another's before (`taken`) is named after his 个人编号 besides. */
export const newPerson = (
  { idHash, idNumber, name }: Pick<Kept, 'idHash' | 'idNumber' | 'name'>,
  values: PersonEnrolmentInput,
  personNo: string,
  madeBy: string,
  taken: ReadonlySet<string>,
): Person => ({
  _id: taken.has(personIdOf(idHash)) ? personIdOf(`${idHash}:${personNo}`) : personIdOf(idHash),
  personNo,
  idType: values.idType,
  idHash,
  about: sealAbout(aboutFrom({ ...values, idNumber, name })),
  sex: values.sex ?? '9',
  birthDate: values.birthDate ?? '',
  rev: 1,
  ranges: [],
  madeBy,
});
/** The row of a stretch that begins, waiting to be told. */
export const newEnrolment = (
  { enrolmentId, unitId, insurance, from }: Range,
  values: Pick<PersonEnrolmentInput, 'identity' | 'declaredBase' | 'mode'> & WorkAsTyped,
  of: Pick<Kept, 'name' | 'baseFen' | 'limitsVersion' | 'hostUnitId'> & { personId: string; applicationId: string },
): Enrolment => ({
  _id: enrolmentId,
  personId: of.personId,
  unitId,
  insurance,
  identity: values.identity,
  from,
  to: null,
  state: '1',
  declared: values.declaredBase,
  base: of.baseFen,
  ...(of.limitsVersion ? { limits: of.limitsVersion } : {}),
  work: workFrom(values),
  kind: values.mode === 'resume' ? 'resumed' : 'started',
  nameHash: nameHashOf(of.name),
  hostUnitId: of.hostUnitId,
  applicationId: of.applicationId,
  rev: 1,
  at: nowIso(),
  pending: true,
});

/** 建立人员: one person per ID number; a number that exists by now (two units at once) is found, not made twice. */
export const makePerson: Effect = {
  name: 'person',
  title: '建立人员信息',
  async run(of) {
    const { idHash, idNumber, name, personId } = kept(of);
    const known = await PersonModel.findOne({ idHash }).lean<Person>();
    const values = of.values as PersonEnrolmentInput;
    // 续保 of somebody whose number was corrected since 提交: under the old one nobody new is made of him.
    if (!known && personId) throw refuse(item.messages.noPerson ?? '证件号码与姓名不一致');
    if (known) {
      insistSame(known, name);
      await takeOver(known._id, values, of.applicationId);
      return { personNo: known.personNo };
    }
    const personNo = await numberFor(applications.models, 'person', of.applicationId, personNumberOf, FIRST_PERSON);
    try {
      await PersonModel.create(newPerson({ idHash, idNumber, name }, values, personNo, of.applicationId, await idsTaken([idHash])));
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
    const { idHash, insurances, baseFen, limitsVersion, hostUnitId } = kept(of);
    const values = of.values as PersonEnrolmentInput;
    for (const insurance of insurances) {
      const enrolmentId = `${of.applicationId}:${insurance}`;
      const person = await openRange(idHash, { enrolmentId, unitId: of.unitId, insurance, from: values.from, to: null });
      const { name } = aboutOf(person);
      const about = { personId: person._id, name, baseFen, limitsVersion, hostUnitId, applicationId: of.applicationId };
      const row = newEnrolment({ enrolmentId, unitId: of.unitId, insurance, from: values.from, to: null }, values, about);
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
    // A late repeat of a case that was undone meanwhile: nothing to do any more.
    if (await EnrolmentModel.exists({ _id: range.enrolmentId, state: '3' })) return person;
    const clash = person.ranges.some(
      (one) =>
        one.insurance === range.insurance &&
        (one.to === null || one.to >= range.from) &&
        (range.insurance === '210' || one.unitId === range.unitId),
    );
    if (clash) throw refuse('该人员已有正在参保的同一险种，参保未生效，请复核');
    const changed = await PersonModel.updateOne(
      { _id: person._id, rev: person.rev },
      { $set: { ranges: [...person.ranges, range] }, $inc: { rev: 1 } },
    );
    if (changed.modifiedCount) return person;
  }
}

/** 撤销: each insurance goes, and the person too when this case alone brought him and nothing hangs on him: his number is never given out again. */
export const undoEnrol: Effect = {
  name: 'undo-enrol',
  title: '撤销参保',
  async run(of) {
    const { idHash, insurances } = kept(of);
    const person = await PersonModel.findOne({ idHash }).select({ _id: 1 }).lean<Person>();
    if (!person) return; // done before
    for (const insurance of insurances)
      await removeEnrolment({ enrolmentId: `${of.applicationId}:${insurance}`, personId: person._id, idHash });
    await putBack(person._id, of.values as PersonEnrolmentInput, of.applicationId);
    const left = await PersonModel.findById(person._id).lean<Person>();
    if (left?.madeBy === of.applicationId && !left.ranges.length) await PersonModel.deleteOne({ _id: left._id, rev: left.rev });
  },
};
/** Refuses when what the case made is no longer as it made it. */
export async function insistUntouched(of: EffectCase): Promise<{ personId: string; idHash: string; insurances: Kept['insurances'] }> {
  const { idHash, insurances } = kept(of);
  const person = await PersonModel.findOne({ idHash }).lean<Person>();
  const ids = insurances.map((insurance) => `${of.applicationId}:${insurance}`);
  const running = person?.ranges.filter(({ enrolmentId, to }) => ids.includes(enrolmentId) && to === null) ?? [];
  if (!person || running.length < ids.length) throw refuse(item.messages.undoChanged ?? '不能撤销');
  return { personId: person._id, idHash, insurances };
}
