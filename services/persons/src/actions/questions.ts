import { isInvoluntary } from '@wangting/contracts/dictionaries/stop-reason';
import { coverage, hashes, headcount, personSnapshot, stops } from '@wangting/contracts/persons/questions';
import { maskId, maskName } from '@wangting/contracts/standards/masking';
import { looked } from '@wangting/kit/audit';
import { implement } from '@wangting/kit/implement';
import { applications } from '../applications.ts';
import { aboutOf } from '../domain/about.ts';
import { headsOf } from '../heads.ts';
import { EnrolmentModel, type Enrolment } from '../models/enrolment.ts';
import { PersonModel, type Person } from '../models/person.ts';

export const coverageAction = implement(coverage, async ({ input }) => {
  const ids = [...new Set(input.questions.map(({ personId }) => personId))];
  const people = new Map(
    (
      await PersonModel.find({ _id: { $in: ids } })
        .select({ ranges: 1 })
        .lean<Pick<Person, '_id' | 'ranges'>[]>()
    ).map((person) => [person._id, person.ranges]),
  );
  return {
    answers: input.questions.map(({ personId, unitId, insurance, on }) => {
      const range = people
        .get(personId)
        ?.find((one) => one.unitId === unitId && one.insurance === insurance && one.from <= on && (one.to === null || on <= one.to));
      return { personId, unitId, insurance, covered: Boolean(range), from: range?.from ?? null, to: range?.to ?? null };
    }),
  };
});
export const headcountAction = implement(headcount, async ({ input: { unitId } }) => ({ counts: await headsOf(unitId) }));
/** What is kept of somebody by number follows when the number is corrected. */
export const hashesAction = implement(hashes, async ({ input: { ids } }) => {
  const people = await PersonModel.find({ _id: { $in: ids } })
    .select({ idHash: 1 })
    .lean<Pick<Person, '_id' | 'idHash'>[]>();
  return { people: people.map(({ _id, idHash }) => ({ personId: _id, idHash })) };
});
/** Who prints or decides needs the whole name and number; who only lists does not. */
const WHOLE: readonly string[] = ['documents', 'injury', 'benefits'];
export const personSnapshotAction = implement(personSnapshot, async ({ input: { ids, what }, caller }) => {
  const whole = WHOLE.includes(caller.id);
  const people = await PersonModel.find({ _id: { $in: ids } }).lean<Person[]>();
  if (whole)
    for (const { _id } of people)
      looked(applications.broker(), 'persons', {
        who: caller.onBehalfOf ?? caller.id,
        kind: caller.kind,
        whose: _id,
        fields: ['name', 'idNumber'],
        what,
      });
  return {
    people: people.map((person) => {
      const { name, idNumber } = aboutOf(person);
      return {
        personId: person._id,
        personNo: person.personNo,
        idType: person.idType,
        name: whole ? name : maskName(name),
        idNumber: whole ? idNumber : maskId(idNumber),
        whole,
        sex: person.sex,
        birthDate: person.birthDate,
      };
    }),
  };
});
/** By the index personId, insurance, state. The newest ending of each insurance in the unit that was asked about. */
export const stopsAction = implement(stops, async ({ input: { questions } }) => {
  const rows = await EnrolmentModel.find({
    personId: { $in: [...new Set(questions.map(({ personId }) => personId))] },
    insurance: { $in: ['210', '410'] },
    state: '2',
  }).lean<Enrolment[]>();
  const newest = (personId: string, unitId: string, insurance: string) =>
    rows
      .filter((row) => row.personId === personId && row.unitId === unitId && row.insurance === insurance)
      .toSorted((a, b) => ((a.to ?? '') < (b.to ?? '') ? 1 : -1))[0];
  return {
    answers: questions.flatMap(({ personId, unitId }) =>
      (['210', '410'] as const).flatMap((insurance) => {
        const row = newest(personId, unitId, insurance);
        if (!row?.to) return [];
        const { reason = null, detail = null, contractEndOn = null } = row.stop ?? {};
        const involuntary = reason !== null && isInvoluntary(reason, detail ?? undefined);
        return [{ personId, unitId, insurance, to: row.to, reason, involuntary, contractEndOn }];
      }),
    ),
  };
});
