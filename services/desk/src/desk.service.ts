import { applicationFact } from '@wangting/contracts/fact';
import { hallService } from '@wangting/kit/service';
import { actions } from './actions/work.ts';
import { OWNERS, hear, placeOldRows } from './domain/project.ts';
import { store } from './store.ts';

/** One projection over all applications. It decides nothing: every step is taken in the owning domain. */
export default hallService({
  name: 'desk',
  store,
  actions,
  started: placeOldRows,
  listens: ({ service }) =>
    OWNERS.map((owner) => ({ service: 'desk', fact: applicationFact(owner), batch: 500, handle: hear(service.broker, owner) })),
});
