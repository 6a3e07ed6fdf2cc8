import type { Implemented } from '@wangting/kit/implement';
import { hallService } from '@wangting/kit/service';
import { dependantAction } from './actions/dependant.ts';
import { endedAction } from './actions/ended.ts';
import { store } from './store.ts';

export default hallService({ name: 'benefits', store, actions: [endedAction, dependantAction] as unknown as Implemented[] });
