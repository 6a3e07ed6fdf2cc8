import {
  dueRun,
  dueRuns,
  runDifferences,
  runDues,
  RUN_MESSAGES as messages,
  type ControlRow,
  type RunView,
} from '@wangting/contracts/contributions/ledger';
import { thisMonth } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { logger } from '@wangting/kit/log';
import type { z } from 'zod';
import { openingOf, openRun, workRun } from '../domain/run.ts';
import { UnitCopyModel, type UnitCopy } from '../models/copies.ts';
import { RunModel, TaskModel, type Run, type Task } from '../models/run.ts';
import { SumModel, type Sum } from '../models/sum.ts';

const log = logger('dues');
/** Failures shown at once: they have one cause, most often a table with a gap. */
const FAILURES = 100;

async function viewOf(run: Run): Promise<z.infer<typeof RunView>> {
  const counted = (state: Task['state']) => TaskModel.countDocuments({ runId: run._id, state });
  const [todo, failed, done] = await Promise.all([counted('todo'), counted('failed'), run.state === 'open' ? counted('done') : 0]);
  const { _id, period, differencesFrom, state, startedAt, doneAt, units, rows, total } = run;
  return {
    runId: _id,
    period,
    differencesFrom,
    state,
    startedAt,
    doneAt,
    units: state === 'open' ? todo + failed + done : units,
    todo,
    failed,
    rows,
    total,
  };
}

/** Answers once the run is open; the work goes on behind, shared by all processes. What stops it is gone on with by the timer. */
export const runAction = implement(runDues, async ({ input: { period }, caller }) => {
  if (period > thisMonth()) throw refuse(messages.periodLate, 'period');
  return begin(await openRun(period, caller.id));
});
export const runDifferencesAction = implement(runDifferences, async ({ input: { from }, caller }) => {
  if (from > thisMonth()) throw refuse(messages.fromLate, 'from');
  if (!(await openingOf())) throw refuse(messages.nothingBilled, 'from');
  return begin(await openRun(thisMonth(), caller.id, from));
});
function begin(run: Run) {
  void workRun(run).catch((error: unknown) => log.error({ err: error, run: run._id }, 'a run stopped; the timer goes on with it'));
  return viewOf(run);
}
export const runsAction = implement(dueRuns, async () => ({
  runs: await Promise.all((await RunModel.find({}).sort({ startedAt: -1 }).limit(36).lean<Run[]>()).map(viewOf)),
}));

export const runViewAction = implement(dueRun, async ({ input: { runId } }) => {
  const run = await RunModel.findById(runId).lean<Run>();
  if (!run) throw new HallError('NOT_FOUND');
  const failed = await TaskModel.find({ runId, state: 'failed' }).limit(FAILURES).lean<Task[]>();
  const units = await UnitCopyModel.find({ _id: { $in: failed.map(({ unitId }) => unitId) } }).lean<UnitCopy[]>();
  const names = new Map(units.map(({ _id, unit }) => [_id, unit]));
  return {
    run: await viewOf(run),
    sums: await controlOf(run.period),
    failures: failed.map(({ unitId, note }) => ({
      unitNo: names.get(unitId)?.unitNo ?? '',
      unitName: names.get(unitId)?.name ?? '',
      note: note ?? '',
    })),
  };
});

/** A 费款所属期 over all units. Index: {period, kind}. */
async function controlOf(period: string): Promise<z.infer<typeof ControlRow>[]> {
  const states = (key: string) => ({ $add: [{ $ifNull: [`$states.${key}.unit`, 0] }, { $ifNull: [`$states.${key}.person`, 0] }] });
  const found = await SumModel.aggregate<Omit<z.infer<typeof ControlRow>, 'insurance' | 'kind'> & { _id: Pick<Sum, 'insurance' | 'kind'> }>(
    [
      { $match: { period } },
      {
        $group: {
          _id: { insurance: '$insurance', kind: '$kind' },
          units: { $sum: 1 },
          rows: { $sum: '$rows' },
          unit: { $sum: '$unit' },
          person: { $sum: '$person' },
          paid: { $sum: states('1') },
          refunded: { $sum: states('4') },
          control: { $sum: '$control' },
        },
      },
    ],
  );
  return found
    .map(({ _id, ...sums }) => ({ insurance: _id.insurance as '210', kind: _id.kind, ...sums }))
    .sort((a, b) => `${a.insurance}${a.kind}`.localeCompare(`${b.insurance}${b.kind}`));
}
