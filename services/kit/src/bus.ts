import {
  connect,
  RetentionPolicy,
  StorageType,
  DiscardPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type NatsConnection,
} from 'nats';
import type { FactContract } from '@wangting/contracts/fact';
import type { ServiceName } from '@wangting/contracts/names';
import { config } from './config.ts';
import { logger } from './log.ts';
import { busLogin, tellRefusals } from './login.ts';

/** JetStream of this process: one connection for all facts, beside Moleculer's own. */
export interface Bus {
  nats: NatsConnection;
  js: JetStreamClient;
  manager: JetStreamManager;
}
const DAY = 86_400 * 1_000_000_000;

export async function openBus(name: string): Promise<Bus> {
  const nats = await connect({ servers: config().NATS_URL, name, maxReconnectAttempts: -1, waitOnFirstConnect: true, ...busLogin() });
  void tellRefusals(nats, logger('bus'));
  return { nats, js: nats.jetstream({ timeout: 5_000 }), manager: await nats.jetstreamManager({ timeout: 10_000 }) };
}

const ns = () => config().NAMESPACE;
export const streamOf = (owner: ServiceName) => `${ns()}-${owner}`;
export const subjectOf = (fact: Pick<FactContract, 'owner' | 'entity'>) => `${ns()}.hall.${fact.owner}.${fact.entity}`;
export const deadStream = () => `${ns()}-dead`;
export const deadSubject = (subject: string) => `${ns()}.dead.${subject}`;

/**
 * Declares the stream of an owner's facts and the stream of dead letters. Publisher and consumer both call it at start,
 * so it exists before the first fact whichever comes up first. A full stream refuses new facts (the outbox waits), it never drops.
 * A stream that is there is brought to our limits by its owner; nobody else may change it.
 */
export async function declareStreams(bus: Bus, owner: ServiceName, by: ServiceName = owner): Promise<void> {
  const common = {
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    max_age: 30 * DAY,
    duplicate_window: DAY / 144,
    num_replicas: config().NATS_REPLICAS,
  };
  const wanted = [
    { ...common, name: streamOf(owner), subjects: [`${ns()}.hall.${owner}.>`] },
    { ...common, name: deadStream(), subjects: [`${ns()}.dead.>`] },
  ];
  for (const stream of wanted) {
    try {
      await bus.manager.streams.add(stream);
    } catch (error) {
      // Already there, perhaps declared by another version or with other copies.
      if (!String((error as Error).message).includes('already in use')) throw error;
      if (by === owner && stream.name === streamOf(owner))
        await bus.manager.streams.update(stream.name, { subjects: stream.subjects, max_age: stream.max_age });
    }
  }
}
