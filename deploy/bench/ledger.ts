import type { Model } from 'mongoose';
import type { Due } from '../../services/contributions/src/models/due.ts';
import type { Entry } from '../../services/contributions/src/models/ledger.ts';
import { testEnvironment } from '../../services/kit/src/testing.ts';

/** A ledger of its own for one bench: models and rules of contributions on the engines, in a namespace nobody else has. Import nothing of a service before. */
export async function ledgerForBench() {
  const namespace = testEnvironment();
  const { store } = await import('../../services/contributions/src/store.ts');
  const { EnrolmentCopyModel, UnitCopyModel } = await import('../../services/contributions/src/models/copies.ts');
  const { DueModel } = await import('../../services/contributions/src/models/due.ts');
  const { EntryModel } = await import('../../services/contributions/src/models/ledger.ts');
  const { SumModel } = await import('../../services/contributions/src/models/sum.ts');
  const { openRun, workRun } = await import('../../services/contributions/src/domain/run.ts');
  const { dueOf } = await import('../../services/contributions/src/domain/bill.ts');
  return { namespace, store, EnrolmentCopyModel, UnitCopyModel, DueModel, EntryModel, SumModel, openRun, workRun, dueOf };
}
export type Ledger = Awaited<ReturnType<typeof ledgerForBench>>;

const HEARD = '2024-01-01T00:00:00.000Z';
export const unitCopy = (id: string) => ({
  _id: id,
  rev: 1,
  heardAt: HEARD,
  unit: { unitId: id, unitNo: `61${id}`, name: `示例${id}公司`, creditCode: id, unitType: '10', area: '610113', riskClass: '1' },
});
/** The two insurances of one person who joined on the first of a month and stays. */
export const enrolmentCopies = (unitId: string, personId: string, from: string, heardAt = HEARD) =>
  (['210', '410'] as const).map((insurance) => ({
    _id: `${unitId}:${personId}:${insurance}`,
    rev: 1,
    heardAt,
    unitId,
    personId,
    insurance,
    identity: '101',
    from,
    to: null,
    state: '1' as const,
    declared: 700_000,
  }));

/** A paid due of somebody else, as the ledger and its projection hold it. */
export const entryOf = (unitId: string, personId: string, insurance: string, month: string): Entry => ({
  _id: `${unitId}:${personId}:${insurance}:${month}:0`,
  sort: 'due',
  unitId,
  personId,
  insurance,
  kind: '10',
  period: month,
  month,
  base: 700_000,
  unit: 4_900,
  person: 2_100,
  unitPpm: 7_000,
  personPpm: 3_000,
  cause: 'bench',
  dues: null,
  state: null,
  on: null,
  by: null,
  note: null,
  at: HEARD,
});

/** Inserts what comes, a thousand at a time. */
export async function fill<T>(model: Model<T>, rows: Iterable<T>): Promise<number> {
  let some: T[] = [];
  let count = 0;
  for (const row of rows) {
    some.push(row);
    if (some.length < 1_000) continue;
    count += some.length;
    await model.insertMany(some as never, { ordered: false, lean: true });
    some = [];
  }
  if (some.length) await model.insertMany(some as never, { ordered: false, lean: true });
  return count + some.length;
}
export type { Due, Entry };
