import type { ServiceBroker } from 'moleculer';
import { applicationActions, type ApplicationRow } from '@wangting/contracts/applications';
import { CATALOGUE } from '@wangting/contracts/catalogue';
import { WORK_CHANGED, type WorkChanged } from '@wangting/contracts/desk/queue';
import type { Fact } from '@wangting/contracts/fact';
import type { ServiceName } from '@wangting/contracts/names';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { keepCopy } from '@wangting/kit/mirror';
import { WorkRowModel, placesOf, toWork, type WorkRow } from '../models/work-row.ts';

/** Everybody who may have applications, from the catalogue: a new item needs no change here. */
export const OWNERS: readonly ServiceName[] = [...new Set(CATALOGUE.map(({ owner }) => owner))];

/** Takes rows over unless newer ones are there. Returns how many replaced something. */
async function keep(broker: ServiceBroker, rows: readonly ApplicationRow[]): Promise<number> {
  let replaced = 0;
  for (const row of rows) {
    if (!(await keepCopy(WorkRowModel, toWork(row, nowIso())))) continue;
    replaced += 1;
    const change: WorkChanged = { applicationId: row.applicationId, unitId: row.unitId, seq: row.seq, status: row.status };
    void broker.broadcast(WORK_CHANGED, change);
  }
  return replaced;
}

/** Rows written before they had `Places` get them, 500 at a time; there are none after the first start. */
export async function placeOldRows(): Promise<void> {
  for (;;) {
    const rows = await WorkRowModel.find({ province: null } as never)
      .limit(500)
      .lean<WorkRow[]>();
    if (!rows.length) return;
    // One that is replaced meanwhile has them, and keeps its own.
    const updates = rows.map((row) => ({ updateOne: { filter: { _id: row._id, rev: row.rev }, update: { $set: placesOf(row) } } }));
    await WorkRowModel.bulkWrite(updates as never, { ordered: false });
  }
}

/** What is done with the step facts of one owner: collect ids, ask the owner once, keep what is newer. */
export const hear =
  (broker: ServiceBroker, owner: ServiceName) =>
  async (facts: Fact[]): Promise<void> => {
    const newest = new Map<string, number>();
    for (const { entityId, entityRev } of facts) newest.set(entityId, Math.max(entityRev, newest.get(entityId) ?? 0));
    const known = await WorkRowModel.find({ _id: { $in: [...newest.keys()] } })
      .select({ rev: 1 })
      .lean();
    for (const { _id, rev } of known) if (rev >= (newest.get(_id) ?? 0)) newest.delete(_id);
    if (!newest.size) return;
    const { rows } = await ask(broker, 'desk', applicationActions(owner).snapshot, { ids: [...newest.keys()] });
    await keep(broker, rows);
    const told = new Map(rows.map((row) => [row.applicationId, row.seq]));
    // The owner has the step but has not folded it yet: a matter of time, so it waits as if the owner were away.
    if ([...newest].some(([id, seq]) => (told.get(id) ?? 0) < seq)) throw new HallError('SERVICE_AWAY');
  };

interface Known {
  name: string;
  actions?: Record<string, unknown>;
}
/** An owner that runs and has no items yet has nothing to be asked for; one that does not run cannot be left out. */
function hasApplications(broker: ServiceBroker, owner: ServiceName): boolean {
  const services = broker.registry.getServiceList({ onlyAvailable: true, withActions: true } as never) as unknown as Known[];
  const running = services.filter(({ name }) => name === owner);
  if (!running.length) throw new HallError('SERVICE_AWAY');
  return running.some(({ actions }) => Object.keys(actions ?? {}).includes(`${owner}.application.snapshotAll`));
}

/** Fills the projection from its owners, page by page. */
export async function rebuildAll(broker: ServiceBroker): Promise<{ replaced: number; owners: { owner: string; rows: number }[] }> {
  let replaced = 0;
  const owners: { owner: string; rows: number }[] = [];
  for (const owner of OWNERS) {
    if (!hasApplications(broker, owner)) continue;
    const { snapshotAll } = applicationActions(owner);
    let rows = 0;
    for (let after: string | null = ''; after !== null;) {
      const page: { rows: ApplicationRow[]; next: string | null } = await ask(broker, 'desk', snapshotAll, { after });
      replaced += await keep(broker, page.rows);
      rows += page.rows.length;
      after = page.next;
    }
    owners.push({ owner, rows });
  }
  return { replaced, owners };
}
