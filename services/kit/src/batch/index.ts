import type { Applications } from '../applications/index.ts';
import { append } from '../applications/append.ts';
import { Underway, type Effect } from '../applications/effects.ts';
import type { Step } from '../applications/models.ts';
import type { ItemRules } from '../applications/rules.ts';
import { isoOf, nowMs, realNow } from '../clock.ts';
import type { Implemented } from '../implement.ts';
import { sweepObjects } from '../objects.ts';
import type { Running } from '../service.ts';
import type { Store } from '../store.ts';
import { batchHandlers } from './actions.ts';
import { PAPERS, type Batches } from './batches.ts';
import { aboutOf } from './job.ts';
import { batchModels, type Batch, type BatchModels } from './models.ts';
import { BatchRunner } from './runner.ts';
import { BatchThread } from './thread.ts';

const DAY_MS = 86_400_000;
/** Rows of a batch nobody saved go after a week, those of a saved one with the drafts of items, after ninety days. */
const KEEP_DAYS = { refused: 7, checked: 7, cancelled: 7, saved: 90 } as const;

export interface BatchEngine {
  /** The rules as `applications` uses them: 保存 is an effect that is watched, not run. */
  rules: ItemRules[];
  handlers(rules: ItemRules): Implemented[];
  start(running: Running): void;
  stop(): Promise<void>;
  sweep(): Promise<void>;
}

/** What `hallService` needs for the batch items among its rules. */
export function batchesOf(store: Store, apps: Applications, rules: readonly ItemRules[]): BatchEngine {
  const models = batchModels(store);
  const { service } = apps;
  let thread: BatchThread | undefined;
  let runner: BatchRunner | undefined;
  const batches: Batches = {
    service,
    apps,
    models,
    kick: () => runner?.kick(),
    run: (task) => thread?.run(task) ?? Promise.reject(new Error(`${service} has not started`)),
    applicationOf: (batch) => applicationOf(apps, batch),
  };
  return {
    rules: rules.map((one) => (one.batch ? { ...one, effects: [saving(models)] } : one)),
    handlers: (one) => batchHandlers(batches, one),
    start({ service: { broker }, log }) {
      thread = new BatchThread(service, () => broker);
      runner = new BatchRunner({
        models,
        thread,
        log,
        before: async (batch) => void (await batches.applicationOf(batch)),
        async after(batchId) {
          const batch = await models.batches.findById(batchId).lean<Batch>();
          if (batch?.state !== 'saved') return;
          const step = await batches.applicationOf(batch);
          // The effect says now what came of it, not at its next round.
          await apps.models.effects.updateOne({ _id: `${step.applicationId}:${SAVE}`, state: 'pending' }, { $set: { nextAt: isoOf(0) } });
          await apps.after(step);
        },
      });
    },
    stop: async () => runner?.stop(),
    async sweep() {
      for (const [state, days] of Object.entries(KEEP_DAYS)) {
        const old = await models.batches
          .find({ state: state as keyof typeof KEEP_DAYS, at: { $lt: isoOf(nowMs() - days * DAY_MS) } })
          .select({ _id: 1 })
          .limit(100)
          .lean<Pick<Batch, '_id'>[]>();
        for (const { _id } of old) {
          await models.rows.deleteMany({ batchId: _id });
          await models.batches.deleteOne({ _id });
        }
      }
      // Papers are fetched at once or asked for again.
      await sweepObjects(`${PAPERS}/${service}/`, realNow() - 3_600_000);
    },
  };
}
const SAVE = 'save';
/** 批量保存 on the timeline of the application: still under way, or how many. */
const saving = (models: BatchModels): Effect => ({
  name: SAVE,
  title: '批量保存',
  async run({ applicationId }) {
    const batch = await models.batches.findOne({ applicationId }).lean<Batch>();
    if (!batch) throw new Error(`no batch of application ${applicationId}`);
    if (batch.state !== 'saved') throw new Underway(`正在保存，已完成 ${batch.saved + batch.failed} / ${batch.good} 条`);
    return { saved: String(batch.saved), failed: String(batch.failed) };
  },
});

async function applicationOf(apps: Applications, batch: Batch): Promise<Step> {
  const { _id, applicationId, itemId, unitId, area, savedBy, good, file } = batch;
  const known = await apps.models.steps.findOne({ applicationId, seq: 1 }).lean<Step>();
  if (known) return known;
  const { values, shows } = aboutOf(batch);
  const { step } = await append(apps.models, {
    applicationId,
    seq: 1,
    itemId,
    action: 'submit',
    from: null,
    to: 'approved',
    levels: 0,
    actorId: savedBy ?? '',
    actorKind: 'person',
    role: null,
    unitId,
    area,
    requestKey: `batch:${_id}`,
    effects: [SAVE],
    payload: { values, shows: { ...shows, fileName: file.name, rows: good }, subject: `${good} 人` },
    intention: { batch: _id },
  });
  await apps.after(step);
  return step;
}
