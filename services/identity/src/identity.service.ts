import { applicationFact } from '@wangting/contracts/fact';
import { unitFact } from '@wangting/contracts/units/questions';
import { isoOf, nowMs, realNow } from '@wangting/kit/clock';
import type { Implemented } from '@wangting/kit/implement';
import { hallService } from '@wangting/kit/service';
import { changePasswordAction, forgotAction, passwordStateAction, resetAction } from './actions/account.ts';
import { boardActions } from './actions/board.ts';
import { enterAction, pollCardAction, simulatorScanAction, simulatorStateAction, startCardAction } from './actions/card.ts';
import { departmentActions } from './actions/departments.ts';
import { displayActions } from './actions/display.ts';
import { grantActions } from './actions/grants.ts';
import { hatActions } from './actions/hats.ts';
import { journalActions } from './actions/journal.ts';
import { messageActions } from './actions/messages.ts';
import { auditAction, favouritesAction, noticesAction, notifyAction, readNoticeAction, setFavouriteAction } from './actions/mine.ts';
import { namesAction } from './actions/names.ts';
import { passwordAction } from './actions/password.ts';
import { progressActions } from './actions/progress.ts';
import { registerAction, sendCodeAction } from './actions/register.ts';
import { matrixAction } from './actions/roles.ts';
import { securityActions } from './actions/security.ts';
import { idleAction, logoutAction, meAction, revokeAction, stayAction, tokenAction } from './actions/session.ts';
import { staffActions } from './actions/staff.ts';
import { hearApplications, OWNERS } from './hear-applications.ts';
import { hearUnits } from './hear-units.ts';
import { sweepMessages } from './mailbox.ts';
import { UsedNonceModel } from './models/department.ts';
import { AttemptModel, UsedProofModel } from './models/security.ts';
import { SmsCodeModel, SmsMessageModel, TicketModel } from './models/small.ts';
import { sweepSessions } from './sessions.ts';
import { sweepSms, workSms } from './sms.ts';
import { store } from './store.ts';

/** Forgets what has run out. */
async function sweep(): Promise<void> {
  const old = realNow() - 600_000;
  await TicketModel.deleteMany({ until: { $lt: old } });
  await SmsCodeModel.deleteMany({ until: { $lt: old } });
  await AttemptModel.deleteMany({ until: { $lt: realNow() }, lockedUntil: { $lt: realNow() } });
  await UsedProofModel.deleteMany({ until: { $lt: old } });
  await UsedNonceModel.deleteMany({ until: { $lt: old } });
  await SmsMessageModel.deleteMany({ at: { $lt: isoOf(nowMs() - 86_400_000) } });
  await sweepSms();
  await sweepSessions();
}

/** Who somebody is, which hat he wears, what he may do with it, and what he is told. */
export default hallService({
  name: 'identity',
  store,
  actions: [
    startCardAction,
    pollCardAction,
    enterAction,
    simulatorStateAction,
    simulatorScanAction,
    passwordAction,
    meAction,
    idleAction,
    stayAction,
    logoutAction,
    tokenAction,
    revokeAction,
    sendCodeAction,
    registerAction,
    passwordStateAction,
    changePasswordAction,
    forgotAction,
    resetAction,
    ...securityActions,
    ...hatActions,
    ...grantActions,
    favouritesAction,
    setFavouriteAction,
    noticesAction,
    readNoticeAction,
    notifyAction,
    ...messageActions,
    ...journalActions,
    ...progressActions,
    ...boardActions,
    ...displayActions,
    matrixAction,
    ...staffActions,
    ...departmentActions,
    auditAction,
    namesAction,
  ] as unknown as Implemented[],
  listens: ({ service }) => [
    { service: 'identity', fact: unitFact, batch: 100, handle: hearUnits(service.broker) },
    ...OWNERS.map((owner) => ({
      service: 'identity' as const,
      fact: applicationFact(owner),
      batch: 100,
      handle: hearApplications(service.broker, owner),
    })),
  ],
  every: [
    { seconds: 60, name: 'sweep', run: sweep },
    { seconds: 3_600, name: 'sweep messages', run: sweepMessages },
    { seconds: 1, name: 'sms', run: workSms },
  ],
});
