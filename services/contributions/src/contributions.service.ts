import type { Implemented } from '@wangting/kit/implement';
import { hallService } from '@wangting/kit/service';
import { historyAction } from './actions/history.ts';
import { overAgeAction } from './actions/over-age.ts';
import { store } from './store.ts';

export default hallService({ name: 'contributions', store, actions: [historyAction, overAgeAction] as unknown as Implemented[] });
