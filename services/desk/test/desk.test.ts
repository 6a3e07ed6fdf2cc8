import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Status } from '@wangting/contracts/application';
import { cardHolder, type Caller } from '@wangting/contracts/caller';
import { mine, queue, rebuild } from '@wangting/contracts/desk/queue';
import { clerk, staff, until } from '@wangting/kit/testing';
import { deskHall, row, type DeskHall } from './hall.ts';

let at: DeskHall;
beforeAll(async () => {
  at = await deskHall();
});
afterAll(() => at.stop());
const kept = (id: string) => at.WorkRowModel.findById(id).lean();
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { type?: string }) => error.type ?? 'fault',
  );

test('a step is heard, asked for once, shown, and hinted at', async () => {
  await at.tell(row({ applicationId: 'heard-1', unitId: 'unit-heard' }));
  await until(() => kept('heard-1'));
  const list = await at.hall.call(mine, {}, clerk('unit-heard', ['unit-registration']));
  expect(list).toMatchObject({ total: 1, page: 1, rows: [row({ applicationId: 'heard-1', unitId: 'unit-heard' })] });
  await until(async () => at.heard.some((one) => (one as { applicationId: string }).applicationId === 'heard-1'));
  expect(at.heard).toContainEqual({ applicationId: 'heard-1', unitId: 'unit-heard', seq: 1, status: 'submitted' });
});

test('a row is replaced only by a higher seq, however often and in whatever order facts come', async () => {
  const newer = row({ applicationId: 'order-1', seq: 3, status: 'first', assignee: 'r1' });
  await at.tell(newer);
  await until(async () => (await kept('order-1'))?.rev === 3);
  await at.tell(row({ applicationId: 'order-1', seq: 1 }), 1);
  await at.tell(newer);
  await at.tell(row({ applicationId: 'order-2' }));
  await until(() => kept('order-2'));
  expect(await kept('order-1')).toMatchObject({ rev: 3, status: 'first' });
});

test('many facts within a moment ask the owner far fewer times than there are facts', async () => {
  const before = at.states.persons.asked;
  await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      at.tell(
        row({
          applicationId: `many-${n}`,
          owner: 'persons',
          itemId: 'person-enrolment',
          itemName: '人员参保登记',
          serialNo: `2024040110000020${String(n).padStart(4, '0')}`,
          unitId: 'unit-many',
        }),
      ),
    ),
  );
  await until(async () => (await at.WorkRowModel.countDocuments({ unitId: 'unit-many' })) === 60);
  expect(at.states.persons.asked - before).toBeLessThan(20);
});

test('while the owner is away the fact waits, and is heard afterwards', async () => {
  at.states.units.away = true;
  await at.tell(row({ applicationId: 'away-1' }));
  const asked = at.states.units.asked;
  await until(async () => at.states.units.asked > asked);
  expect(await kept('away-1')).toBeNull();
  at.states.units.away = false;
  await until(() => kept('away-1'), 15_000);
});

test('a wiped projection is the same again after a rebuild; owners without items are left out', async () => {
  const strip = async () => (await at.WorkRowModel.find().sort({ _id: 1 }).lean()).map(({ heardAt: _at, ...rest }) => rest);
  await until(async () => (await at.WorkRowModel.countDocuments({})) === at.kept.units.size + at.kept.persons.size);
  const before = await strip();
  await at.WorkRowModel.deleteMany({});
  const first = await at.hall.callAs('desk', rebuild, {});
  expect(first.replaced).toBe(before.length);
  expect(first.owners).toEqual(
    expect.arrayContaining([
      { owner: 'units', rows: at.kept.units.size },
      { owner: 'persons', rows: at.kept.persons.size },
    ]),
  );
  expect(first.owners).toHaveLength(2);
  expect(await strip()).toEqual(before);
  expect((await at.hall.callAs('desk', rebuild, {})).replaced).toBe(0);
  expect(await refusal(at.hall.call(rebuild, {}, staff('s', ['first'])))).toBe('NOT_ALLOWED');
});

const CASES: [id: string, status: Status, area: string, assignee: string | null][] = [
  ['q-submitted', 'submitted', '610113', null],
  ['q-accepted', 'accepted', '610113', null],
  ['q-first-me', 'first', '610113', 'me'],
  ['q-first-other', 'first', '610113', 'other'],
  ['q-second', 'second', '610113', null],
  ['q-third', 'third', '610113', null],
  ['q-correcting', 'correcting', '610113', null],
  ['q-approved', 'approved', '610113', null],
  ['q-elsewhere', 'submitted', '610302', null],
  ['q-agency', 'submitted', '619900', null],
];
test.each<[roles: string[], areas: string[], scope: 'todo' | 'taken' | 'all', ids: string[]]>([
  [['intake'], ['610113'], 'todo', ['q-submitted']],
  [['intake'], ['6103'], 'todo', ['q-elsewhere']],
  [['intake'], ['61'], 'todo', ['q-submitted', 'q-elsewhere', 'q-agency']],
  [['intake'], ['6103', '6199'], 'todo', ['q-elsewhere', 'q-agency']],
  [['first'], ['6101'], 'todo', ['q-accepted', 'q-first-me']],
  [['second'], ['610113'], 'todo', ['q-second']],
  [['third'], ['610113'], 'todo', ['q-third']],
  [['intake', 'first'], ['610113'], 'todo', ['q-submitted', 'q-accepted', 'q-first-me']],
  [['first'], ['6101'], 'taken', ['q-first-me']],
  [['first'], ['6103'], 'taken', []],
  [['first'], ['6103'], 'all', ['q-elsewhere']],
  [['first'], [], 'all', []],
  [['first'], ['.*'], 'all', []],
])('%j of %j sees in %s: %j', async (roles, areas, scope, ids) => {
  await Promise.all(
    CASES.map(([applicationId, status, area, assignee], n) =>
      at.WorkRowModel.replaceOne(
        { _id: applicationId },
        at.toWork(
          row({ applicationId, status, area, assignee, serialNo: `2024040110000030000${n}`, itemId: 'unit-bank' }),
          '2024-04-01T02:00:00.000Z',
        ) as never,
        { upsert: true },
      ),
    ),
  );
  const page = await at.hall.call(queue, { scope, size: 100, itemId: 'unit-bank' }, staff('me', roles, areas));
  expect(page.rows.map(({ applicationId }) => applicationId).sort()).toEqual([...ids].sort());
  expect(page.total).toBe(ids.length);
  expect(Object.keys(page.counts)).toEqual(['todo', 'taken', 'all']);
});

test('counts and rows of a tab agree', async () => {
  const page = await at.hall.call(queue, { scope: 'all', size: 1 }, staff('me', ['intake', 'first', 'second', 'third']));
  expect(page.counts.all).toBe(page.total);
  const todo = await at.hall.call(queue, { scope: 'todo' }, staff('me', ['intake']));
  expect(todo.counts.todo).toBe(todo.total);
});

test.each([
  ['how the unit name begins', '测试', ['s-1']],
  ['how another begins', '二厂(西', ['s-2']],
  ['what stands within a name', '一厂', []],
  ['the whole number', '20240401100000900001', ['s-1']],
  ['how the number begins', '2024040110000090000', ['s-1', 's-2']],
  ['how the number ends', '0000900001', []],
  ['a sign that means anything elsewhere', '.*', []],
  ['an open bracket', '(', []],
  ['the last character before the next', '测诖', []],
  ['a rare character', '𠮷', ['s-3']],
])('search: %s', async (_what, search, ids) => {
  for (const one of [
    row({ applicationId: 's-1', unitName: '测试一厂', serialNo: '20240401100000900001', area: '611200' }),
    row({ applicationId: 's-2', unitName: '二厂(西咸)', serialNo: '20240401100000900002', area: '611200' }),
    row({ applicationId: 's-3', unitName: '𠮷祥（集团）', serialNo: '20240401100001900003', area: '611200' }),
  ]) {
    await at.tell(one);
    await until(() => kept(one.applicationId));
  }
  const page = await at.hall.call(queue, { scope: 'all', search }, staff('me', ['intake'], ['611200']));
  expect(page.rows.map(({ applicationId }) => applicationId)).toEqual(ids);
});

test('我的办件: the own unit only, the own items only, days of China, status', async () => {
  const day = (applicationId: string, submittedAt: string, over = {}) =>
    at.tell(row({ applicationId, submittedAt, unitId: 'unit-mine', serialNo: `S${applicationId}`, ...over }));
  await day('m-1', '2024-05-31T15:59:59.000Z');
  await day('m-2', '2024-05-31T16:00:00.000Z');
  await day('m-3', '2024-06-01T16:00:00.000Z', { status: 'approved' });
  await day('m-4', '2024-06-01T02:00:00.000Z', { itemId: 'unit-bank' });
  await until(async () => (await at.WorkRowModel.countDocuments({ unitId: 'unit-mine' })) === 4);
  const ids = async (input: object, who = clerk('unit-mine', ['unit-registration'])) =>
    (await at.hall.call(mine, input, who)).rows.map(({ applicationId }) => applicationId);
  expect(await ids({})).toEqual(['m-3', 'm-2', 'm-1']);
  expect(await ids({ from: '2024-06-01', to: '2024-06-01' })).toEqual(['m-2']);
  expect(await ids({ status: 'approved' })).toEqual(['m-3']);
  expect(await ids({ page: 2, size: 2 })).toEqual(['m-1']);
  expect(await ids({}, clerk('unit-other', ['unit-registration']))).toEqual([]);
  expect(await refusal(at.hall.call(mine, {}, { kind: 'person', id: 'x', hat: 'legal', scopes: ['unit.work'] }))).toBe('NOT_ALLOWED');
  expect(await refusal(at.hall.call(mine, {}, staff('s', ['first'])))).toBe('NOT_ALLOWED');
  expect(await refusal(at.hall.call(queue, {}, clerk('unit-mine', ['unit-registration'])))).toBe('NOT_ALLOWED');
  expect(await refusal(at.hall.call(queue, {}, null))).toBe('NOT_LOGGED_IN');
});

/** 个人: an applicant that is a person, by his id. The same filters and columns, his own rows and no unit's. */
const [ME, OTHER] = [cardHolder('1111'), cardHolder('2222')];
const individual = (id: string, items: readonly string[]): Caller => ({
  kind: 'person',
  id,
  hat: 'individual',
  scopes: ['person.work', ...items.map((item) => `item:${item}`)],
});
const OWN_ITEMS = ['disability-benefit', 'payee-maintenance'];
const PERSONAL: [string, string, string, string, string][] = [
  ['p-1', ME, 'disability-benefit', 'submitted', '2024-07-01T02:00:00.000Z'],
  ['p-2', ME, 'payee-maintenance', 'approved', '2024-07-02T02:00:00.000Z'],
  ['p-3', ME, 'death-benefit', 'submitted', '2024-07-03T02:00:00.000Z'],
  ['p-4', OTHER, 'disability-benefit', 'submitted', '2024-07-04T02:00:00.000Z'],
  ['p-5', 'unit-p', 'disability-benefit', 'submitted', '2024-07-05T02:00:00.000Z'],
];
describe('我的办件 under 个人', () => {
  beforeAll(async () => {
    for (const [applicationId, unitId, itemId, status, submittedAt] of PERSONAL)
      await at.tell(row({ applicationId, unitId, itemId, status: status as never, submittedAt, serialNo: `P${applicationId}` }));
    await until(async () => (await at.WorkRowModel.countDocuments({ _id: { $in: PERSONAL.map(([id]) => id) } })) === PERSONAL.length);
  });
  test.each<[string, Caller, object, string[]]>([
    ['工伤职工 sees his own', individual(ME, OWN_ITEMS), {}, ['p-2', 'p-1']],
    ['only of items he may do now', individual(ME, ['payee-maintenance']), {}, ['p-2']],
    ['供养亲属 sees hers', individual(ME, ['death-benefit', 'payee-maintenance']), {}, ['p-3', 'p-2']],
    ['somebody else his', individual(OTHER, OWN_ITEMS), {}, ['p-4']],
    ['a stranger none', individual(cardHolder('3333'), OWN_ITEMS), {}, []],
    ['the filter 事项名称', individual(ME, OWN_ITEMS), { itemId: 'disability-benefit' }, ['p-1']],
    ['the filter 办理状态', individual(ME, OWN_ITEMS), { status: 'approved' }, ['p-2']],
    ['the filter 申请时间', individual(ME, OWN_ITEMS), { from: '2024-07-02', to: '2024-07-02' }, ['p-2']],
    ['a page of one', individual(ME, OWN_ITEMS), { page: 2, size: 1 }, ['p-1']],
    ['under the hat of a unit only the unit’s', { ...clerk('unit-p', OWN_ITEMS), id: ME }, {}, ['p-5']],
    ['a unit’s id put beside 个人 opens no unit', { ...individual(ME, OWN_ITEMS), unitId: 'unit-p' }, {}, ['p-2', 'p-1']],
  ])('%s', async (_what, who, filter, ids) => {
    const page = await at.hall.call(mine, filter, who);
    expect(page.rows.map(({ applicationId }) => applicationId)).toEqual(ids);
    expect(Object.keys(page.rows[0] ?? row())).toEqual(expect.arrayContaining(['serialNo', 'itemName', 'subject', 'status', 'opinion']));
  });
  test.each<[string, Caller]>([
    ['without the right', { ...individual(ME, OWN_ITEMS), scopes: OWN_ITEMS.map((item) => `item:${item}`) }],
    ['with no hat', { kind: 'person', id: ME, scopes: ['person.work'] }],
  ])('%s: refused', async (_what, who) => expect(await refusal(at.hall.call(mine, {}, who))).toBe('NOT_ALLOWED'));
});
