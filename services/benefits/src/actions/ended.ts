import { ended } from '@wangting/contracts/benefits/questions';
import { implement } from '@wangting/kit/implement';
import { MEDICAL_GRANT, PaymentModel, type Payment } from '../models/payment.ts';

/** Only money that arrived counts: a payment that is owed, or came back from the bank, ends nothing. */
export const endedAction = implement(ended, async ({ input: { personIds } }) => {
  const paid = await PaymentModel.find({ personId: { $in: personIds }, benefit: MEDICAL_GRANT, state: 'paid' })
    .select({ personId: 1 })
    .lean<Payment[]>();
  const people = new Set(paid.map(({ personId }) => personId));
  return { answers: personIds.map((personId) => ({ personId, ended: people.has(personId) })) };
});
