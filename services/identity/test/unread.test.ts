import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { COUNTED, messages, readAll, readMessages, unread } from '@wangting/contracts/identity/messages';
import { notices, readNotice } from '@wangting/contracts/identity/session';
import { isoOf, nowMs } from '@wangting/kit/clock';
import { clerk } from '@wangting/kit/testing';
import { reads } from '@wangting/kit/testing-reads';
import { identityHall, nameOf } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

type Who = ReturnType<typeof clerk>;
/** `count` messages to a unit, a second apart, the last of them `ago` ms ago; `came` when they were put there later than what they tell of. */
async function told(unitId: string, count: number, { ago = 60_000, came }: { ago?: number; came?: number } = {}): Promise<string[]> {
  const { NoticeModel } = await import('../src/models/small.ts');
  const rows = Array.from({ length: count }, (_, n) => {
    const at = isoOf(nowMs() - ago - (count - 1 - n) * 1_000);
    const words = { title: '测试消息', text: '', link: null, readBy: [], kind: 'notice' as const };
    return { _id: randomUUID(), to: `unit:${unitId}`, at, came: came === undefined ? at : isoOf(nowMs() - came), ...words };
  });
  await NoticeModel.insertMany(rows);
  return rows.map(({ _id }) => _id);
}
const count = async (who: Who) => (await set.hall.call(unread, {}, who)).unread;
const list = (who: Who, input: object = {}) => set.hall.call(messages, input, who);
const documents = (work: () => Promise<unknown>) => reads(`${set.hall.namespace}_identity`, ['notices', 'read_marks'], work);
/** 全部标为已读, as the page does it: up to the newest it shows. */
const readPage = async (who: Who) => set.hall.call(readAll, { upTo: String((await list(who)).rows[0]?.at) }, who);

test('the count reads what came after the mark, however much a unit was told before', async () => {
  const unitId = randomUUID();
  const [me, colleague] = [clerk(unitId, []), clerk(unitId, [], { id: `other-${unitId}` })];
  await told(unitId, 3_000);
  expect(await count(me)).toBe(COUNTED);
  expect(await readPage(me)).toEqual({ unread: 0 });
  const [fresh = ''] = await told(unitId, 2, { ago: 0 });
  const looked = await documents(() => count(me));
  expect(await count(me)).toBe(2);
  if (looked) expect(looked.documents).toBeLessThanOrEqual(6);
  if (looked) expect(looked.scans).toEqual([]);
  // A list of the unread ones is no dearer, and shows the same; each person has his own mark.
  const page = await documents(() => list(me, { unread: '1' }));
  if (page) expect(page.documents).toBeLessThanOrEqual(20);
  expect((await list(me, { unread: '1' })).rows.map(({ id }) => id)).toContain(fresh);
  expect((await list(me, { unread: '1' })).total).toBe(2);
  expect((await list(me, { size: 4 })).rows.map(({ read }) => read)).toEqual([false, false, true, true]);
  expect((await set.hall.call(notices, {}, me)).rows.filter(({ read }) => !read)).toHaveLength(2);
  expect(await count(colleague)).toBe(COUNTED);
});
test('who reads one by one takes his mark along: what he has read is not read through again', async () => {
  const unitId = randomUUID();
  const me = clerk(unitId, []);
  const ids = await told(unitId, 300);
  const [kept = ''] = ids;
  for (let n = 0; n < 300; n += 100) await set.hall.call(readMessages, { ids: ids.slice(n, n + 100).filter((id) => id !== kept) }, me);
  expect(await count(me)).toBe(1);
  await set.hall.call(readNotice, { id: kept }, me);
  await told(unitId, 3, { ago: 0 });
  const looked = await documents(() => count(me));
  expect(await count(me)).toBe(3);
  if (looked) expect(looked.documents).toBeLessThanOrEqual(6);
});
test('what tells of an older moment and comes after 全部已读 is unread; what came while the page was shown too', async () => {
  const unitId = randomUUID();
  const me = clerk(unitId, []);
  await told(unitId, 3, { ago: 3_600_000 });
  const { rows } = await list(me);
  const [missed] = await told(unitId, 1, { ago: 30_000 });
  expect(await set.hall.call(readAll, { upTo: String(rows[0]?.at) }, me)).toEqual({ unread: 1 });
  const [late] = await told(unitId, 1, { ago: 7_200_000, came: 0 });
  expect(await count(me)).toBe(2);
  expect((await list(me, { unread: '1' })).rows.map(({ id }) => id)).toEqual([missed, late]);
  // Read singly out of order, at once by two tabs; the other is still there.
  await Promise.all([1, 2, 3].map(() => set.hall.call(readMessages, { ids: [String(late)] }, me)));
  expect((await list(me, { unread: '1' })).rows.map(({ id }) => id)).toEqual([missed]);
  expect(await readPage(me)).toEqual({ unread: 0 });
});
test('read under one hat leaves the messages of another unit unread; nobody reads for a unit that is not his', async () => {
  const [one, other] = [randomUUID(), randomUUID()];
  const person = `person-${one}`;
  await told(one, 2);
  const [theirs = ''] = await told(other, 2);
  expect(await readPage(clerk(one, [], { id: person }))).toEqual({ unread: 0 });
  expect(await count(clerk(other, [], { id: person }))).toBe(2);
  expect(await nameOf(set.hall.call(readMessages, { ids: [theirs] }, clerk(one, [], { id: person })))).toBe('NOT_FOUND');
});
test('messages are kept two years', async () => {
  const unitId = randomUUID();
  const me = clerk(unitId, []);
  await told(unitId, 1, { ago: 2 * 366 * 86_400_000 });
  await told(unitId, 1, { ago: 729 * 86_400_000 });
  const { sweepMessages } = await import('../src/mailbox.ts');
  await sweepMessages();
  expect((await list(me)).total).toBe(1);
});
