import { openObjects } from '@wangting/kit/objects';
import { hallService } from '@wangting/kit/service';
import { beginAction } from './actions/begin.ts';
import { completeAction } from './actions/complete.ts';
import { factsAction, signAction } from './actions/read.ts';
import { store } from './store.ts';
import { sweep } from './sweep.ts';

export default hallService({
  name: 'files',
  store,
  actions: [beginAction, completeAction, factsAction, signAction],
  // A store that is away at start is asked again before the first form.
  started: ({ log }) => openObjects().catch((error: unknown) => log.warn({ err: error }, 'the object store does not answer yet')),
  every: [{ seconds: 3_600, name: 'sweep', run: async () => void (await sweep()) }],
});
