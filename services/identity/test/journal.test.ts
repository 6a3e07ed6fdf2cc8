import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ApplicationRow } from '@wangting/contracts/applications';
import {
  addJournal,
  addRecent,
  journal,
  progress,
  progressCode,
  rate,
  ratingOf,
  ratingSummary,
  recent,
} from '@wangting/contracts/identity/journal';
import { isoOf, realNow } from '@wangting/kit/clock';
import { clerk, staff } from '@wangting/kit/testing';
import { identityHall, mobile, nameOf } from './hall.ts';

let set: Awaited<ReturnType<typeof identityHall>>;
beforeAll(async () => {
  set = await identityHall();
}, 120_000);
afterAll(() => set.hall.stop());
const words = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'done',
    (error: Error) => error.message,
  );

let counter = 0;
function caseOf(unitId: string, over: Partial<ApplicationRow> = {}): ApplicationRow {
  counter += 1;
  const row: ApplicationRow = {
    applicationId: randomUUID(),
    owner: 'units',
    itemId: 'unit-bank',
    itemName: '单位银行信息维护申请',
    serialNo: `20260101000000${String(counter).padStart(6, '0')}`,
    status: 'approved',
    seq: 3,
    unitId,
    unitName: '示例有限公司',
    unitNo: null,
    subject: '示例',
    area: '610113',
    submittedAt: isoOf(realNow()),
    decidedAt: isoOf(realNow()),
    due: null,
    updatedAt: isoOf(realNow()),
    opinion: '同意，张某某',
    assignee: 'staff-1',
    failure: null,
    ...over,
  } as ApplicationRow;
  set.cases.set(row.applicationId, row);
  return row;
}

describe('办事日志', () => {
  test('is written by the gateway only, kept once, and read by its owner', async () => {
    const me = clerk(randomUUID(), []);
    const line = (over: object = {}) => ({
      id: randomUUID(),
      who: me.id,
      hat: 'legal',
      unitId: '',
      action: 'units.unit-bank.submit',
      title: '单位银行信息维护申请：提交',
      ok: true,
      answer: '提交成功',
      serialNo: '20260101000000000001',
      at: isoOf(realNow()),
      ...over,
    });
    const refused = line({ ok: false, answer: '账号格式不正确', serialNo: '', at: isoOf(realNow() + 1000) });
    const entries = [line(), refused];
    await set.hall.callAs('gateway', addJournal, { entries });
    await set.hall.callAs('gateway', addJournal, { entries: [...entries, line({ who: 'somebody-else' })] });
    const page = await set.hall.call(journal, {}, me);
    expect(page.rows).toMatchObject([
      { ok: false, answer: '账号格式不正确', serialNo: null, itemId: 'unit-bank', unitName: '本人', hat: '法人' },
      { ok: true, answer: '提交成功', serialNo: '20260101000000000001' },
    ]);
    expect((await set.hall.call(journal, { result: 'refused' }, me)).total).toBe(1);
    expect((await set.hall.call(journal, { from: '2000-01-01', to: '2000-01-02' }, me)).total).toBe(0);
    expect(await nameOf(set.hall.callAs('units', addJournal, { entries }))).toBe('NOT_ALLOWED');
    expect(await nameOf(set.hall.call(addJournal, { entries }, me))).toBe('NOT_ALLOWED');
  });
});

describe('好差评', () => {
  test('once per ended application of one’s own unit, however many press at once', async () => {
    const unitId = randomUUID();
    const me = clerk(unitId, ['unit-bank']);
    const { applicationId } = caseOf(unitId);
    expect((await set.hall.call(ratingOf, { applicationId }, me)).possible).toBe(true);
    const give = (stars: number, over: object = {}, as = me) =>
      set.hall.call(rate, { requestKey: randomUUID(), applicationId, stars, words: '很快', ...over }, as);
    expect(await nameOf(give(6))).toBe('INPUT_INVALID');
    expect(await nameOf(give(0))).toBe('INPUT_INVALID');
    expect(await nameOf(give(5, {}, clerk(randomUUID(), ['unit-bank'])))).toBe('NOT_FOUND');
    expect(await nameOf(give(5, {}, clerk(unitId, [])))).toBe('NOT_FOUND');
    const answers = await Promise.all([1, 2, 3, 4, 5].map((stars) => words(give(stars))));
    expect(answers.filter((one) => one === 'done')).toHaveLength(1);
    expect(answers.filter((one) => one === '本办件已评价，每个办件只能评价一次')).toHaveLength(4);
    const { rating, possible } = await set.hall.call(ratingOf, { applicationId }, me);
    expect([rating?.stars, possible]).toEqual([answers.indexOf('done') + 1, false]);
  });
  test('the same request again is answered alike; what is not ended waits', async () => {
    const unitId = randomUUID();
    const me = clerk(unitId, ['unit-bank']);
    const { applicationId } = caseOf(unitId);
    const requestKey = randomUUID();
    const send = (stars = 4) => set.hall.call(rate, { requestKey, applicationId, stars }, me);
    const all = await Promise.all([send(), send(), send()]);
    expect(new Set(all.map(({ rating }) => rating.at)).size).toBe(1);
    expect(await nameOf(send(1))).toBe('REQUEST_KEY_REUSED');
    for (const status of ['submitted', 'first', 'correcting', 'withdrawn'] as const) {
      const open = caseOf(unitId, { status });
      expect(await words(set.hall.call(rate, { requestKey: randomUUID(), applicationId: open.applicationId, stars: 5 }, me))).toBe(
        '办件尚未办结，办结后可以评价',
      );
      expect((await set.hall.call(ratingOf, { applicationId: open.applicationId }, me)).possible).toBe(false);
    }
    const summary = await set.hall.call(ratingSummary, { itemId: 'unit-bank' }, staff('s', ['ops']));
    expect(summary.items[0]).toMatchObject({ itemId: 'unit-bank', total: summary.total });
    expect(summary.items[0]?.counts.reduce((a, b) => a + b, 0)).toBe(summary.total);
    expect(JSON.stringify(summary)).not.toContain(me.id);
    expect(await nameOf(set.hall.call(ratingSummary, {}, me))).toBe('NOT_ALLOWED');
  });
});

describe('进度查询 without a login', () => {
  const ask = (serialNo: string, phone: string, code: string) => set.hall.call(progress, { serialNo, mobile: phone, code });
  const codeFor = async (phone: string) => {
    await set.hall.call(progressCode, { mobile: phone });
    return set.messageTo(phone);
  };
  test('tells a phone on record how far the case is, and nothing else; a code bears one answer', async () => {
    const unit = await set.unitWithContact();
    const { serialNo } = caseOf(unit.unitId, { status: 'first' });
    const code = await codeFor(unit.phone);
    const wrong = code === '000000' ? '111111' : '000000';
    expect(await words(ask(String(serialNo), unit.phone, wrong))).toBe('短信验证码不正确或已过期，请重新获取');
    const answers = await Promise.all([1, 2, 3].map(() => ask(String(serialNo), unit.phone, code).catch(() => null)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    const told = answers.find(Boolean);
    expect(told).toMatchObject({ serialNo, statusWord: '待初审', itemName: '单位银行信息维护申请' });
    expect(JSON.stringify(told)).not.toMatch(/示例|张某某|staff-1|610113/);
    expect(await words(ask(String(serialNo), unit.phone, code))).toBe('短信验证码不正确或已过期，请重新获取');
  });
  test('a number nobody has and somebody else’s number read the same, also when the code is asked for', async () => {
    const unit = await set.unitWithContact();
    const { serialNo } = caseOf(unit.unitId);
    const stranger = mobile();
    const sent = await set.hall.call(progressCode, { mobile: stranger });
    const first = await words(ask(String(serialNo), stranger, await set.messageTo(stranger)));
    const another = mobile();
    expect(await set.hall.call(progressCode, { mobile: another })).toEqual(sent);
    const second = await words(ask('20990101000000999999', another, await set.messageTo(another)));
    expect(first).toBe('没有找到与该手机号码对应的办件，请核对业务流水号和办理时登记的手机号码');
    expect(second).toBe(first);
    expect(await nameOf(set.hall.call(progressCode, { mobile: another }))).toBe('TOO_MANY_REQUESTS');
  });
});

test('最近办理 keeps twelve, newest first, also when eight tabs open items at once', async () => {
  const me = clerk(randomUUID(), [], { id: randomUUID() });
  const ids = [
    'unit-registration',
    'person-enrolment',
    'person-stop',
    'unit-certificate',
    'unit-bank',
    'refunds',
    'rights-record',
    'unit-payments',
  ];
  await Promise.all(ids.map((itemId) => set.hall.call(addRecent, { itemId }, me)));
  expect(new Set((await set.hall.call(recent, {}, me)).items.map(({ itemId }) => itemId))).toEqual(new Set(ids));
  const { items } = await set.hall.call(addRecent, { itemId: 'person-stop' }, me);
  expect([items[0]?.itemId, items.length]).toEqual(['person-stop', ids.length]);
  expect(await nameOf(set.hall.call(addRecent, { itemId: 'nothing' }, me))).toBe('NOT_FOUND');
});
