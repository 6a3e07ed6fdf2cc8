import { AckPolicy, DeliverPolicy, headers, type ConsumerMessages, type JsMsg } from 'nats';
import { ZodError } from 'zod';
import { Fact, type FactContract } from '@wangting/contracts/fact';
import type { ServiceName } from '@wangting/contracts/names';
import { type Bus, deadStream, deadSubject, declareStreams, streamOf, subjectOf } from './bus.ts';
import { isAway, nameOf } from './errors.ts';
import type { Logger } from './log.ts';
import { inSpan, linksTo, SpanKind } from './telemetry.ts';

/** A message that can never be understood: schema or kind unknown. Dead letter at once (decisions.md 8). */
export class Poison extends Error {}
type Failure = 'poison' | 'transient' | 'unexpected';

const MS = 1_000_000;
/** Unexpected failures: 20 tries, which with this backoff takes over half an hour. */
const MAX_UNEXPECTED = 20;
export const backoff = (delivery: number): number => Math.min(delivery >= 12 ? 200_000 : 60_000, 250 * 2 ** Math.min(delivery, 10));

/** Sorts a failure (decisions.md 8): poison, transient (database, bus, service away: wait without limit) or unexpected. */
export function kindOfFailure(error: unknown): Failure {
  if (error instanceof Poison || error instanceof SyntaxError || error instanceof ZodError) return 'poison';
  const { name = '', code } = (error ?? {}) as { name?: string; code?: unknown };
  const away =
    isAway(error) ||
    nameOf(error) === 'SERVICE_AWAY' ||
    /^Mongo(Network|ServerSelection|NotConnected|Topology|PoolCleared)/.test(name) ||
    name === 'NatsError' ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(String(code));
  return away ? 'transient' : 'unexpected';
}

export interface Listener {
  /** Who listens; with owner and entity it names the durable consumer. */
  service: ServiceName;
  fact: FactContract;
  /** What we do, when one service listens to one fact for several reasons. */
  purpose?: string;
  /** Handles facts in order of arrival; throws to have all of them again. Must bear hearing a fact twice. */
  handle(facts: Fact[]): Promise<void>;
  /** Collect up to this many within 200 ms; 1 = one by one. */
  batch?: number;
}
export interface ListenerState {
  waiting: number;
  dead: number;
}

export const durableOf = (l: Pick<Listener, 'service' | 'fact' | 'purpose'>) =>
  [l.service, l.fact.owner, l.fact.entity, l.purpose].filter(Boolean).join('-');

/**
 * Starts a durable consumer: deliver all, explicit ack, heartbeat while working. A fact is acknowledged only when the work,
 * or its dead letter, is safely stored. Returns how to stop it.
 */
export async function listen(bus: Bus, listener: Listener, log: Logger): Promise<{ stop(): Promise<void>; state: ListenerState }> {
  await declareStreams(bus, listener.fact.owner, listener.service);
  const stream = streamOf(listener.fact.owner);
  const durable = durableOf(listener);
  const options = {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    filter_subject: subjectOf(listener.fact),
    ack_wait: 30_000 * MS,
    max_deliver: -1,
    max_ack_pending: 1_000,
  };
  await bus.manager.consumers.add(stream, options).catch(async (error: Error) => {
    if (!/exist|in use/i.test(error.message)) throw error;
  });
  const consumer = await bus.js.consumers.get(stream, durable);
  const messages = await consumer.consume({ max_messages: Math.max(50, listener.batch ?? 1), expires: 10_000 });
  const state: ListenerState = { waiting: 0, dead: 0 };
  const done = run(bus, listener, messages, state, log);
  return {
    state,
    stop: async () => {
      await messages.close();
      await done;
    },
  };
}

async function run(bus: Bus, listener: Listener, messages: ConsumerMessages, state: ListenerState, log: Logger): Promise<void> {
  for await (const batch of collect(messages, listener.batch ?? 1)) await handleBatch(bus, listener, batch, state, log);
}

/** Groups messages that arrive within 200 ms, so that one snapshot call serves many. */
async function* collect(messages: AsyncIterable<JsMsg>, size: number): AsyncGenerator<JsMsg[]> {
  const iterator = messages[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const batch = [first.value];
    next = iterator.next();
    const end = new Promise<'late'>((resolve) => setTimeout(resolve, size > 1 ? 200 : 0, 'late'));
    while (batch.length < size) {
      const more = await Promise.race([next, end]);
      if (more === 'late' || more.done) break;
      batch.push(more.value);
      next = iterator.next();
    }
    yield batch;
  }
}

/** One batch. Exported for the tests of the six traps. */
export async function handleBatch(bus: Bus, listener: Listener, batch: JsMsg[], state: ListenerState, log: Logger): Promise<void> {
  const heartbeat = setInterval(() => batch.forEach((message) => message.working()), 10_000);
  try {
    const facts: Fact[] = [];
    const good: JsMsg[] = [];
    const told: (string | undefined)[] = [];
    for (const message of batch) {
      try {
        const fact = factOf(message, listener.fact);
        facts.push(fact);
        good.push(message);
        told.push(message.headers?.get('traceparent') || fact.traceparent);
      } catch (error) {
        await fail(bus, listener, message, error, state, log);
      }
    }
    if (!facts.length) return;
    try {
      await inSpan(`hear ${durableOf(listener)}`, told[0], () => listener.handle(facts), {
        kind: SpanKind.CONSUMER,
        attributes: { facts: facts.length },
        links: linksTo(told.slice(1)), // heard together, for several reasons; a span has one parent
      });
      good.forEach((message) => message.ack());
      state.waiting = 0;
    } catch (error) {
      if (good.length === 1) await fail(bus, listener, good[0] as JsMsg, error, state, log);
      // One bad fact must not hold its neighbours: each again by itself.
      else for (const message of good) await handleBatch(bus, { ...listener, batch: 1 }, [message], state, log);
    }
  } finally {
    clearInterval(heartbeat);
  }
}

function factOf(message: JsMsg, contract: FactContract): Fact {
  const fact = Fact.parse(JSON.parse(message.string()));
  if (!contract.kinds.includes(fact.kind) || fact.entity !== contract.entity) throw new Poison(`unknown kind ${fact.entity}.${fact.kind}`);
  return fact;
}

async function fail(bus: Bus, listener: Listener, message: JsMsg, error: unknown, state: ListenerState, log: Logger): Promise<void> {
  const kind = kindOfFailure(error);
  const delivery = message.info.deliveryCount;
  if (kind === 'transient' || (kind === 'unexpected' && delivery < MAX_UNEXPECTED)) {
    state.waiting += 1;
    if (kind === 'unexpected')
      log.warn({ err: error, consumer: durableOf(listener), delivery }, 'a fact could not be handled; it will be tried again');
    message.nak(backoff(delivery));
    return;
  }
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  try {
    // Raw bytes, so that what is not JSON is kept too. The original is given up only when this is stored.
    const head = headers();
    head.set('reason', reason.slice(0, 500).replace(/[\r\n]+/g, ' '));
    head.set('consumer', durableOf(listener));
    await bus.js.publish(deadSubject(message.subject), message.data, {
      msgID: `dead-${durableOf(listener)}-${message.info.stream}-${message.seq}`,
      headers: head,
    });
    message.term();
    state.dead += 1;
    log.error({ consumer: durableOf(listener), seq: message.seq, reason }, 'a fact was put aside as a dead letter');
  } catch {
    message.nak(backoff(delivery));
  }
}

/**
 * Publishes the dead letters of a fact again, oldest first; each is removed once the stream has it. Stops at what was last when it
 * began, so a letter that is put aside again meanwhile waits for the next call. Returns how many.
 */
export async function replayDead(bus: Bus, fact: FactContract): Promise<number> {
  const subject = deadSubject(subjectOf(fact));
  const { state } = await bus.manager.streams.info(deadStream());
  let replayed = 0;
  for (;;) {
    const letter = await bus.manager.streams.getMessage(deadStream(), { next_by_subj: subject, seq: 1 } as never).catch(() => null);
    if (!letter || letter.seq > state.last_seq) return replayed;
    await bus.js.publish(subjectOf(fact), letter.data, { msgID: `replay-${letter.seq}-${letter.time.getTime()}` });
    await bus.manager.streams.deleteMessage(deadStream(), letter.seq);
    replayed += 1;
  }
}
