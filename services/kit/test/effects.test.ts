import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { append } from '../src/applications/append.ts';
import { runDueEffects, settle, type Effect } from '../src/applications/effects.ts';
import { sweepGuards } from '../src/applications/guards.ts';
import { applicationModels, type Models, type Step } from '../src/applications/models.ts';
import { project } from '../src/applications/project.ts';
import { refuse } from '../src/errors.ts';
import { logger } from '../src/log.ts';
import { openStore } from '../src/store.ts';
import { testEnvironment, testHall, type TestHall } from '../src/testing.ts';

/** What a refused effect does to its case, wherever the process stops. */
testEnvironment();
const store = openStore('units');
const models = applicationModels(store) as unknown as Models;
const log = logger('test', 'silent');
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

const SAID = '该人员已在其他单位参保';
const none = () => null;
const fold = (applicationId: string) => project(models, 'units', applicationId, none);
let refused = true;
let ran: string[] = [];
beforeEach(() => {
  refused = true;
  ran = [];
});
const effect = (name: string, mayRefuse: boolean): [string, Effect] => [
  name,
  {
    name,
    title: name,
    async run() {
      ran.push(name);
      if (mayRefuse && refused) throw refuse(SAID);
    },
  },
];
const effects = new Map([effect('number', false), effect('enrol', true), effect('undo', true)]);
const settled = (step: Step, folded: (id: string) => Promise<unknown> = fold) => settle(models, effects, step, log, folded);

type Told = Partial<Pick<Step, 'seq' | 'action' | 'from' | 'to' | 'levels' | 'effects' | 'role' | 'actorId'>>;
const step = async (applicationId: string, over: Told) =>
  (
    await append(models, {
      applicationId,
      seq: 1,
      itemId: 'unit-bank',
      action: 'submit',
      from: null,
      to: 'approved',
      levels: 0,
      actorId: 'p1',
      actorKind: 'person',
      role: null,
      unitId: 'u1',
      area: '610113',
      requestKey: randomUUID(),
      effects: ['number', 'enrol'],
      payload: { values: {} },
      intention: {},
      ...over,
    })
  ).step;
const stepsOf = async (applicationId: string) =>
  (await models.steps.find({ applicationId }).sort({ seq: 1 }).lean()).map(({ action, to, levels, due }) => [
    action,
    to,
    levels,
    due ?? false,
  ]);
const guard = (applicationId: string, kind: 'open' | 'held' | 'lasting', requestKey: string = randomUUID()) =>
  models.guards.create({ _id: randomUUID(), applicationId, requestKey, at: '2024-01-01T00:00:00.000Z', kind });
const kinds = async (applicationId: string) => (await models.guards.find({ applicationId }).lean()).map(({ kind }) => kind).sort();

test('即办: what rules decided and could not be carried out goes to 受理 of people; nothing it guards comes to last', async () => {
  const id = randomUUID();
  await guard(id, 'held');
  expect(await settled(await step(id, {}))).toBe('failed');
  expect(await stepsOf(id)).toEqual([
    ['submit', 'approved', 0, false],
    ['fail', 'submitted', 1, false],
  ]);
  expect(await fold(id)).toMatchObject({ status: 'submitted', levels: 1, opinion: SAID, failure: SAID, assignee: null, decidedAt: null });
  await sweepGuards(models);
  expect(await kinds(id)).toEqual(['held']);
});

test('decided in the second stage it goes back there, free for whoever acts in it', async () => {
  const id = randomUUID();
  await step(id, { to: 'submitted', levels: 2, effects: [] });
  await step(id, { seq: 2, action: 'take', from: 'accepted', to: 'first', levels: 2, effects: [], role: 'first', actorId: 's1' });
  await step(id, { seq: 3, action: 'pass', from: 'first', to: 'second', levels: 2, effects: [], role: 'first', actorId: 's1' });
  const pass = { action: 'pass', to: 'approved', levels: 2, role: 'second', actorId: 's2' } as const;
  await settled(await step(id, { seq: 4, from: 'second', ...pass }));
  expect(await fold(id)).toMatchObject({ status: 'second', assignee: null, actors: { first: 's1', second: 's2' }, failure: SAID });

  // Decided anew it is carried out anew, from the first effect on.
  refused = false;
  ran = [];
  expect(await settled(await step(id, { seq: 6, from: 'second', ...pass }))).toBe('done');
  expect(ran).toEqual(['number', 'enrol']);
  expect(await models.effects.find({ applicationId: id }).sort({ name: 1 }).lean()).toMatchObject([
    { name: 'enrol', state: 'done', seq: 6 },
    { name: 'number', state: 'done', seq: 6 },
  ]);
  expect(await fold(id)).toMatchObject({ status: 'approved', failure: null });
});

test('a process that stops before the case went back, or right after it, is followed by one that does the rest, once', async () => {
  const id = randomUUID();
  const owed = await step(id, {});
  const stop = () => Promise.reject(new Error('killed'));
  await expect(settled(owed, stop)).rejects.toThrow('killed');
  await models.steps.deleteOne({ applicationId: id, seq: 2 }); // as if it had stopped a moment earlier
  await expect(settled(owed, stop)).rejects.toThrow('killed');
  expect(await stepsOf(id)).toEqual([
    ['submit', 'approved', 0, true],
    ['fail', 'submitted', 1, false],
  ]);
  expect(await runDueEffects(models, settled, log)).toBe(1);
  expect(await stepsOf(id)).toEqual([
    ['submit', 'approved', 0, false],
    ['fail', 'submitted', 1, false],
  ]);
  expect(ran).toEqual(['number', 'enrol']);
  expect((await models.rows.findById(id).lean())?.status).toBe('submitted');
});

test('two at once take it back once; of one that refuses and one that gets through, the first counts', async () => {
  const id = randomUUID();
  const owed = await step(id, {});
  await Promise.all([settled(owed), settled(owed)]);
  await settled(owed);
  expect((await stepsOf(id)).map(([action]) => action)).toEqual(['submit', 'fail']);

  const mixed = randomUUID();
  const step2 = await step(mixed, { effects: ['enrol'] });
  let go = () => {};
  const gate = new Promise<void>((resolve) => (go = resolve));
  const slow = new Map(effects).set('enrol', { name: 'enrol', title: '', run: () => gate.then(() => Promise.reject(refuse(SAID))) });
  const late = settle(models, slow, step2, log, fold);
  refused = false;
  expect(await settled(step2)).toBe('done');
  go();
  expect(await late).toBe('waiting');
  expect(await stepsOf(mixed)).toEqual([['submit', 'approved', 0, false]]);
});

test('a 撤销 that took nothing back is none: the case stands, and keeps what it held before', async () => {
  const id = randomUUID();
  refused = false;
  await guard(id, 'held');
  await settled(await step(id, {}));
  refused = true;
  const undo = await step(id, { seq: 2, action: 'undo', from: 'approved', to: 'void', effects: ['undo'] });
  await guard(id, 'held', undo.requestKey);
  expect(await settled(undo)).toBe('failed');
  expect(await stepsOf(id)).toEqual([
    ['submit', 'approved', 0, false],
    ['undo', 'void', 0, false],
    ['fail', 'approved', 0, false],
  ]);
  expect(await kinds(id)).toEqual(['lasting']);
  await sweepGuards(models);
  expect(await kinds(id)).toEqual(['lasting']);
  expect(await fold(id)).toMatchObject({ status: 'approved', opinion: SAID, failure: null });
});
