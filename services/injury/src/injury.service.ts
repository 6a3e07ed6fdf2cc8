import type { Implemented } from '@wangting/kit/implement';
import { hallService } from '@wangting/kit/service';
import { caseAction } from './actions/case.ts';
import { standingAction } from './actions/standing.ts';
import { workerAction } from './actions/worker.ts';
import { followNumbers } from './hear.ts';
import { store } from './store.ts';

export default hallService({
  name: 'injury',
  store,
  actions: [standingAction, caseAction, workerAction] as unknown as Implemented[],
  listens: (running) => [followNumbers(running)],
});
