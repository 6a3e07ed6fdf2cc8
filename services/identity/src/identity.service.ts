import type { ServiceBroker } from 'moleculer';
import { unitFact } from '@wangting/contracts/units/questions';
import { isoOf, nowMs, realNow } from '@wangting/kit/clock';
import { hallService } from '@wangting/kit/service';
import { enterAction, pollCardAction, simulatorScanAction, simulatorStateAction, startCardAction } from './actions/card.ts';
import { auditAction, favouritesAction, noticesAction, notifyAction, readNoticeAction, setFavouriteAction } from './actions/mine.ts';
import { logoutAction, meAction, passwordAction, revokeAction, tokenAction } from './actions/password.ts';
import { registerAction, sendCodeAction } from './actions/register.ts';
import { hearUnits } from './hear-units.ts';
import { SmsCodeModel, SmsMessageModel, TicketModel } from './models/small.ts';
import { sweepSessions } from './sessions.ts';
import { store } from './store.ts';

let started: ServiceBroker | undefined;
const broker = (): ServiceBroker => {
  if (!started) throw new Error('identity has not started');
  return started;
};

/** Forgets what has run out. */
async function sweep(): Promise<void> {
  const old = realNow() - 600_000;
  await TicketModel.deleteMany({ until: { $lt: old } });
  await SmsCodeModel.deleteMany({ until: { $lt: old } });
  await SmsMessageModel.deleteMany({ at: { $lt: isoOf(nowMs() - 86_400_000) } });
  await sweepSessions();
}

/** Who somebody is, which hat he wears, and what he may do with it. */
export default hallService({
  name: 'identity',
  store,
  actions: [
    startCardAction,
    pollCardAction,
    enterAction(broker),
    simulatorStateAction,
    simulatorScanAction,
    passwordAction(broker),
    meAction,
    logoutAction(broker),
    tokenAction,
    revokeAction(broker),
    sendCodeAction,
    registerAction,
    favouritesAction,
    setFavouriteAction,
    noticesAction,
    readNoticeAction,
    notifyAction(broker),
    auditAction,
  ],
  listens: ({ service }) => [{ service: 'identity', fact: unitFact, batch: 100, handle: hearUnits(service.broker) }],
  started: ({ service }) => {
    started = service.broker;
  },
  every: [{ seconds: 60, name: 'sweep', run: sweep }],
});
