import { enrolmentFact, personFact } from '@wangting/contracts/persons/questions';
import { loadHandlers, loadRules } from '@wangting/kit/items';
import type { OutboxSource } from '@wangting/kit/outbox';
import { hallService } from '@wangting/kit/service';
import { printReceiptAction, printStopReceiptAction } from './actions/print-receipt.ts';
import { coverageAction, hashesAction, headcountAction, personSnapshotAction, stopsAction } from './actions/questions.ts';
import { cardsAction, enrolmentSnapshotAction, enrolmentSnapshotAllAction, enrolmentsOfAction, findAction } from './actions/snapshots.ts';
import { applications } from './applications.ts';
import { forgetOldMisses } from './domain/misses.ts';
import { followHeads } from './heads.ts';
import { EnrolmentModel, type Enrolment } from './models/enrolment.ts';
import { PersonModel, type Person } from './models/person.ts';
import { store } from './store.ts';
import { keepUnits } from './units.ts';
import type { Implemented } from '@wangting/kit/implement';

const enrolments: OutboxSource<never> = {
  fact: enrolmentFact,
  model: EnrolmentModel,
  same: (row: Enrolment) => ({ _id: row._id, rev: row.rev }),
  toFact: (row: Enrolment) => ({
    id: `enrolment-${row._id}-${row.rev}`,
    entity: 'enrolment',
    entityId: row._id,
    entityRev: row.rev,
    kind: row.kind,
    at: row.at,
    data: { personId: row.personId, unitId: row.unitId, insurance: row.insurance, from: row.from, state: row.state },
  }),
  follow: followHeads,
} as never;

const corrections: OutboxSource<never> = {
  fact: personFact,
  model: PersonModel,
  same: ({ _id, rev }: Person) => ({ _id, rev }),
  toFact: ({ _id, rev, at }: Person) => ({
    id: `person-${_id}-${rev}`,
    entity: 'person',
    entityId: _id,
    entityRev: rev,
    kind: 'corrected',
    at,
    data: {},
  }),
} as never;

/** Who is insured through which unit, since when, for which insurances. */
export default hallService({
  name: 'persons',
  store,
  applications,
  rules: await loadRules('persons'),
  actions: [
    coverageAction,
    headcountAction,
    personSnapshotAction,
    hashesAction,
    stopsAction,
    printReceiptAction,
    printStopReceiptAction,
    enrolmentSnapshotAction,
    enrolmentSnapshotAllAction,
    enrolmentsOfAction,
    cardsAction,
    findAction,
    ...(await loadHandlers('persons')),
  ] as unknown as Implemented[],
  tells: [enrolments, corrections],
  listens: (running) => [keepUnits(running)],
  every: [{ seconds: 300, name: 'old misses', run: forgetOldMisses }],
});
