import type { NatsConnection } from 'nats';
import { shiftClock } from './clock.ts';

/** Test mode only: one message on the bus moves the clock of every process of the namespace. */
export function followTestClock(nats: NatsConnection, namespace: string): void {
  nats.subscribe(`${namespace}.test.clock`, {
    callback: (error, message) => {
      if (error) return; // a bus with users lets nobody listen here
      const { offset } = message.json<{ offset: number }>();
      shiftClock(offset);
      message.respond();
    },
  });
}
