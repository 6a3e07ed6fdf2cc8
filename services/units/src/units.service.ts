import { loadRules } from '@wangting/kit/items';
import { hallService } from '@wangting/kit/service';
import { maintenance } from './actions/maintenance.ts';
import { printFormAction } from './actions/print-form.ts';
import { questions } from './actions/questions.ts';
import { reserveAction } from './actions/reserve.ts';
import { applications } from './applications.ts';
import { fileAll } from './domain/filing.ts';
import { onTold, unitOutbox } from './domain/tell.ts';
import type { Implemented } from '@wangting/kit/implement';
import { store } from './store.ts';

/** Items whose main action makes no application (6) bring their own actions. */
const rules = (await loadRules('units')).filter((one) => 'check' in one);

export default hallService({
  name: 'units',
  store,
  applications,
  rules,
  actions: [...questions, reserveAction as unknown as Implemented, ...maintenance, printFormAction as unknown as Implemented],
  tells: [unitOutbox],
  started: ({ kick }) => onTold(kick),
  every: [{ seconds: 3, name: 'file history', run: ({ service }) => fileAll(service.broker) }],
});
