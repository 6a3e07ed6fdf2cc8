import { caseOf } from '@wangting/contracts/injury/questions';
import { implement } from '@wangting/kit/implement';
import { casesOf } from '../models/case.ts';

export const caseAction = implement(caseOf, async ({ input: { personIds } }) => {
  const cases = await casesOf(personIds);
  return {
    answers: personIds.map((personId) => {
      const own = cases.get(personId) ?? [];
      // Newest signature first; a conclusion nobody signed for is not in force yet.
      const signed = own.find(({ conclusion, signedOn }) => conclusion !== null && signedOn !== null);
      return { personId, signedConclusion: signed?.conclusion ?? null, reassessmentOpen: own.some(({ reassessing }) => reassessing) };
    }),
  };
});
