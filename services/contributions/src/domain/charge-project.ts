import { projectRateAt } from '@wangting/contracts/policies/injury-rates';
import { periodOfInstant } from '@wangting/contracts/standards/day';
import { fenToYuan, ppmLabel } from '@wangting/contracts/standards/money';
import { periodOfDay } from '@wangting/contracts/standards/period';
import type { ProjectFacts } from '@wangting/contracts/units/questions-projects';
import { serialNumber } from '@wangting/kit/applications/numbers';
import { nowIso } from '@wangting/kit/clock';
import { applications } from '../applications.ts';
import { ProjectCopyModel, type ProjectCopy } from '../models/copies.ts';
import { DueModel } from '../models/due.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { dueOf } from './bill.ts';
import { insertOnce } from './insert-once.ts';
import { projectRowsInForce } from './policies.ts';
import { reckonProject, rowIdOf, type MissingFee } from './project.ts';
import { resum } from './resum.ts';

/**
 * Brings what was charged for a project to what its price comes to. The n-th row has the key n and what was charged is read before the price: of
 * two at once one writes row n, and the other looks again, so that an older price never takes back what a newer one charged.
 */
export async function chargeProject(projectId: string): Promise<void> {
  for (;;) {
    const charged = await chargedFor(projectId);
    const copy = await ProjectCopyModel.findById(projectId).lean<ProjectCopy>();
    if (!copy) return;
    const { price, startOn } = copy.project;
    const { rows, versions } = await projectRowsInForce();
    const missing = reckonProject(price, projectRateAt(periodOfDay(startOn), rows), charged);
    if (!missing) return show(charged);
    await insertOnce(EntryModel, [await entryOf(copy.project, missing, charged, versions)]);
  }
}

/** Index: the rows' own keys. */
const chargedFor = (projectId: string): Promise<Entry[]> =>
  EntryModel.find({ _id: { $gte: rowIdOf(projectId, 0), $lte: rowIdOf(projectId, 9999) } })
    .sort({ _id: 1 })
    .lean<Entry[]>();

/**
 * It stands in the month in which the price was said, for the month in which the project begins: that chooses the rate. A difference is for the month
 * of the first due, which it names, and was reckoned with its versions.
 */
async function entryOf(
  project: ProjectFacts,
  { kind, unit, ratePpm }: MissingFee,
  charged: readonly Entry[],
  versions: string[],
): Promise<Entry> {
  const { projectId, unitId, no, name, price, startOn, pricedAt } = project;
  const [first] = charged;
  return {
    _id: rowIdOf(projectId, charged.length),
    sort: 'due',
    unitId,
    personId: null,
    insurance: '410',
    kind,
    period: periodOfInstant(pricedAt),
    month: first?.month ?? periodOfDay(startOn),
    base: 0,
    unit,
    person: 0,
    unitPpm: ratePpm,
    personPpm: 0,
    policies: first?.policies ?? versions,
    cause: await serialNumber(applications.models.counters, 'contributions'),
    dues: null,
    state: null,
    on: null,
    by: null,
    note: `工程项目${no} ${name}，造价${fenToYuan(price)}元，费率${ppmLabel(ratePpm)}${first ? `，与流水号${first.cause}的差额` : ''}`,
    at: nowIso(),
  };
}

/** A process that stopped after the ledger left the projection or the sums behind: they are made from the ledger each time. */
async function show(charged: readonly Entry[]): Promise<void> {
  await insertOnce(DueModel, charged.map(dueOf));
  const groups = new Map(charged.map(({ unitId, period, insurance, kind }) => [`${period}:${kind}`, { unitId, period, insurance, kind }]));
  for (const group of groups.values()) await resum(group);
}
