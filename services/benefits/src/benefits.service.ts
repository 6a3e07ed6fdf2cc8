import type { Implemented } from '@wangting/kit/implement';
import { hallService } from '@wangting/kit/service';
import { endedAction } from './actions/ended.ts';
import { store } from './store.ts';

export default hallService({ name: 'benefits', store, actions: [endedAction] as unknown as Implemented[] });
