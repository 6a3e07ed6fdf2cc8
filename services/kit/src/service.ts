import type { Service, ServiceSchema } from 'moleculer';
import type { ServiceName } from '@wangting/contracts/names';
import { applicationHandlers, itemHandlers } from './applications/actions.ts';
import type { Applications } from './applications/index.ts';
import type { ItemRules } from './applications/rules.ts';
import { flushAudit } from './audit.ts';
import { batchesOf } from './batch/index.ts';
import { declareStreams, openBus, type Bus } from './bus.ts';
import { config } from './config.ts';
import { listen, type Listener, type ListenerState } from './consume.ts';
import type { Implemented } from './implement.ts';
import { logger, type Logger } from './log.ts';
import { Relay, type OutboxSource } from './outbox.ts';
import type { Store } from './store.ts';

/** What a running service has at hand. */
export interface Running {
  service: Service;
  bus: Bus;
  log: Logger;
  /** Something was written to an outbox: publish now. */
  kick(): void;
}
export interface HallService {
  name: ServiceName;
  store: Store;
  /** Present when the service owns items. */
  applications?: Applications;
  /** `src/items/*.ts`, loaded by loadRules. */
  rules?: readonly ItemRules[];
  actions?: readonly Implemented[];
  /** Entities whose rows are outbox entries, beside the applications. */
  tells?: readonly OutboxSource<never>[];
  listens?: (running: Running) => readonly Listener[];
  started?: (running: Running) => Promise<void> | void;
  stopped?: () => Promise<void> | void;
  /** Repeated work: must be idempotent, since every instance does it. */
  every?: readonly { seconds: number; name: string; run(running: Running): Promise<void> }[];
}
const STATES = new Map<string, ListenerState[]>();
/** Facts waiting and put aside in this process, for readiness and operations. */
export const listenerStates = (): { service: string; waiting: number; dead: number }[] =>
  [...STATES].map(([service, states]) => ({
    service,
    waiting: states.reduce((sum, s) => sum + s.waiting, 0),
    dead: states.reduce((sum, s) => sum + s.dead, 0),
  }));

/**
 * Makes the Moleculer service of a domain. Reads like a table of contents at its place of use; the life cycle is here once:
 * database and indexes first, then streams, consumers, relay and timers; at stop the other way round, letting work finish.
 */
export function hallService(definition: HallService): ServiceSchema {
  const { name, store, applications: apps } = definition;
  const batches = apps && definition.rules?.some(({ batch }) => batch) ? batchesOf(store, apps, definition.rules) : undefined;
  const rules = batches?.rules ?? definition.rules ?? [];
  apps?.use(rules);
  const implemented = [
    ...(definition.actions ?? []),
    ...(apps
      ? [...applicationHandlers(apps), ...rules.flatMap((one) => (one.batch ? (batches?.handlers(one) ?? []) : itemHandlers(apps, one)))]
      : []),
  ];
  const wrong = implemented.find(({ contract }) => !contract.name.startsWith(`${name}.`));
  if (wrong) throw new Error(`${wrong.contract.name} is not an action of ${name}`);
  const stops: (() => Promise<unknown> | unknown)[] = [];
  const log = logger(name);

  return {
    name,
    actions: Object.fromEntries(implemented.map((one) => [one.name, one.schema])) as never,
    async started() {
      await store.open();
      stops.push(() => store.close());
      const bus = await openBus(`${name}-facts`);
      stops.push(() => bus.nats.drain());
      if (config().WANGTING_MODE === 'test') (await import('./clock-test.ts')).followTestClock(bus.nats, config().NAMESPACE);
      await declareStreams(bus, name);
      const sources = [...(definition.tells ?? []), ...(apps ? [apps.outbox] : [])];
      // One for each: a case is not told behind a hundred thousand people.
      const relays = sources.map((source) => new Relay(bus.js, source, log));
      for (const relay of relays) stops.push(() => relay.stop());
      const kick = () => {
        for (const relay of relays) relay.kick();
      };
      const running: Running = { service: this as unknown as Service, bus, log, kick };
      apps?.attach((this as unknown as Service).broker, running.kick, log);
      batches?.start(running);
      if (batches) stops.push(() => batches.stop());
      await definition.started?.(running);
      const states: ListenerState[] = [];
      STATES.set(name, states);
      for (const listener of definition.listens?.(running) ?? []) {
        const { stop, state } = await listen(bus, listener, log);
        states.push(state);
        stops.push(stop);
      }
      const every = [...(definition.every ?? []), ...(apps ? [{ seconds: 3, name: 'effects', run: () => apps.work() }] : [])];
      if (batches) every.push({ seconds: 3_600, name: 'old batches', run: () => batches.sweep() });
      for (const job of every) stops.push(repeat(job, running));
    },
    async stopped() {
      await definition.stopped?.();
      await flushAudit(name);
      for (const stop of stops.splice(0).reverse())
        await Promise.resolve(stop()).catch((error: unknown) => log.warn({ err: error }, 'a part did not stop cleanly'));
    },
  };
  function repeat(job: NonNullable<HallService['every']>[number], running: Running): () => Promise<void> {
    let stopped = false;
    let timer: NodeJS.Timeout;
    let round: Promise<void> = Promise.resolve();
    const plan = () => {
      timer = setTimeout(() => {
        round = job
          .run(running)
          .catch((error: unknown) =>
            running.log.warn({ err: error, job: job.name }, 'repeated work did not finish; next round tries again'),
          )
          .then(() => {
            if (!stopped) plan();
          });
      }, job.seconds * 1000);
    };
    plan();
    return async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    };
  }
}
