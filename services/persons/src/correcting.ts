import { item } from '@wangting/contracts/persons/person-correction';
import { Underway, type EffectCase } from '@wangting/kit/applications/effects';
import { dropGuards, takeGuards } from '@wangting/kit/applications/guards';
import { nowIso } from '@wangting/kit/clock';
import { ignoreTwice, isDuplicateKey, nameOf, refuse } from '@wangting/kit/errors';
import { lookup as blind, sealJson } from '@wangting/kit/sealed';
import { applications } from './applications.ts';
import { aboutOf, sealAbout } from './domain/about.ts';
import { identityOf, labelOfField, type Field, type Identity } from './domain/correction.ts';
import { nameHashOf } from './domain/name.ts';
import { guardOf } from './ending.ts';
import { EnrolmentModel, type Enrolment } from './models/enrolment.ts';
import { PersonModel, type Person } from './models/person.ts';

/** What a case of 人员信息更正 keeps beside what was sent. */
export interface Kept {
  personId: string;
  fields: Field[];
  before: Identity;
  after: Identity;
  hat: string;
}
const words = item.messages as Record<string, string>;
const say = (name: string): string => words[name] ?? name;
const only = (identity: Identity, fields: readonly Field[]): Partial<Identity> =>
  Object.fromEntries(fields.map((field) => [field, identity[field]]));
const runningUnemployment = ({ ranges }: Person) => ranges.find(({ insurance, to }) => insurance === '210' && to === null);

/**
 * 更正: the person by one compare-and-set, which also holds the record of it, and then what goes by his name or number. Done again it goes on where
 * it stopped. While a number moves nobody is stopped under it: who ends an insurance lets go of a guard that is named after the number.
 */
export async function correctPerson(of: EffectCase): Promise<void> {
  const { fields, before, after } = of.keep as unknown as Kept;
  const numbers = fields.includes('idNumber') ? [before.idNumber, after.idNumber].map((number) => blind('id', number)) : [];
  const stops = numbers.map((idHash) => `open:person-stop:${idHash}`);
  const key = `${of.applicationId}:correct`;
  await hold(stops, of.applicationId, key);
  try {
    const person = await write(of, key);
    const nameHash = nameHashOf(aboutOf(person).name);
    if (fields.includes('name')) await EnrolmentModel.updateMany({ personId: person._id }, { $set: { nameHash } });
    const [was, is] = numbers;
    if (was && is) await moveGuard(of, person, guardOf(was), guardOf(is));
  } catch (error) {
    // Refused: the case is open again, and the number it wanted is not held meanwhile.
    if (nameOf(error)) await dropGuards(applications.models.guards, numbers.slice(1).map(guardOf), key);
    throw error;
  } finally {
    await dropGuards(applications.models.guards, stops, key);
  }
}

/** All of these, or asks again later when somebody is just being stopped. Held under one key by all who carry out this case. */
async function hold(stops: readonly string[], applicationId: string, key: string): Promise<void> {
  const { models } = applications;
  const wishes = stops.map((id) => ({ id, kind: 'open' as const }));
  for (;;)
    try {
      return await takeGuards(models, wishes, applicationId, key);
    } catch (error) {
      if (nameOf(error) !== 'ALREADY_OPEN') throw error;
      if (await models.guards.exists({ _id: { $in: [...stops] }, requestKey: { $ne: key } })) throw new Underway(say('busy'));
    } // let go of in that moment
}

/** The person as corrected, by this case now or before. Refuses when what the reviewer saw is not there any more. */
async function write(of: EffectCase, key: string): Promise<Person> {
  const { personId, fields, before, after, hat } = of.keep as unknown as Kept;
  for (;;) {
    const person = await PersonModel.findById(personId).lean<Person>();
    if (!person) throw refuse(say('noPerson'));
    if (person.corrections?.some(({ by }) => by === of.applicationId)) return person;
    const now = identityOf(person);
    const moved = fields.find((field) => now[field] !== before[field]);
    if (moved) throw refuse(say('moved').replace('{label}', labelOfField(moved)));
    // An insurance that is just beginning writes the name it has read: waited for, so that no row keeps the old one.
    const ids = person.ranges.map(({ enrolmentId }) => enrolmentId);
    if ((await EnrolmentModel.countDocuments({ _id: { $in: ids } })) < ids.length)
      throw new Error('an insurance whose row is not there yet');
    const next: Identity = { ...now, ...only(after, fields) };
    if (fields.includes('idNumber') && runningUnemployment(person)) await reserve(of, guardOf(blind('id', next.idNumber)), key);
    const at = nowIso();
    const differences = sealJson({ before: only(before, fields), after: only(after, fields) });
    const correction = { by: of.applicationId, unitId: of.unitId, who: of.submittedBy, hat, at, differences };
    const { name, idNumber, mobile, idType, sex, birthDate } = next;
    try {
      const changed = await PersonModel.updateOne(
        { _id: personId, rev: person.rev },
        {
          $set: {
            about: sealAbout({ ...aboutOf(person), name, idNumber, mobile }),
            idType,
            idHash: blind('id', idNumber),
            sex,
            birthDate,
            corrections: [...(person.corrections ?? []), correction],
            at,
            pending: true,
          },
          $inc: { rev: 1 },
        },
      );
      if (changed.modifiedCount) continue; // read again: what follows goes by what is there
    } catch (error) {
      if (isDuplicateKey(error)) throw refuse(say('taken')); // one person per ID number in the province
      throw error;
    }
  }
}

/** 失业保险 runs once per person, whatever his number: the new one is held before the old one goes. Until then it is this case's own. */
async function reserve({ applicationId }: EffectCase, guard: string, key: string): Promise<void> {
  const { guards } = applications.models;
  await guards.create({ _id: guard, applicationId, requestKey: key, at: nowIso(), kind: 'open' }).catch(async (error: unknown) => {
    ignoreTwice(error);
    const holder = await guards.findById(guard).lean();
    if (holder && holder.applicationId !== applicationId) throw refuse(say('taken'));
  });
}
/** Hands the new number's guard to whoever insures him, and lets the old number go. */
async function moveGuard({ applicationId }: EffectCase, person: Person, was: string, is: string): Promise<void> {
  const { guards } = applications.models;
  const running = runningUnemployment(person);
  if (guardOf(person.idHash) !== is) return; // a late repeat: his number was put right once more
  const row = running && (await EnrolmentModel.findById(running.enrolmentId).lean<Enrolment>());
  if (!row) return;
  const holder = row.guardedBy ?? row.applicationId;
  const old = await guards.findById(was).lean();
  const lasting = { applicationId: holder, requestKey: old?.requestKey ?? holder, kind: 'lasting' as const };
  const { matchedCount } = await guards.updateOne({ _id: is, applicationId }, { $set: lasting });
  if (!matchedCount) await guards.create({ _id: is, at: nowIso(), ...lasting }).catch(ignoreTwice);
  await guards.deleteOne({ _id: was, applicationId: holder });
}
