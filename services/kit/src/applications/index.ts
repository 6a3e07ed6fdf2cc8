import type { ServiceBroker } from 'moleculer';
import { applicationFact } from '@wangting/contracts/fact';
import type { ServiceName } from '@wangting/contracts/names';
import { addWorkdays } from '@wangting/contracts/standards/workdays';
import { addDays } from '@wangting/contracts/standards/day';
import { dayOf, isoOf, nowMs } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { OutboxSource } from '../outbox.ts';
import type { Store } from '../store.ts';
import type { UnitNames } from './desk-view.ts';
import { runDueEffects, settle, type Effect } from './effects.ts';
import { sweepGuards } from './guards.ts';
import { applicationModels, type Models, type Row, type Step } from './models.ts';
import { project } from './project.ts';
import type { ItemRules } from './rules.ts';

/** Everything a service needs around its applications. One per service, made at module level beside its store. */
export interface Applications {
  service: ServiceName;
  models: Models;
  unitNames: UnitNames;
  rulesOf(itemId: string): ItemRules;
  effectsOf(itemId: string): ReadonlyMap<string, Effect>;
  dueOf(step: Step): string | null;
  project(applicationId: string): Promise<Row>;
  /** After a step: projection, effects, guards, facts; returns the row as it stands now. */
  after(step: Step): Promise<Row>;
  /** One round of the worker: owed effects, sweeping. */
  work(): Promise<void>;
  rebuild(): Promise<number>;
  outbox: OutboxSource<never>;
  use(rules: readonly ItemRules[]): void;
  attach(broker: ServiceBroker, kick: () => void, log: Logger): void;
  broker(): ServiceBroker;
}

export function applicationsOf(store: Store, service: ServiceName, unitNames: UnitNames): Applications {
  const models = applicationModels(store) as unknown as Models;
  const rules = new Map<string, ItemRules>();
  const effects = new Map<string, ReadonlyMap<string, Effect>>();
  let around: { broker: ServiceBroker; kick: () => void; log: Logger } | undefined;
  const ready = () => {
    if (!around) throw new Error(`${service} has not started`);
    return around;
  };
  const rulesOf = (itemId: string): ItemRules => {
    const found = rules.get(itemId);
    if (!found) throw new Error(`${service} has no rules for ${itemId}`);
    return found;
  };
  const effectsOf = (itemId: string) => effects.get(itemId) ?? new Map<string, Effect>();
  const dueOf = (step: Step): string | null => {
    const promise = rules.get(step.itemId)?.item.flow.promise;
    if (!promise || (step.action !== 'submit' && step.action !== 'resubmit')) return null;
    const day = dayOf(step.at);
    return promise.of === 'working' ? addWorkdays(day, promise.days) : addDays(day, promise.days);
  };
  const projectNow = (applicationId: string) => project(models, service, applicationId, dueOf);
  const settleNow = (step: Step) => settle(models, effectsOf(step.itemId), step, ready().log, projectNow);

  return {
    service,
    models,
    unitNames,
    rulesOf,
    effectsOf,
    dueOf,
    project: projectNow,
    async after(step) {
      const row = await projectNow(step.applicationId);
      ready().kick();
      const decides = step.to === 'approved' || step.action === 'undo';
      // A repeat of what is settled long since settles nothing.
      if (!decides || (step.effects.length && !step.due)) return row;
      const outcome = await settleNow(step);
      ready().kick();
      return outcome === 'failed' ? projectNow(step.applicationId) : row;
    },
    async work() {
      if (await runDueEffects(models, settleNow, ready().log)) ready().kick();
      await sweepGuards(models);
      // 暂存 older than 90 days is 已作废 (items.md §1.4).
      await models.drafts.deleteMany({ savedAt: { $lt: isoOf(nowMs() - 90 * 86_400_000) } });
    },
    async rebuild() {
      const ids = (await models.steps.distinct('applicationId')) as unknown as string[];
      for (const id of ids) await projectNow(id);
      return ids.length;
    },
    outbox: {
      fact: applicationFact(service),
      model: models.steps,
      // What a person passed and was carried out since it was read is told once more.
      same: ({ _id, action, settled }: Step) => (action === 'pass' ? { _id, settled: settled ?? { $exists: false } } : { _id }),
      toFact: (row: Step) => ({
        id: row.settled ? `${row._id}:settled` : row._id,
        entity: 'application',
        entityId: row.applicationId,
        entityRev: row.seq,
        kind: 'step',
        at: row.at,
        traceparent: row.traceparent,
        data: {
          itemId: row.itemId,
          action: row.action,
          status: row.to,
          unitId: row.unitId,
          // Decided, and not yet carried out: nobody is told 已办结 before.
          ...(row.effects.length && !row.settled ? { owed: true } : {}),
        },
      }),
    } as never,
    use(list) {
      for (const one of list) {
        rules.set(one.item.id, one);
        effects.set(one.item.id, new Map([...one.effects, ...(one.undo?.effects ?? [])].map((effect) => [effect.name, effect])));
      }
    },
    attach(broker, kick, log) {
      around = { broker, kick, log };
    },
    broker: () => ready().broker,
  };
}
