import { loadHandlers, loadRules } from '@wangting/kit/items';
import { hallService } from '@wangting/kit/service';
import { bankActions } from './actions/bank.ts';
import { historyActions } from './actions/history.ts';
import { maintenance } from './actions/maintenance.ts';
import { printFormAction } from './actions/print-form.ts';
import { projectActions } from './actions/projects.ts';
import { projectQuestions } from './actions/project-questions.ts';
import { pushedActions, tellOwed } from './actions/pushed.ts';
import { pushedReviewActions } from './actions/pushed-review.ts';
import { questions } from './actions/questions.ts';
import { reserveAction } from './actions/reserve.ts';
import { rosterActions } from './actions/roster.ts';
import { rosterOnAction } from './actions/roster-on.ts';
import { rosterReviewActions } from './actions/roster-review.ts';
import { applications } from './applications.ts';
import { fileAll } from './domain/filing.ts';
import { beginRiskClasses } from './domain/new-year.ts';
import { tellRefusals } from './domain/roster-told.ts';
import { onTold, projectOutbox, unitOutbox } from './domain/tell.ts';
import type { Implemented } from '@wangting/kit/implement';
import { store } from './store.ts';

export default hallService({
  name: 'units',
  store,
  applications,
  rules: await loadRules('units'),
  actions: [
    ...questions,
    ...bankActions,
    reserveAction as unknown as Implemented,
    ...maintenance,
    ...historyActions,
    ...projectActions,
    ...projectQuestions,
    ...rosterActions,
    ...rosterReviewActions,
    rosterOnAction,
    ...pushedActions,
    ...pushedReviewActions,
    ...(await loadHandlers('units')),
    printFormAction as unknown as Implemented,
  ],
  tells: [unitOutbox, projectOutbox],
  started: ({ kick }) => onTold(kick),
  every: [
    { seconds: 3, name: 'file history', run: ({ service }) => fileAll(service.broker) },
    { seconds: 30, name: 'tell of registers', run: ({ service }) => tellOwed(service.broker) },
    { seconds: 30, name: 'tell of refused entries', run: ({ service }) => tellRefusals(service.broker) },
    { seconds: 60, name: 'risk classes of the new year', run: beginRiskClasses },
  ],
});
