import { coverage, headcount } from '@wangting/contracts/persons/questions';
import { implement } from '@wangting/kit/implement';
import { EnrolmentModel } from '../models/enrolment.ts';
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
export const headcountAction = implement(headcount, async ({ input }) => {
  const running = { unitId: input.unitId, state: '1' } as const;
  const [unemployment, injury, people] = await Promise.all([
    EnrolmentModel.countDocuments({ ...running, insurance: '210' }),
    EnrolmentModel.countDocuments({ ...running, insurance: '410' }),
    EnrolmentModel.distinct('personId', { ...running, insurance: { $in: ['210', '410'] } }),
  ]);
  return { counts: { '210': unemployment, '410': injury, people: people.length } };
});
