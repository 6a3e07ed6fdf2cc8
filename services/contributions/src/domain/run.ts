import { randomUUID } from 'node:crypto';
import { isoOf, msOf, nowIso, realNow, thisMonth, today } from '@wangting/kit/clock';
import { isDuplicateKey, nameOf, refuse } from '@wangting/kit/errors';
import { RUN_MESSAGES } from '@wangting/contracts/contributions/ledger';
import { addMonths, periodRange } from '@wangting/contracts/standards/period';
import { PolicyError } from '@wangting/contracts/policies/policy';
import { UnitCopyModel, type UnitCopy } from '../models/copies.ts';
import { RunModel, TaskModel, type Run, type Task } from '../models/run.ts';
import { billUnit } from './bill.ts';
import type { Tables } from './cost.ts';
import { insertOnce } from './insert-once.ts';
import { tablesInForce } from './policies.ts';

type Opening = { period: string; cause: string } | null;
const LEASE_MS = 60_000;
const PAGE = 500;
/** Units reckoned at once by one process. */
const AT_ONCE = 4;

/**
 * Opens 应缴核定 of a 费款所属期, or 差额核定 in it: the insert is the leadership, so however many ask, one run begins. While a run is open the same
 * one is answered; after it, asking again opens another, which only finds what is missing. Of the two kinds one is open at a time (RULE_REFUSED):
 * both make the key of a row from how many rows its month has.
 */
export async function openRun(period: string, by: string, differencesFrom: string | null = null): Promise<Run> {
  for (;;) {
    const all = await RunModel.find({ $or: [{ period }, { state: 'open' }] })
      .sort({ startedAt: -1 })
      .lean<Run[]>();
    const alike = (run: Run) => run.period === period && run.differencesFrom === differencesFrom;
    const open = all.find((run) => run.state === 'open' && alike(run));
    if (open) return open;
    const other = all.find((run) => run.state === 'open' && (run.differencesFrom !== null || differencesFrom !== null));
    if (other) throw refuse(RUN_MESSAGES.busy, 'period');
    const before = all.filter((run) => run.period === period && (run.differencesFrom === null) === (differencesFrom === null));
    const run: Run = {
      _id: `${period}:${differencesFrom === null ? '' : 'd'}${before.length + 1}`,
      period,
      differencesFrom,
      by,
      state: 'open',
      startedAt: nowIso(),
      doneAt: null,
      units: 0,
      rows: 0,
      total: 0,
      policies: [],
    };
    try {
      await RunModel.create(run);
      return run;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/** Works on an open run until no unit is left. Several processes share it; one that stops leaves its unit to the others after a minute. */
export async function workRun(run: Run): Promise<void> {
  await planTasks(run);
  const opening = await openingOf(run._id);
  const { tables, versions } = await tablesInForce();
  await RunModel.updateOne({ _id: run._id }, { $addToSet: { policies: { $each: versions } } });
  await Promise.all(Array.from({ length: AT_ONCE }, () => workTasks(run, opening, tables)));
  await closeRun(run);
}

/** The first run the ledger ever made (Billing.opening); null while `runId` itself is that one. */
export async function openingOf(runId?: string): Promise<Opening> {
  const first = await RunModel.findOne({ differencesFrom: null }).sort({ startedAt: 1 }).lean<Run>();
  return !first || first._id === runId ? null : { period: first.period, cause: first._id };
}

/** One task per registered unit. Index: the copies' own key. */
async function planTasks(run: Run): Promise<void> {
  for (let after = ''; ;) {
    const units = await UnitCopyModel.find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(PAGE)
      .lean<UnitCopy[]>();
    await insertOnce<Task>(
      TaskModel,
      units
        .filter(({ unit }) => unit.unitNo !== null)
        .map(({ _id }) => ({
          _id: `${run._id}:${_id}`,
          runId: run._id,
          unitId: _id,
          differences: run.differencesFrom !== null,
          state: 'todo',
          lease: 0,
          rows: 0,
          total: 0,
          note: null,
          startedAt: null,
        })),
    );
    if (units.length < PAGE) return;
    after = units.at(-1)?._id ?? '';
  }
}

async function workTasks(run: Run, opening: Opening, tables: Tables): Promise<void> {
  const me = randomUUID();
  for (;;) {
    const now = realNow();
    const task = await TaskModel.findOneAndUpdate(
      { runId: run._id, state: 'todo', lease: { $lt: now } },
      { $set: { lease: now + LEASE_MS, startedAt: nowIso(), note: me } },
      { sort: { lease: 1 }, returnDocument: 'after' },
    ).lean<Task>();
    if (!task) return;
    await TaskModel.updateOne({ _id: task._id }, { $set: await done(run, task, opening, tables) });
  }
}

async function done(run: Run, task: Task, opening: Opening, tables: Tables): Promise<Partial<Task>> {
  const unit = await UnitCopyModel.findById(task.unitId).lean<UnitCopy>();
  if (!unit) return { state: 'failed', note: '单位不存在' };
  const before = await lastReckoning(run, task);
  try {
    const { rows, total } = await billUnit({
      unit,
      period: run.period,
      opening,
      changedAfter: before && isoOf(msOf(before) - SLACK_MS),
      cause: run._id,
      ...(run.differencesFrom === null ? {} : { differences: { from: run.differencesFrom } }),
      tables,
    });
    return { state: 'done', rows, total, note: null };
  } catch (error) {
    // A gap in the policy tables is for a person; anything else is tried again by whoever comes next.
    if (error instanceof PolicyError) return { state: 'failed', note: `政策参数缺失：${error.key}` };
    if (nameOf(error)) return { state: 'failed', note: String((error as Error).message) };
    throw error;
  }
}

/**
 * A copy says when it was asked for, by the clock of the process that asked, and is written a moment later: what a reckoning may not have seen
 * yet can carry an earlier time than its own. Looked at once more it costs a read and changes nothing.
 */
export const SLACK_MS = 3 * 60_000;
/**
 * When this unit's last reckoning began that saw every month up to the one before: whatever was heard of since is looked at from its first month.
 * A run of an earlier month made later looked at none after it, so it does not count. Null: there was none. Index: {unitId, startedAt}.
 */
async function lastReckoning({ period }: Run, { _id, unitId }: Task): Promise<string | null> {
  const [last] = await TaskModel.find({
    unitId,
    state: 'done',
    differences: { $ne: true },
    // An id begins with its 费款所属期.
    runId: { $gte: addMonths(period, -1) },
    _id: { $ne: _id },
  })
    .sort({ startedAt: -1 })
    .limit(1)
    .lean<Task[]>();
  return last?.startedAt ?? null;
}

async function closeRun(run: Run): Promise<void> {
  if (await TaskModel.exists({ runId: run._id, state: 'todo' })) return; // others are still at it, and close it
  const [sums] = await TaskModel.aggregate<{ units: number; rows: number; total: number }>([
    { $match: { runId: run._id } },
    { $group: { _id: null, units: { $sum: 1 }, rows: { $sum: '$rows' }, total: { $sum: '$total' } } },
  ]);
  const { units = 0, rows = 0, total = 0 } = sums ?? {};
  await RunModel.updateOne({ _id: run._id, state: 'open' }, { $set: { state: 'done', doneAt: nowIso(), units, rows, total } });
}

/** 应缴核定 begins by itself from this day of the month on (【补】). */
const DUES_DAY = '25';
/**
 * Asked every minute by every process: goes on with runs that are open, and opens each month's once, from its 25th on; a month that was missed
 * because nothing ran then is made up for, the oldest first, one after the other. The first run of a ledger is opened by operations, since it
 * decides from which month on the ledger answers.
 */
export async function runByTimer(): Promise<void> {
  const busy = await RunModel.exists({ state: 'open', differencesFrom: { $type: 'string' } });
  for (;;) {
    for (const run of await RunModel.find({ state: 'open' }).sort({ period: 1 }).lean<Run[]>()) await workRun(run);
    // Others are still at one, or 差额核定 was under way: the next minute is soon enough.
    if (busy || (await RunModel.exists({ state: 'open' }))) return;
    const period = await missedMonth();
    if (!period) return;
    await openRun(period, 'timer');
  }
}
/** The oldest month since the ledger's first that has no 应缴核定 and should have one by now. */
async function missedMonth(): Promise<string | undefined> {
  const opening = await openingOf();
  if (!opening) return undefined;
  const last = today().slice(8) >= DUES_DAY ? thisMonth() : addMonths(thisMonth(), -1);
  const had = new Set(await RunModel.distinct('period', { differencesFrom: null }));
  return periodRange(opening.period, last).find((period) => !had.has(period));
}
