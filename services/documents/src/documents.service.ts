import { isoOf, nowMs, realNow } from '@wangting/kit/clock';
import { loadRules } from '@wangting/kit/items';
import { hallService } from '@wangting/kit/service';
import { formAction, FORMS } from './actions/form.ts';
import { openAction } from './actions/open.ts';
import { receiptAction } from './actions/receipt.ts';
import { sweepMisses, verifyAction } from './actions/verify.ts';
import { finishAll } from './issue.ts';
import { openObjects, sweepObjects } from './objects.ts';
import { printHandlers, type PrintRules } from './print-item.ts';
import { closeRenderer } from './render/renderer.ts';
import { store } from './store.ts';
import { keepUnits } from './units.ts';

const DAY_MS = 86_400_000;
const items = (await loadRules('documents')) as unknown as PrintRules[];

export default hallService({
  name: 'documents',
  store,
  actions: [...items.flatMap(printHandlers), verifyAction, openAction, formAction, receiptAction],
  listens: (running) => [keepUnits(running)],
  // A store that is away at start is asked again before the first paper.
  started: ({ log }) => openObjects().catch((error: unknown) => log.warn({ err: error }, 'the object store does not answer yet')),
  stopped: closeRenderer,
  every: [
    // Older than three seconds: the request that began it may still be at work.
    { seconds: 5, name: 'finish issuing', run: async () => void (await finishAll(isoOf(nowMs() - 3_000))) },
    { seconds: 3_600, name: 'sweep', run: async () => void (await Promise.all([sweepMisses(), sweepObjects(FORMS, realNow() - DAY_MS)])) },
  ],
});
