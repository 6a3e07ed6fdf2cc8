import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cardHolder } from '@wangting/contracts/caller';
import { applicationFact } from '@wangting/contracts/fact';
import { messages, readAll, readMessages, unread } from '@wangting/contracts/identity/messages';
import { saveGrants } from '@wangting/contracts/identity/grants';
import { phoneNotices } from '@wangting/contracts/identity/security';
import { notify, simulatorState } from '@wangting/contracts/identity/session';
import { subjectOf } from '@wangting/kit/bus';
import { isoOf, realNow } from '@wangting/kit/clock';
import { clerk, until } from '@wangting/kit/testing';
import { identityHall, nameOf } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());

/** What an owner tells of a step; `ago` in ms. */
async function step(unitId: string, action: string, status: string, over: object = {}, ago = 0): Promise<string> {
  const applicationId = randomUUID();
  const fact = {
    id: randomUUID(),
    entity: 'application',
    entityId: applicationId,
    entityRev: 2,
    kind: 'step',
    at: isoOf(realNow() - ago),
    data: { itemId: 'unit-bank', action, status, unitId },
    ...over,
  };
  await set.hall.bus.js.publish(subjectOf(applicationFact('units')), JSON.stringify(fact));
  return fact.entityId;
}
const list = async (caller: ReturnType<typeof clerk>, input: object = {}) => set.hall.call(messages, input, caller);
const soon = (caller: ReturnType<typeof clerk>, count: number) =>
  until(async () => {
    const page = await list(caller, { size: 50 });
    return page.total >= count && page;
  });

test('each step that concerns the applicant becomes one message; what he did himself does not', async () => {
  const unitId = randomUUID();
  const me = clerk(unitId, ['unit-bank']);
  for (const [action, status] of [
    ['submit', 'submitted'],
    ['withdraw', 'withdrawn'],
    ['submit', 'approved'],
    ['take', 'first'],
    ['pass', 'second'],
    ['accept', 'accepted'],
    ['correct', 'correcting'],
    ['refuse', 'refused'],
    ['reject', 'rejected'],
  ])
    await step(unitId, String(action), String(status));
  const done = await step(unitId, 'pass', 'approved');
  const { rows, total } = await soon(me, 5);
  expect(total).toBe(5);
  expect(rows.map(({ kind }) => kind).sort()).toEqual(['accept', 'correct', 'done', 'refuse', 'reject']);
  expect(rows.find(({ kind }) => kind === 'done')).toMatchObject({
    title: '单位银行信息维护申请已办结',
    link: `/units/applications/${done}`,
    read: false,
  });
  expect((await list(me, { kind: 'correct' })).rows).toHaveLength(1);
});
test('办结 is told when it is so: not while something is owed, and not when it could not be carried out', async () => {
  const unitId = randomUUID();
  const me = clerk(unitId, ['unit-bank']);
  const data = { itemId: 'unit-bank', unitId };
  const passed = { ...data, action: 'pass', status: 'approved' };
  const applicationId = await step(unitId, '', '', { data: { ...passed, owed: true } });
  await step(unitId, '', '', { entityId: applicationId, entityRev: 3, data: { ...data, action: 'fail', status: 'second' } });
  const [only] = (await soon(me, 1)).rows;
  expect(only).toMatchObject({
    kind: 'notice',
    title: '单位银行信息维护申请尚未办结',
    link: `/units/applications/${applicationId}`,
    sms: [],
  });
  expect(only?.text).toMatch(/^您单位申请的“单位银行信息维护申请”未能执行，已退回经办机构重新处理/);
  await step(unitId, '', '', { entityId: applicationId, entityRev: 4, data: { ...passed, owed: true } });
  await step(unitId, '', '', { entityId: applicationId, entityRev: 4, data: passed });
  expect((await soon(me, 2)).rows.map(({ kind }) => kind).sort()).toEqual(['done', 'notice']);
});
test('told twice it is one; an item’s own words of the same end take the place of the general ones, whichever comes first', async () => {
  const unitId = randomUUID();
  const me = clerk(unitId, ['unit-bank']);
  const applicationId = randomUUID();
  const own = { key: `unit-bank:${applicationId}`, unitId, title: '银行账户已生效', text: '新账户已启用。', link: null };
  await step(unitId, 'pass', 'approved', { entityId: applicationId });
  await step(unitId, 'pass', 'approved', { entityId: applicationId, id: randomUUID() });
  await soon(me, 1);
  await set.hall.callAs('units', notify, own);
  expect((await list(me)).rows).toMatchObject([{ title: '银行账户已生效', kind: 'done', link: `/units/applications/${applicationId}` }]);

  const second = randomUUID();
  await set.hall.callAs('units', notify, { ...own, key: `unit-bank:${second}` });
  await step(unitId, 'pass', 'approved', { entityId: second });
  await until(async () => (await list(me)).rows.filter(({ kind }) => kind === 'done').length === 2);
  expect((await list(me)).rows.map(({ title }) => title)).toEqual(['银行账户已生效', '银行账户已生效']);
});
test('what somebody applied for himself is told to him alone, under each of his hats, and to the phone he bound', async () => {
  const idHash = randomUUID();
  const id = cardHolder(idHash);
  const { ProfileModel } = await import('../src/models/security.ts');
  const { seal } = await import('@wangting/kit/sealed');
  const phone = '19900007654';
  await ProfileModel.updateOne({ _id: id }, { $set: { mobile: seal(phone) } }, { upsert: true });
  await step(id, 'correct', 'correcting', { data: { itemId: 'payee-maintenance', action: 'correct', status: 'correcting', unitId: id } });
  const himself = clerk('none', [], { id, hat: 'individual' });
  const { rows } = await soon(himself, 1);
  expect(rows).toMatchObject([{ kind: 'correct', text: expect.stringMatching(/^您申请的/) }]);
  expect((await list(clerk(randomUUID(), [], { id }))).total).toBe(1);
  expect((await list(clerk(randomUUID(), []))).total).toBe(0);
  const sent = () => set.hall.call(simulatorState, {}).then(({ messages: all }) => all.filter(({ to }) => to === phone));
  await until(async () => (await sent()).length === 1);
});
test('read state is each person’s own; nobody reads for another unit', async () => {
  const unitId = randomUUID();
  const [one, two, stranger] = [clerk(unitId, []), clerk(unitId, [], { id: `other-${unitId}` }), clerk(randomUUID(), [])];
  for (let n = 0; n < 3; n += 1) await step(unitId, 'correct', 'correcting');
  const { rows } = await soon(one, 3);
  const id = String(rows[0]?.id);
  expect(await nameOf(set.hall.call(readMessages, { ids: [id] }, stranger))).toBe('NOT_FOUND');
  const reads = await Promise.all([1, 2, 3].map(() => set.hall.call(readMessages, { ids: [id] }, one)));
  expect(reads.every(({ unread: left }) => left === 2)).toBe(true);
  expect((await set.hall.call(unread, {}, two)).unread).toBe(3);
  expect((await list(one, { unread: '1' })).total).toBe(2);
  const newest = String(rows[0]?.at);
  await step(unitId, 'refuse', 'refused', {}, -60_000);
  await soon(one, 4);
  // Up to what the page showed; what came since stays unread.
  expect(await set.hall.call(readAll, { upTo: newest }, one)).toEqual({ unread: 1 });
  expect((await set.hall.call(unread, {}, stranger)).unread).toBe(0);
});
test('a short message goes to whoever works in that category, once, with no name or number, and its fate is shown', async () => {
  const unit = await set.unitWithContact();
  const legal = await set.callerOf((await set.enterAs(unit.idHash, 'legal', unit.unitId)).session);
  const applicationId = await step(unit.unitId, 'correct', 'correcting');
  await step(unit.unitId, 'correct', 'correcting', { entityId: applicationId, id: randomUUID() });
  const sent = () => set.hall.call(simulatorState, {}).then(({ messages: all }) => all.filter(({ to }) => to === unit.phone));
  await until(async () => (await sent()).length > 0);
  const shown = await until(async () => {
    const { rows } = await list(legal);
    return rows[0]?.sms[0]?.state === 'delivered' && rows;
  });
  expect(shown[0]?.sms).toMatchObject([{ to: `${unit.phone.slice(0, 3)}****${unit.phone.slice(-4)}`, state: 'delivered' }]);
  expect(await sent()).toMatchObject([
    { text: '您单位申请的“单位银行信息维护申请”需要补正，请查看补正意见后重新提交。【网上办事大厅】', state: '已送达' },
  ]);
  const { SmsModel } = await import('../src/models/security.ts');
  expect(JSON.stringify(await SmsModel.find().lean())).not.toContain(unit.phone);

  // Not allowed 公共业务 any more: the 法人 is told instead, whose phone is switched off.
  set.reachable.set(unit.idHash, { contactId: 'none', name: '测法人', mobile: '19900009999' });
  await set.hall.call(
    saveGrants,
    { requestKey: randomUUID(), contactId: unit.contactId, seenRev: 0, grants: [{ category: '失业保险', until: null }] },
    legal,
  );
  await step(unit.unitId, 'refuse', 'refused');
  await until(async () => (await list(legal)).rows.some(({ kind, sms }) => kind === 'refuse' && sms[0]?.state === 'failed'));
  expect(await sent()).toHaveLength(1);

  // Whoever wants none gets none; the message is there all the same. And an old step rings no phone.
  await set.hall.call(phoneNotices, { on: false }, legal);
  await step(unit.unitId, 'reject', 'rejected');
  await step(unit.unitId, 'pass', 'approved', {}, 2 * 3_600_000);
  const { rows } = await soon(legal, 4);
  expect(rows.filter(({ kind }) => kind === 'reject' || kind === 'done').map(({ sms }) => sms)).toEqual([[], []]);
});
test('a message whose provider was away goes out later, and is given up after six tries', async () => {
  const { SmsModel } = await import('../src/models/security.ts');
  const { seal } = await import('@wangting/kit/sealed');
  const row = (over: object) => ({
    _id: randomUUID(),
    to: seal('19900008888'),
    masked: '199****8888',
    text: seal('迟到的短信'),
    state: 'waiting' as const,
    tries: 1,
    nextAt: realNow() - 1,
    about: null,
    at: isoOf(realNow()),
    ...over,
  });
  const [late, hopeless] = [row({}), row({ tries: 6 })];
  await SmsModel.create([late, hopeless]);
  const stateOf = async (id: string) => (await SmsModel.findById(id).lean())?.state;
  await until(async () => (await stateOf(late._id)) === 'delivered' && (await stateOf(hopeless._id)) === 'failed');
  expect(await SmsModel.countDocuments({ _id: { $in: [late._id, hopeless._id] }, nextAt: { $exists: true } })).toBe(0);
});
