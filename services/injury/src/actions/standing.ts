import { standing } from '@wangting/contracts/injury/questions';
import { today } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { casesOf } from '../models/case.ts';

export const standingAction = implement(standing, async ({ input: { personIds } }) => {
  const cases = await casesOf(personIds);
  const day = today();
  return {
    answers: personIds.map((personId) => {
      const own = cases.get(personId) ?? [];
      const grades = own.map(({ grade }) => grade).filter((grade) => grade > 0);
      return {
        personId,
        openCase: own.some(({ state }) => state === 'open'),
        onPaidLeave: own.some(({ leaveFrom, leaveTo }) => leaveFrom !== null && leaveFrom <= day && (leaveTo === null || leaveTo >= day)),
        // The gravest of several injuries counts.
        grade: grades.length ? Math.min(...grades) : 0,
      };
    }),
  };
});
