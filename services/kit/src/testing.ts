import { randomUUID } from 'node:crypto';
import { ServiceBroker, type ServiceSchema } from 'moleculer';
import mongoose from 'mongoose';
import type { z } from 'zod';
import type { ActionContract } from '@wangting/contracts/action';
import type { Caller } from '@wangting/contracts/caller';
import type { SignerName } from '@wangting/contracts/names';
import { brokerOptions } from './broker.ts';
import { openBus, type Bus } from './bus.ts';
import { forgetConfig } from './config.ts';
import { shiftClock } from './clock.ts';
import { forgetKeys } from './sealed.ts';
import { forgetTokens, signCaller } from './token.ts';

/**
 * A piece of the hall for a test: real bus, real database, real object store, in a namespace of its own.
 * The caller sits on a second broker without services, so every call crosses the wire.
 */
export interface TestHall {
  namespace: string;
  server: ServiceBroker;
  caller: ServiceBroker;
  bus: Bus;
  /** Calls as somebody, with a token identity would have signed. */
  call<I extends z.ZodType, O extends z.ZodType>(
    contract: ActionContract<I, O>,
    params: z.input<I>,
    as?: Caller | null,
  ): Promise<z.infer<O>>;
  /** Calls as a service, with that service's key. */
  callAs<I extends z.ZodType, O extends z.ZodType>(
    service: SignerName,
    contract: ActionContract<I, O>,
    params: z.input<I>,
  ): Promise<z.infer<O>>;
  clock(offsetMs: number): Promise<void>;
  stop(): Promise<void>;
}
const need = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests through npm test, or source .cache/dev-engines.env`);
  return value;
};

/** Sets the environment of a hall process from the TEST_* engines. Call before importing a service module. */
export function testEnvironment(namespace = `t${randomUUID().slice(0, 8)}`): string {
  Object.assign(process.env, {
    WANGTING_MODE: 'test',
    NAMESPACE: namespace,
    NATS_URL: need('TEST_NATS_URL'),
    MONGO_URL: need('TEST_MONGO_URL'),
    KEYS_DIR: need('TEST_KEYS_DIR'),
    SEAL_KEY_FILE: `${need('TEST_KEYS_DIR')}/seal.key`,
    LOOKUP_KEY_FILE: `${need('TEST_KEYS_DIR')}/lookup.key`,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    S3_ENDPOINT: process.env.TEST_S3_ENDPOINT ?? '',
    S3_ACCESS_KEY: process.env.TEST_S3_ACCESS_KEY ?? '',
    S3_SECRET_KEY: process.env.TEST_S3_SECRET_KEY ?? '',
    S3_BUCKET: namespace,
  });
  if (!process.env.S3_ENDPOINT) delete process.env.S3_ENDPOINT;
  forgetConfig();
  forgetKeys();
  forgetTokens();
  return namespace;
}

/** Starts these services (schemas, default exports of `<name>.service.ts`) and a caller; waits until every one answers. */
export async function testHall(
  schemas: readonly ServiceSchema[],
  namespace = process.env.NAMESPACE ?? testEnvironment(),
): Promise<TestHall> {
  const server = new ServiceBroker(brokerOptions('server'));
  const caller = new ServiceBroker(brokerOptions('caller'));
  for (const schema of schemas) server.createService(schema);
  await Promise.all([server.start(), caller.start()]);
  if (schemas.length)
    await caller.waitForServices(
      schemas.map(({ name }) => name),
      20_000,
    );
  const bus = await openBus('test');
  const send = (contract: ActionContract, params: unknown, token: string | undefined) =>
    (caller as unknown as { call(name: string, params: unknown, options: object): Promise<never> }).call(contract.name, params, {
      meta: token ? { token } : {},
      timeout: Math.max(20_000, contract.timeout ?? 0),
    });
  return {
    namespace,
    server,
    caller,
    bus,
    call: async (contract, params, as) => send(contract, params, as ? await signCaller('identity', as) : undefined),
    callAs: async (service, contract, params) =>
      send(contract, params, await signCaller(service, { kind: 'service', id: service, scopes: [] })),
    async clock(offset) {
      shiftClock(offset);
      bus.nats.publish(`${namespace}.test.clock`, JSON.stringify({ offset }));
      await bus.nats.flush();
    },
    async stop() {
      shiftClock(0);
      await Promise.all([server.stop(), caller.stop()]);
      for await (const stream of bus.manager.streams.list())
        if (stream.config.name.startsWith(`${namespace}-`)) await bus.manager.streams.delete(stream.config.name);
      await bus.nats.close();
      const admin = mongoose.createConnection(need('TEST_MONGO_URL'));
      await admin.asPromise();
      for (const { name } of schemas) await admin.useDb(`${namespace}_${name}`.replaceAll('-', '_')).dropDatabase();
      await admin.close();
    },
  };
}

/** A clerk of a unit with the scopes of the named items. */
export const clerk = (unitId: string, items: readonly string[], over: Partial<Caller> = {}): Caller => ({
  kind: 'person',
  id: `person-${unitId}`,
  hat: 'legal',
  unitId,
  scopes: ['unit.work', ...items.map((id) => `item:${id}`)],
  ...over,
});
/** A reviewer. */
export const staff = (id: string, roles: readonly string[], areas: readonly string[] = ['61']): Caller => ({
  kind: 'staff',
  id,
  scopes: roles.map((role) => `staff.${role}`),
  areas: [...areas],
});
/** Waits until something is true, asking every 25 ms: nothing sleeps, things are waited for. */
export async function until<T>(what: () => Promise<T | undefined | false | null>, ms = 8_000): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await what();
    if (found) return found;
    if (performance.now() > end) throw new Error('What was waited for did not come');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
