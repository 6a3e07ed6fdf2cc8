import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { takeStep } from '../src/applications/desk-steps.ts';
import type { GuardWish } from '../src/applications/guards.ts';
import { applicationModels, type Models } from '../src/applications/models.ts';
import { project } from '../src/applications/project.ts';
import type { ItemRules } from '../src/applications/rules.ts';
import { submit } from '../src/applications/submit.ts';
import { nameOf } from '../src/errors.ts';
import { openStore } from '../src/store.ts';
import { clerk, testEnvironment, testHall, type TestHall } from '../src/testing.ts';

/** What an application guards, by what was sent last. The rules answer from `verdict`. */
testEnvironment();
const store = openStore('units');
const models = applicationModels(store) as unknown as Models;
let hall: TestHall;
beforeAll(async () => {
  hall = await testHall([]);
  await store.open();
});
afterAll(async () => {
  await store.connection.dropDatabase();
  await store.close();
  await hall.stop();
});

let wanted: GuardWish[] = [];
let hindrance: () => Promise<void> = () => Promise.resolve();
beforeEach(() => {
  hindrance = () => Promise.resolve();
});
const rules = {
  item: { id: 'unit-bank', materials: [], flow: { levels: 1 } },
  check: async () => ({ subject: '示例', area: '610113', guards: wanted, again: hindrance }),
  effects: [],
} as unknown as ItemRules;
const none = () => null;
const send = async (guards: GuardWish[], over: { applicationId?: string; seenSeq?: number; requestKey?: string } = {}) => {
  wanted = guards;
  const wish = { requestKey: randomUUID(), confirmed: [], values: { guards: guards.map(({ id }) => id) }, ...over };
  return submit(models, 'units', rules, { caller: clerk('u1', ['unit-bank']), unitId: 'u1' } as never, wish);
};
const returned = async (applicationId: string): Promise<number> => {
  const row = await project(models, 'units', applicationId, none);
  const seat = { side: 'staff' as const, id: 's1', roles: ['intake' as const] };
  const wish = { requestKey: randomUUID(), seenSeq: row.seq, action: 'correct' as const, opinion: '号码不一致' };
  return (await takeStep(models, 'units', row, seat, wish, [], none)).step.seq;
};
const held = async (applicationId: string) => (await models.guards.find({ applicationId }).lean()).map(({ _id }) => _id).sort();
let n = 0;
const fresh = () => `g${(n += 1)}`;
const lasting = (id: string): GuardWish => ({ id, kind: 'lasting' });

test('补正提交 gives back what it guards no longer, also when it guards nothing', async () => {
  const [a, b, c] = [fresh(), fresh(), fresh()];
  const { applicationId } = await send([lasting(a), { id: b, kind: 'open' }]);
  await send([lasting(b), lasting(c)], { applicationId, seenSeq: await returned(applicationId) });
  expect(await held(applicationId)).toEqual([b, c]);
  await send([], { applicationId, seenSeq: await returned(applicationId) });
  expect(await held(applicationId)).toEqual([]);
  expect((await send([lasting(a)])).to).toBe('submitted');
});

test('a repeat clears what the first time left when it stopped half way; one that comes late clears nothing', async () => {
  const [a, b, c] = [fresh(), fresh(), fresh()];
  const { applicationId } = await send([lasting(a)]);
  const correction = { applicationId, seenSeq: await returned(applicationId), requestKey: randomUUID() };
  await send([lasting(b)], correction);
  await models.guards.create({ _id: a, applicationId, requestKey: 'before', at: '2024-01-01T00:00:00.000Z', kind: 'held' });
  await send([lasting(b)], correction);
  expect(await held(applicationId)).toEqual([b]);
  await send([lasting(c)], { applicationId, seenSeq: await returned(applicationId) });
  await send([lasting(b)], correction);
  expect(await held(applicationId)).toEqual([c]);
});

test('of two 补正提交 at once the one that lost takes back nothing the other needs', async () => {
  const [a, b] = [fresh(), fresh()];
  const { applicationId } = await send([lasting(a)]);
  const seenSeq = await returned(applicationId);
  let go = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  let reached = () => {};
  const there = new Promise<void>((resolve) => (reached = resolve));
  hindrance = () => {
    reached();
    return gate;
  };
  // The slow one has taken the new guard when the quick one comes, sees it is the application's own, and wins.
  const slow = send([lasting(b)], { applicationId, seenSeq }).catch(nameOf);
  await there;
  hindrance = () => Promise.resolve();
  await send([lasting(b)], { applicationId, seenSeq });
  go();
  expect(await slow).toBe('STATE_CHANGED');
  expect(await held(applicationId)).toEqual([b]);
});
