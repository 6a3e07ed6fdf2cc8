import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Status } from '@wangting/contracts/application';
import type { ApplicationRow } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import { mine, queue } from '@wangting/contracts/desk/queue';
import { clerk, staff } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';
import { deskHall, row, type DeskHall } from './hall.ts';

/** What the lists read: the rows they show and a handful, in an area of thousands of cases as in a small one. */
let at: DeskHall;
const AREAS = ['610113', '610102', '610302', '619900'];
const STATES: Status[] = ['approved', 'approved', 'approved', 'submitted', 'accepted', 'first', 'second', 'correcting'];
const ITEMS = ['unit-bank', 'person-enrolment', 'unit-maintenance'];
const CASES = 6_000;
const one = (n: number): ApplicationRow => {
  const status = STATES[n % STATES.length] ?? 'approved';
  const unit = Math.floor(n / 7) % 60;
  return row({
    applicationId: `r-${n}`,
    serialNo: `202404${String(1 + (n % 28)).padStart(2, '0')}${String(n).padStart(6, '0')}100000`,
    status,
    area: AREAS[unit % 4],
    itemId: ITEMS[n % 3],
    unitId: `unit-r${unit}`,
    unitNo: `61200000${String(unit).padStart(2, '0')}`,
    unitName: `西安${unit % 2 ? '示例' : '测试'}${String(unit).padStart(2, '0')}（集团）公司`,
    submittedAt: new Date(Date.UTC(2024, 3, 1) + n * 60_000).toISOString(),
    assignee: status === 'first' ? (n % 3 ? 'other' : 'me') : null,
  });
};
const all = Array.from({ length: CASES }, (_, n) => one(n));

beforeAll(async () => {
  at = await deskHall();
  const { toWork } = await import('../src/models/work-row.ts');
  await at.WorkRowModel.insertMany(all.map((each) => toWork(each, '2024-05-01T00:00:00.000Z')));
}, 120_000);
afterAll(() => at.stop());

const newest = (rows: ApplicationRow[]) => rows.toSorted((a, b) => ((a.submittedAt ?? '') < (b.submittedAt ?? '') ? 1 : -1));
const idsOf = (rows: readonly ApplicationRow[]) => rows.map(({ applicationId }) => applicationId);
const looked = (work: () => Promise<unknown>) => reads(`${at.hall.namespace}_desk`, ['work_rows'], work);
const me = (roles: string[], ...areas: string[]) => staff('me', roles, areas);
const within = (caller: Caller) => all.filter(({ area }) => caller.areas?.some((prefix) => area.startsWith(prefix)));
const waits = (roles: Record<string, Status[]>, caller: Caller) =>
  within(caller).filter(
    ({ status, assignee }) =>
      caller.scopes.some((scope) => roles[scope.replace('staff.', '')]?.includes(status)) && (assignee === null || assignee === 'me'),
  );
const STAGES: Record<string, Status[]> = { intake: ['submitted'], first: ['accepted', 'first'], second: ['second'], third: ['third'] };
const SIZE = 20;

describe('待办', () => {
  const CALLERS: [string, Caller][] = [
    ['the province', me(['first'], '61')],
    ['a city', me(['intake'], '6101')],
    ['a district', me(['second'], '610113')],
    ['two districts', me(['first'], '610113', '610302')],
    ['a district within a city, named twice', me(['first'], '6101', '610113')],
    ['a city and a district of another', me(['intake', 'first'], '6103', '610113')],
    ['all stages', me(['intake', 'first', 'second', 'third'], '61')],
    ['a prefix of three digits', me(['intake'], '610')],
  ];
  test.each(CALLERS)('%s: the same rows, counts and order as by hand, read once', async (_whose, caller) => {
    const todo = waits(STAGES, caller);
    for (const page of [1, 3]) {
      let got: Awaited<ReturnType<typeof ask>> | undefined;
      const ask = () => at.hall.call(queue, { scope: 'todo', page, size: SIZE }, caller);
      const read = await looked(async () => void (got = await ask()));
      const oldest = newest(todo).reverse();
      expect(idsOf(got?.rows ?? [])).toEqual(idsOf(oldest.slice((page - 1) * SIZE, page * SIZE)));
      expect(got).toMatchObject({
        total: todo.length,
        counts: { todo: todo.length, taken: within(caller).filter(({ assignee }) => assignee === 'me').length, all: within(caller).length },
      });
      const levels = new Set(caller.areas?.map(({ length }) => length)).size;
      if (read) expect(read.scans).toEqual([]);
      // Twice a row: found by its keys, then read. Somebody with areas of two levels has the pages before his read as well.
      if (read) expect(read.documents).toBeLessThanOrEqual(SIZE + levels * SIZE * page + 1);
    }
  });

  const all61 = me(['first'], '61');
  const FILTERS: [string, object, (one: ApplicationRow) => boolean][] = [
    ['nothing', {}, () => true],
    ['事项', { itemId: 'unit-bank' }, ({ itemId }) => itemId === 'unit-bank'],
    ['办理状态', { status: 'approved' }, ({ status }) => status === 'approved'],
    ['both', { itemId: 'unit-bank', status: 'second' }, ({ itemId, status }) => itemId === 'unit-bank' && status === 'second'],
    [
      '申请时间',
      { from: '2024-04-02', to: '2024-04-02' },
      ({ submittedAt }) => /^2024-04-0(1T1[6-9]|1T2|2T0|2T1[0-5])/.test(submittedAt ?? ''),
    ],
    ['单位编号', { search: '6120000007' }, ({ unitNo }) => unitNo === '6120000007'],
    ['a 单位编号 of nobody', { search: '6120000099' }, () => false],
  ];
  test.each(FILTERS)('全部, by %s', async (_by, filter, fits) => {
    for (const [page, caller] of [
      [1, all61],
      [2, me(['first'], '610113')],
    ] as const) {
      const rows = newest(within(caller).filter(fits));
      let got: Awaited<ReturnType<typeof ask>> | undefined;
      const ask = () => at.hall.call(queue, { scope: 'all', page, size: SIZE, ...filter } as never, caller);
      const read = await looked(async () => void (got = await ask()));
      expect(got?.total).toBe(rows.length);
      expect(idsOf(got?.rows ?? [])).toEqual(idsOf(rows.slice((page - 1) * SIZE, page * SIZE)));
      if (read) expect(read).toEqual({ documents: expect.any(Number), scans: [] });
      if (read) expect(read.documents).toBeLessThanOrEqual(2 * SIZE + 5);
    }
  });
  test('全部, by how a name begins: in the order of names, newest first within one', async () => {
    const ask = () => at.hall.call(queue, { scope: 'all', search: '西安测试0', size: SIZE }, all61);
    const hits = all.filter(({ unitName }) => unitName.startsWith('西安测试0'));
    const ordered = newest(hits).sort((a, b) => (a.unitName < b.unitName ? -1 : a.unitName > b.unitName ? 1 : 0));
    let got: Awaited<ReturnType<typeof ask>> | undefined;
    const read = await looked(async () => void (got = await ask()));
    expect(got?.total).toBe(hits.length);
    expect(idsOf(got?.rows ?? [])).toEqual(idsOf(ordered.slice(0, SIZE)));
    if (read) expect(read.scans).toEqual([]);
    if (read) expect(read.documents).toBeLessThanOrEqual(SIZE + 1);
    const nobody = await looked(() => at.hall.call(queue, { scope: 'all', search: '西安没有', size: SIZE }, all61));
    if (nobody) expect(nobody).toEqual({ documents: 1, scans: [] });
  });
  test('by 业务流水号, whole or from the second on', async () => {
    const [whole = ''] = [all[777]?.serialNo ?? ''];
    for (const search of [whole, whole.slice(0, 14)]) {
      let found: string[] = [];
      const read = await looked(async () => {
        found = idsOf((await at.hall.call(queue, { scope: 'all', search }, all61)).rows);
      });
      expect(found).toEqual(['r-777']);
      if (read) expect(read.scans).toEqual([]);
      if (read) expect(read.documents).toBeLessThanOrEqual(5);
    }
    const elsewhere = me(['first'], AREAS.find((area) => area !== all[777]?.area) ?? '');
    expect((await at.hall.call(queue, { scope: 'all', search: whole }, elsewhere)).total).toBe(0);
  });
});

test('我的办件: of many items, by state and day', async () => {
  const who = clerk('unit-r7', [...ITEMS, 'unit-closing', 'person-stop']);
  const own = all.filter(({ unitId }) => unitId === 'unit-r7');
  const FILTERS: [object, (one: ApplicationRow) => boolean][] = [
    [{}, () => true],
    [{ itemId: 'unit-bank' }, ({ itemId }) => itemId === 'unit-bank'],
    [{ status: 'approved' }, ({ status }) => status === 'approved'],
    [{ itemId: 'unit-bank', status: 'approved' }, ({ itemId, status }) => itemId === 'unit-bank' && status === 'approved'],
    [{ itemId: 'unit-registration' }, () => false],
  ];
  for (const [filter, fits] of FILTERS) {
    const rows = newest(own.filter(fits));
    let got: Awaited<ReturnType<typeof ask>> | undefined;
    const ask = () => at.hall.call(mine, { size: 10, ...filter }, who);
    const read = await looked(async () => void (got = await ask()));
    expect(got?.total).toBe(rows.length);
    expect(idsOf(got?.rows ?? [])).toEqual(idsOf(rows.slice(0, 10)));
    if (read) expect(read.scans).toEqual([]);
    if (read) expect(read.documents).toBeLessThanOrEqual(10);
  }
});

test('rows from before get what the lists are found by when the service starts', async () => {
  const { placeOldRows } = await import('../src/domain/project.ts');
  const caller = me(['first'], '6101');
  const before = await at.hall.call(queue, { scope: 'todo', size: SIZE }, caller);
  await at.WorkRowModel.updateMany({ area: '610113' }, { $unset: { province: 1, city: 1, waits: 1 } });
  expect((await at.hall.call(queue, { scope: 'todo', size: SIZE }, caller)).total).toBeLessThan(before.total);
  await placeOldRows();
  expect(await at.hall.call(queue, { scope: 'todo', size: SIZE }, caller)).toEqual(before);
});
