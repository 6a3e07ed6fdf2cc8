import { STATUSES } from '@wangting/contracts/application';
import { cardHolder, holderOf } from '@wangting/contracts/caller';
import { JOURNAL_MESSAGES, progress, progressCode } from '@wangting/contracts/identity/journal';
import { brief } from '@wangting/contracts/desk/queue';
import { checkMobile } from '@wangting/contracts/standards/phone';
import { reach } from '@wangting/contracts/units/questions';
import type { ServiceBroker } from 'moleculer';
import { ask } from '@wangting/kit/call';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { unseal } from '@wangting/kit/sealed';
import { CODE_SECONDS, codeFits, sendCodeTo, useUp } from '../codes.ts';
import { refusedSecurity } from '../login-history.ts';
import { ProfileModel } from '../models/security.ts';
import { insistOnSms } from '../sms.ts';

const mobileOf = (typed: string): string => {
  const mobile = checkMobile(typed);
  if (!mobile.ok) throw new HallError('INPUT_INVALID', { issues: [{ path: 'mobile', message: mobile.message }] });
  return mobile.normalised;
};
/** The code goes to whatever phone is typed: whether it has to do with a case is asked only of somebody who holds the phone. */
const codeAction = implement(progressCode, async ({ input }) => {
  const mobile = mobileOf(input.mobile);
  insistOnSms();
  await sendCodeTo('progress', mobile);
  return { message: JOURNAL_MESSAGES.progressSent, seconds: CODE_SECONDS };
});
/** Does the phone stand on record for somebody who acts for the unit: bound here, else as units knows it? For himself only what he bound. */
async function phoneOf(broker: ServiceBroker, unitId: string, mobile: string): Promise<boolean> {
  const holder = holderOf(unitId);
  const { people } = holder ? { people: [{ idHash: holder, mobile: '' }] } : await ask(broker, 'identity', reach, { unitId });
  const profiles = await ProfileModel.find({ _id: { $in: people.map(({ idHash }) => cardHolder(idHash)) } }).lean();
  const bound = new Map(profiles.flatMap(({ _id, mobile: sealed }) => (sealed ? [[_id, unseal(sealed)] as const] : [])));
  return people.some((one) => (bound.get(cardHolder(one.idHash)) ?? one.mobile) === mobile);
}
/** A number nobody has and one that is not his read the same; the code is used up either way, so numbers are not tried in a row. */
const askAction = implement(progress, async ({ input, ctx }) => {
  const mobile = mobileOf(input.mobile);
  if (!(await codeFits('progress', mobile, input.code)) || !(await useUp('progress', mobile))) {
    refusedSecurity(ctx.broker, 'progress (code)', ctx.meta);
    throw refuse(JOURNAL_MESSAGES.progressCode, 'code');
  }
  const { row } = await ask(ctx.broker, 'identity', brief, { serialNo: input.serialNo });
  if (!row || !(await phoneOf(ctx.broker, row.unitId, mobile))) throw refuse(JOURNAL_MESSAGES.progressNone, 'serialNo');
  const { serialNo, itemName, submittedAt, decidedAt, due, updatedAt, status } = row;
  return { serialNo, itemName, submittedAt, decidedAt, due, updatedAt, status, statusWord: STATUSES[status].label };
});
export const progressActions = [codeAction, askAction] as unknown as Implemented[];
