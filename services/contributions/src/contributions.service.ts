import type { Implemented } from '@wangting/kit/implement';
import { loadHandlers, loadRules } from '@wangting/kit/items';
import { hallService } from '@wangting/kit/service';
import { chargeSpecialAction, correctWageAction, decideRateAction, markDuesAction } from './actions/decisions.ts';
import { debtAction } from './actions/debt.ts';
import { endExemptionAction, unitExemptionsAction } from './actions/exemptions.ts';
import { historyAction } from './actions/history.ts';
import { chargedPeopleAction, personMonthsAction } from './actions/person-months.ts';
import { projectDuesAction } from './actions/project-dues.ts';
import { findOverAgeAction, overAgeAction, revokeOverAgeAction, unitFindingsAction } from './actions/over-age.ts';
import { limitsAction } from './actions/limits.ts';
import { matchAction, receiveAction, waitingAction } from './actions/payments.ts';
import { confirmPolicyAction, policiesAction, savePolicyAction } from './actions/policies.ts';
import { runAction, runDifferencesAction, runsAction, runViewAction } from './actions/runs.ts';
import { billedForTaxAction } from './actions/simulator.ts';
import { applications } from './applications.ts';
import { runByTimer } from './domain/run.ts';
import { keepEnrolments, keepProjects, keepUnits } from './hear.ts';
import { store } from './store.ts';

/** What each unit and person owes and has paid, month by month. */
export default hallService({
  name: 'contributions',
  store,
  applications,
  rules: await loadRules('contributions'),
  actions: [
    historyAction,
    personMonthsAction,
    chargedPeopleAction,
    debtAction,
    projectDuesAction,
    overAgeAction,
    limitsAction,
    unitFindingsAction,
    findOverAgeAction,
    revokeOverAgeAction,
    runAction,
    runDifferencesAction,
    runsAction,
    runViewAction,
    receiveAction,
    waitingAction,
    matchAction,
    billedForTaxAction,
    unitExemptionsAction,
    endExemptionAction,
    policiesAction,
    savePolicyAction,
    confirmPolicyAction,
    correctWageAction,
    decideRateAction,
    chargeSpecialAction,
    markDuesAction,
    ...(await loadHandlers('contributions')),
  ] as unknown as Implemented[],
  listens: (running) => [keepUnits(running), keepEnrolments(running), keepProjects(running)],
  every: [{ seconds: 60, name: 'dues', run: runByTimer }],
});
