import { isoOf, nowMs, realNow } from '@wangting/kit/clock';
import { loadHandlers, loadRules } from '@wangting/kit/items';
import { openObjects, sweepObjects } from '@wangting/kit/objects';
import { hallService } from '@wangting/kit/service';
import { deliveryActions, onDelivered } from './actions/deliveries.ts';
import { formAction, FORMS } from './actions/form.ts';
import { openAction } from './actions/open.ts';
import { receiptAction } from './actions/receipt.ts';
import { printsOfAllAction, printsOfUnitAction } from './actions/register.ts';
import { revokeAction } from './actions/revoke.ts';
import { sampleActions } from './actions/samples.ts';
import { sweepMisses, verifyAction, verifyFileAction, verifyKeyAction } from './actions/verify.ts';
import { workBatches } from './batch-work.ts';
import { deliveryOutbox } from './delivery.ts';
import { ZIP_KEPT_MS } from './batch.ts';
import { tellDue } from './delivery-notices.ts';
import { makeProofs } from './delivery-proof.ts';
import { finishAll } from './issue.ts';
import { openHandler, printHandlers, type PrintRules, type SigningRules } from './print-item.ts';
import { closeRenderer } from './render/renderer.ts';
import { store } from './store.ts';
import { keepUnits } from './units.ts';

const DAY_MS = 86_400_000;
/** Zips of batch prints. */
const BATCHES = 'batches/';
const items = (await loadRules('documents')) as unknown as (PrintRules | SigningRules)[];

export default hallService({
  name: 'documents',
  store,
  actions: [
    ...items.flatMap((rules) => ('print' in rules ? printHandlers(rules) : openHandler(rules))),
    ...(await loadHandlers('documents')),
    verifyAction,
    verifyFileAction,
    verifyKeyAction,
    openAction,
    formAction,
    receiptAction,
    revokeAction,
    ...deliveryActions,
    ...sampleActions,
    printsOfUnitAction,
    printsOfAllAction,
  ],
  tells: [deliveryOutbox],
  listens: (running) => [keepUnits(running)],
  // A store that is away at start is asked again before the first paper.
  started: async ({ log, kick }) => {
    onDelivered(kick);
    await openObjects().catch((error: unknown) => log.warn({ err: error }, 'the object store does not answer yet'));
  },
  stopped: closeRenderer,
  every: [
    // Older than three seconds: the request that began it may still be at work.
    { seconds: 5, name: 'finish issuing', run: async () => void (await finishAll(isoOf(nowMs() - 3_000))) },
    { seconds: 5, name: 'delivery notices', run: ({ service }) => tellDue(service.broker) },
    { seconds: 5, name: 'delivery proofs', run: makeProofs },
    // Whoever printed a whole unit waits for it: begun here, or left behind by a process that stopped.
    { seconds: 2, name: 'batch prints', run: (running) => workBatches(running.service.broker) },
    {
      seconds: 3_600,
      name: 'sweep',
      run: async () =>
        void (await Promise.all([sweepMisses(), sweepObjects(FORMS, realNow() - DAY_MS), sweepObjects(BATCHES, realNow() - ZIP_KEPT_MS)])),
    },
  ],
});
