import type { Implemented } from '@wangting/kit/implement';
import { hallService } from '@wangting/kit/service';
import { receiptsAction } from './actions/receipts.ts';
import { store } from './store.ts';

export default hallService({ name: 'unemployment', store, actions: [receiptsAction] as unknown as Implemented[] });
