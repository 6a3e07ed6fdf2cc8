import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applicationFact } from '../../../services/contracts/fact.ts';
import { SERVICES, type ServiceName, type SignerName } from '../../../services/contracts/names.ts';
import { type Bus, deadSubject, declareStreams, streamOf, subjectOf } from '../../../services/kit/src/bus.ts';
import { listen, replayDead } from '../../../services/kit/src/consume.ts';
import { logger } from '../../../services/kit/src/log.ts';
import { asks } from '../asks.ts';
import { busWithUsers, NAMESPACE, secretOf, until } from './bus.ts';

const fact = applicationFact('units');
const example = (id: string) =>
  JSON.stringify({ id, entity: 'application', entityId: 'a', entityRev: 1, kind: 'step', at: '2024-04-01T00:00:00.000Z', data: {} });
const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow(/permission/i);
const spoken = (subject: string) => `MOL-${NAMESPACE}.${subject}`;

let bus: Awaited<ReturnType<typeof busWithUsers>>;
beforeAll(async () => {
  bus = await busWithUsers();
  await declareStreams(await bus.as('units'), 'units');
}, 180_000);
afterAll(() => bus.stop());

/** Whether the bus lets this user publish, or listen to, a subject: refusals come back on the connection, before the answer to a ping. */
async function may({ nats }: Bus, operation: 'publish' | 'subscription', subject: string): Promise<boolean> {
  let denied = false;
  const watch = (async () => {
    for await (const { permissionContext: refusal } of nats.status() as AsyncIterable<{
      permissionContext?: { operation: string; subject: string };
    }>)
      if (refusal?.operation === operation && refusal.subject === subject) denied = true;
  })();
  void watch;
  if (operation === 'publish') nats.publish(subject, '{}');
  else nats.subscribe(subject, { callback: () => undefined });
  await nats.flush();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return !denied;
}

test('a process without a login of the hall is refused, and so is one with the password of another', async () => {
  await expect(bus.login({})).rejects.toThrow(/authorization/i);
  await expect(bus.login({ user: 'hall', pass: 'hall' })).rejects.toThrow(/authorization/i);
  await expect(bus.login({ user: 'units', pass: secretOf('persons') })).rejects.toThrow(/authorization/i);
});

describe('facts', () => {
  test('are told by their owner and by nobody else', async () => {
    const { js } = await bus.as('units');
    expect((await js.publish(subjectOf(fact), example('1'))).stream).toBe(streamOf('units'));
    await refused((await bus.as('persons')).js.publish(subjectOf(fact), example('2')));
    await refused((await bus.as('gateway')).js.publish(subjectOf(fact), example('3')));
    await refused(js.publish(subjectOf(applicationFact('persons')), example('4')));
  });
  test('lie in streams that only their owner changes and nobody empties or removes; another namespace is closed', async () => {
    const { manager, js } = await bus.as('units');
    const { manager: persons } = await bus.as('persons');
    await refused(manager.streams.purge(streamOf('units')));
    await refused(manager.streams.delete(streamOf('units')));
    await refused(persons.streams.update(streamOf('units'), { subjects: [`${NAMESPACE}.elsewhere.>`] }));
    await refused(manager.streams.add({ name: 'other-units', subjects: ['other.hall.units.>'] }));
    await refused(js.publish('other.hall.units.application', example('5')));
  });
  test('are heard by any service; a letter is put aside, and operations replays it', async () => {
    const desk = await bus.as('desk');
    const heard: string[] = [];
    const listener = {
      service: 'desk' as const,
      fact,
      handle: async (facts: { id: string }[]) => void heard.push(...facts.map(({ id }) => id)),
    };
    const { stop, state } = await listen(desk, listener, logger('test', 'silent'));
    await (await bus.as('units')).js.publish(subjectOf(fact), 'not json');
    await until(() => heard.includes('1') && state.dead === 1);

    const operations = await bus.as('operations');
    const letter = await operations.manager.streams.getMessage(`${NAMESPACE}-dead`, { last_by_subj: deadSubject(subjectOf(fact)) });
    expect(letter.data.length).toBe(8);
    await stop(); // the letter cannot be understood now either: a listener would put it aside again
    await expect(replayDead(operations, fact)).resolves.toBe(1);
    expect((await operations.manager.streams.info(`${NAMESPACE}-dead`)).state.messages).toBe(0);
    expect((await operations.manager.streams.info(streamOf('units'))).state.messages).toBe(3);
  });
});

describe('calls', () => {
  test.each(['REQ.persons.>', 'REQ.persons.host-1', 'RES.gateway.>', 'RES.persons.>', 'EVENT.gateway.>', '>'])(
    'units does not listen to %s',
    async (subject) => expect(await may(await bus.as('units'), 'subscription', spoken(subject))).toBe(false),
  );
  test('nobody reads the answers the bus gives to another', async () => {
    expect(await may(await bus.as('units'), 'subscription', '_INBOX.persons.>')).toBe(false);
    expect(await may(await bus.as('units'), 'subscription', '_INBOX.>')).toBe(false);
    expect(await may(await bus.as('units'), 'subscription', `${NAMESPACE}.hall.persons.>`)).toBe(false);
  });
  test.each([
    ['documents', 'REQ.persons.a.1', true],
    ['persons', 'RES.documents.a.1', true],
    ['units', 'REQ.unemployment.a.1', false],
    ['unemployment', 'RES.units.a.1', false],
    ['files', 'REQ.units.a.1', false],
    ['gateway', 'REQ.files.a.1', true],
    ['gateway', 'RES.files.a.1', false],
    ['identity', 'EVENT.gateway.a.1', true],
    ['identity', 'EVENT.units.a.1', false],
    ['operations', 'REQ.units.a.1', false],
  ])('%s → %s: %s', async (login, subject, allowed) => {
    expect(await may(await bus.as(login), 'publish', spoken(subject))).toBe(allowed);
  });

  test('go to who is asked; a node that announces what it is not is asked nothing', async () => {
    const persons = bus.broker('persons');
    const liar = bus.broker('units');
    const gateway = bus.broker('gateway');
    const answering = (who: string) => ({ name: 'persons', actions: { who: () => who } });
    persons.createService(answering('persons'));
    liar.createService(answering('units, as persons'));
    liar.createService({ name: 'units', actions: { who: () => 'units' } });
    await Promise.all([liar.start(), gateway.start()]);
    try {
      await gateway.waitForServices('units', 5_000);
      expect(await gateway.call('units.who')).toBe('units');
      await expect(gateway.call('persons.who')).rejects.toMatchObject({ type: 'SERVICE_NOT_FOUND' });
      await persons.start();
      await gateway.waitForServices('persons', 5_000);
      const answers = new Set(await Promise.all(Array.from({ length: 20 }, () => gateway.call('persons.who'))));
      expect([...answers]).toEqual(['persons']);
    } finally {
      await Promise.all([persons.stop(), liar.stop(), gateway.stop()]);
    }
  });
});

test('services that share a process share a login, and are reached by it', async () => {
  const shared = await busWithUsers([['identity', 'desk'], ['units']]);
  try {
    const both = await shared.as('identity+desk');
    await declareStreams(both, 'desk');
    await declareStreams(both, 'units', 'desk');
    await refused(both.js.publish(subjectOf(fact), example('6')));
    expect(await may(await shared.as('units'), 'publish', spoken('REQ.identity+desk.a.1'))).toBe(true);
    expect(await may(both, 'publish', spoken('RES.units.a.1'))).toBe(true);
    expect(await may(both, 'publish', spoken('REQ.units.a.1'))).toBe(true);
  } finally {
    await shared.stop();
  }
});

/** Read from the text, so that a contract the reader of modules does not know is noticed. */
test('every service that a contract names as a caller may ask its owner', async () => {
  const asked = await asks();
  const folder = path.resolve(import.meta.dirname, '../../../services/contracts');
  const missing: string[] = [];
  const look = (file: string, owners: readonly ServiceName[]) => {
    for (const [, names = ''] of readFileSync(file, 'utf8').matchAll(/services:\s*\[([^\]]*)\]/g))
      for (const [, caller] of names.matchAll(/'([a-z]+)'/g))
        for (const owner of owners)
          if (!asked.get(caller as SignerName)?.has(owner)) missing.push(`${caller} → ${owner} (${path.basename(file)})`);
  };
  const inFolder = (name: string) => readdirSync(path.join(folder, name)).filter((file) => file.endsWith('.ts'));
  // What every owner of items answers alike stands in the files beside the folders.
  const owners = SERVICES.filter((service) => asked.get('desk')?.has(service));
  expect(owners).toEqual(expect.arrayContaining(['units', 'persons']));
  for (const file of inFolder('.')) look(path.join(folder, file), owners);
  for (const owner of SERVICES) for (const file of inFolder(owner)) look(path.join(folder, owner, file), [owner]);
  expect(missing).toEqual([]);
});
