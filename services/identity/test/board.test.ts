import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  board,
  closedBecause,
  confirmBoard,
  guide,
  saveAnnouncement,
  saveBanner,
  saveGuide,
  saveWindow,
  versions,
  type Window,
} from '@wangting/contracts/identity/board';
import { isoOf, realNow, today } from '@wangting/kit/clock';
import { clerk, staff } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';
import { identityHall, nameOf } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

const [ops, second] = [staff('staff-ops1', ['ops']), staff('staff-ops2', ['ops'])];
const hour = (n: number) => isoOf(realNow() + n * 3_600_000);
const words = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'done',
    (error: Error) => error.message,
  );
const ALWAYS: Window = { fromDay: null, toDay: null, fromDate: null, toDate: null, fromHour: null, toHour: null, note: '' };

test.each<[string, Partial<Window>, string, boolean]>([
  ['a day of the month inside', { fromDay: 1, toDay: 20 }, '2024-04-20T23:59', true],
  ['the day after', { fromDay: 1, toDay: 20 }, '2024-04-21T00:00', false],
  ['before an hour', { fromHour: 8, toHour: 18 }, '2024-04-01T07:59', false],
  ['at the hour', { fromHour: 8, toHour: 18 }, '2024-04-01T08:00', true],
  ['at the last hour', { fromHour: 8, toHour: 18 }, '2024-04-01T18:00', false],
  ['inside a season', { fromDate: '2024-06-01', toDate: '2024-12-31' }, '2024-12-31T12:00', true],
  ['after a season', { fromDate: '2024-06-01', toDate: '2024-12-31' }, '2025-01-01T00:00', false],
  ['no limit', {}, '2024-04-01T00:00', true],
])('办理时间: %s', (_what, window, wall, open) => {
  const why = closedBecause({ ...ALWAYS, ...window }, wall);
  expect(why === undefined).toBe(open);
  if (!open) expect(why).toContain('现在不能提交');
});

describe('公告', () => {
  const value = (over: object = {}) => ({
    title: '系统升级公告',
    text: '本周六升级。',
    pinned: false,
    from: hour(-1),
    to: hour(1),
    ...over,
  });
  const save = (id: string, seenVersion: number, announcement: ReturnType<typeof value> | null, as = ops, requestKey = randomUUID()) =>
    set.hall.call(saveAnnouncement, { requestKey, id, seenVersion, announcement }, as);
  const confirm = (id: string, version: number, as = second) =>
    set.hall.call(confirmBoard, { requestKey: randomUUID(), kind: 'announcement', id, version }, as);
  const shown = async (id: string) => (await set.hall.call(board, {})).announcements.find((one) => one.id === id);

  test('is in force when a second person says so, and every version stays', async () => {
    await set.staffAccount('ops1', ['ops']);
    const id = randomUUID();
    expect(await save(id, 0, value())).toMatchObject({ version: 1, state: 'proposed' });
    expect(await shown(id)).toBeUndefined();
    expect(await words(confirm(id, 1, ops))).toBe('须由提交人以外的运行维护人员确认');
    await Promise.all([confirm(id, 1), confirm(id, 1)]);
    expect(await shown(id)).toMatchObject({ title: '系统升级公告', version: 1 });
    // A new version waits while the old one is shown.
    await save(id, 1, value({ title: '第二版' }));
    expect((await shown(id))?.title).toBe('系统升级公告');
    expect((await set.hall.call(versions, { kind: 'announcement', id, waiting: '1' }, second)).rows).toMatchObject([
      { version: 2, by: 'staff-ops1', byName: '测员', confirmedByName: null },
    ]);
    await confirm(id, 2);
    expect((await shown(id))?.title).toBe('第二版');
    const history = await set.hall.call(versions, { kind: 'announcement', id }, ops);
    expect(history.rows.map(({ version, state, confirmedBy }) => [version, state, confirmedBy])).toEqual([
      [2, 'inForce', 'staff-ops2'],
      [1, 'past', 'staff-ops2'],
    ]);
    // Of an account that is there the name is said, of one that is not the account.
    expect(history.rows.map(({ byName, confirmedByName }) => [byName, confirmedByName])).toEqual([
      ['测员', 'ops2'],
      ['测员', 'ops2'],
    ]);
    // Taken down is a version too.
    await save(id, 2, null);
    await confirm(id, 3);
    expect(await shown(id)).toBeUndefined();
  });
  test('a page of versions reads a page, what waits reads what waits, however many there are', async () => {
    const { BoardConfirmModel, BoardModel } = await import('../src/models/mine.ts');
    const ids = Array.from({ length: 200 }, () => randomUUID());
    const rows = ids.flatMap((id, n) =>
      [1, 2, 3].map((version) => ({
        _id: `announcement:${id}:${version}`,
        kind: 'announcement',
        id,
        version,
        value: JSON.stringify(value()),
        requestKey: randomUUID(),
        by: 'staff-ops1',
        at: isoOf(realNow() - 1_000_000 - n * 1_000 + version),
      })),
    );
    await BoardModel.insertMany(rows);
    await BoardConfirmModel.insertMany(rows.map(({ _id }) => ({ _id, by: 'staff-ops2', at: isoOf(realNow()) })));
    const id = randomUUID();
    await save(id, 0, value({ title: '等人确认' }));
    const waiting = () => set.hall.call(versions, { kind: 'announcement', waiting: '1' }, second);
    const { rows: proposed } = await waiting();
    expect(proposed.every(({ state }) => state === 'proposed')).toBe(true);
    expect(proposed[0]).toMatchObject({ id, value: { title: '等人确认' } });
    const few = await reads(`${set.hall.namespace}_identity`, ['board'], waiting);
    if (few) expect(few).toEqual({ documents: expect.any(Number), scans: [] });
    if (few) expect(few.documents).toBeLessThanOrEqual(2 * proposed.length);

    const page = () => set.hall.call(versions, { kind: 'announcement', page: 3, size: 10 }, ops);
    const third = await page();
    expect(third.total).toBeGreaterThanOrEqual(600);
    expect(third.rows).toHaveLength(10);
    expect(third.rows.map(({ version, state }) => state === (version === 3 ? 'inForce' : 'past'))).not.toContain(false);
    const looked = await reads(`${set.hall.namespace}_identity`, ['board'], page);
    if (looked) expect(looked.scans).toEqual([]);
    if (looked) expect(looked.documents).toBeLessThanOrEqual(60);

    // Confirmed, and one that was overtaken by a newer version: they wait no more.
    await save(id, 1, value({ title: '第二版' }));
    await confirm(id, 2);
    expect((await waiting()).rows.filter((row) => row.id === id)).toEqual([]);
    expect(await BoardModel.countDocuments({ id, waits: true })).toBe(0);
  });
  test('two who saw the same version: one writes; the same request again is one version; others may not', async () => {
    const id = randomUUID();
    const race = await Promise.all(['甲', '乙', '丙'].map((title) => nameOf(save(id, 0, value({ title })))));
    expect(race.sort()).toEqual(['STATE_CHANGED', 'STATE_CHANGED', 'in']);
    const requestKey = randomUUID();
    const again = value({ title: '同一请求' });
    const same = await Promise.all([1, 2, 3].map(() => save(id, 1, again, ops, requestKey)));
    expect(new Set(same.map(({ version }) => version))).toEqual(new Set([2]));
    expect(await nameOf(save(id, 2, value({ title: '别的' }), ops, requestKey))).toBe('REQUEST_KEY_REUSED');
    expect(await nameOf(confirm(id, 1))).toBe('STATE_CHANGED');
    expect(await nameOf(confirm(id, 9))).toBe('NOT_FOUND');
    expect(await words(save(id, 2, value({ to: hour(-2) })))).toBe('结束时间应晚于开始时间');
    for (const as of [clerk('u', []), staff('s', ['intake', 'third'])]) expect(await nameOf(save(id, 2, value(), as))).toBe('NOT_ALLOWED');
    expect(await nameOf(set.hall.call(saveAnnouncement, { requestKey: randomUUID(), id, seenVersion: 2, announcement: value() }))).toBe(
      'NOT_LOGGED_IN',
    );
  });
  test('is shown only in its time, pinned ones first', async () => {
    const [early, late, pinned] = [randomUUID(), randomUUID(), randomUUID()];
    for (const [id, over] of [
      [early, { from: hour(1), to: null }],
      [late, { from: hour(-3), to: hour(-2) }],
      [pinned, { pinned: true }],
    ] as const) {
      await save(id, 0, value(over));
      await confirm(id, 1);
    }
    const { announcements } = await set.hall.call(board, {});
    expect(announcements.map(({ id }) => id)).not.toEqual(expect.arrayContaining([early]));
    expect(announcements.map(({ id }) => id)).not.toEqual(expect.arrayContaining([late]));
    expect(announcements[0]?.id).toBe(pinned);
  });
});

test('the banner is in force at once, and taken down at once', async () => {
  const banner = { text: '22:00 至 24:00 系统维护', level: 'away' as const, from: hour(-1), to: hour(1) };
  const save = (seenVersion: number, value: typeof banner | null) =>
    set.hall.call(saveBanner, { requestKey: randomUUID(), seenVersion, banner: value }, ops);
  expect(await save(0, banner)).toMatchObject({ state: 'inForce', version: 1 });
  expect((await set.hall.call(board, {})).banner).toEqual(banner);
  await save(1, { ...banner, from: hour(1), to: hour(2) });
  expect((await set.hall.call(board, {})).banner).toBeNull();
  await save(2, null);
  expect((await set.hall.call(board, {})).banner).toBeNull();
  expect(await set.auditOf('staff-ops1')).toEqual(expect.arrayContaining(['board inForce banner:hall:1', 'board inForce banner:hall:3']));
});
test('办理时间 of an item is set by two, and says why it is closed', async () => {
  const day = Number(today().slice(8, 10));
  const window = { ...ALWAYS, fromDay: day === 1 ? 2 : 1, toDay: day === 1 ? 31 : day - 1, note: '月末结算' };
  const save = (itemId: string, seenVersion: number, value: Window | null) =>
    set.hall.call(saveWindow, { requestKey: randomUUID(), seenVersion, itemId, window: value }, ops);
  const confirm = (version: number) =>
    set.hall.call(confirmBoard, { requestKey: randomUUID(), kind: 'window', id: 'person-enrolment', version }, second);
  const now = async () => (await set.hall.call(board, {})).windows.find(({ itemId }) => itemId === 'person-enrolment');
  expect(await nameOf(save('nothing', 0, window))).toBe('NOT_FOUND');
  expect(await words(save('person-enrolment', 0, { ...ALWAYS, fromHour: 18, toHour: 8 }))).toBe('结束时间应晚于开始时间');
  await save('person-enrolment', 0, window);
  expect(await now()).toBeUndefined();
  await confirm(1);
  expect((await now())?.closed).toMatch(/^本事项办理时间为每月 \d+ 日至 \d+ 日，现在不能提交（月末结算）$/);
  await save('person-enrolment', 1, null);
  await confirm(2);
  expect(await now()).toBeUndefined();
});
test('a guide says what the contract says until somebody edits it; anybody may read it', async () => {
  const first = await set.hall.call(guide, { itemId: 'unit-registration' });
  expect(first).toMatchObject({ version: 0, hotline: '12333', itemName: '企业参保登记' });
  expect(first.guide.sections.map(({ title }) => title)).toEqual(expect.arrayContaining(['事项说明', '申请材料']));
  const edited = {
    sections: [{ title: '办理须知', lines: ['请携带营业执照。'] }],
    questions: [{ ask: '多久办结？', answer: '五个工作日。' }],
  };
  await set.hall.call(saveGuide, { requestKey: randomUUID(), seenVersion: 0, itemId: 'unit-registration', guide: edited }, ops);
  expect(await set.hall.call(guide, { itemId: 'unit-registration' })).toMatchObject({ version: 1, guide: edited });
  expect(await nameOf(set.hall.call(guide, { itemId: 'nothing' }))).toBe('NOT_FOUND');
  const extra = { ...edited, script: '<script>' } as never;
  expect(
    await nameOf(set.hall.call(saveGuide, { requestKey: randomUUID(), seenVersion: 1, itemId: 'unit-registration', guide: extra }, ops)),
  ).toBe('INPUT_INVALID');
});
