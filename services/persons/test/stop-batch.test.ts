import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { itemActions } from '@wangting/contracts/applications';
import type { Caller } from '@wangting/contracts/caller';
import { item as enrolmentItem } from '@wangting/contracts/persons/person-enrolment';
import { item as single } from '@wangting/contracts/persons/person-stop';
import { item } from '@wangting/contracts/persons/person-stop-batch';
import { headcount } from '@wangting/contracts/persons/questions';
import { addDays, addMonthsToDay } from '@wangting/contracts/standards/day';
import { lookup as blind } from '@wangting/kit/sealed';
import { today } from '@wangting/kit/clock';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { around, desk, forgetObjects, idNumber, neighbours } from './batch-hall.ts';
import { person } from './hall.ts';

testEnvironment();
let hall: TestHall;
let at: ReturnType<typeof desk>;
beforeAll(async () => {
  hall = await testHall([(await import('../src/persons.service.ts')).default, ...neighbours()]);
  at = desk(hall, item);
}, 60_000);
afterAll(async () => {
  await forgetObjects(hall.namespace);
  await hall.stop();
});

type Row = Record<string, string>;
const FROM = addMonthsToDay(today(), -2);
const allowed = (n: number) => clerk(`unit-${n}`, ['person-enrolment', 'person-stop', item.id]);
/** Somebody insured in a unit, as the row of a file that names him. */
async function insured(over: { birth?: string; name?: string; unit?: number; row?: Row } = {}): Promise<Row> {
  const { birth = '1992-06-15', name = '王示例', unit = 1, row = {} } = over;
  const values = person({ idNumber: idNumber(birth), name, birthDate: birth, sex: '1', from: FROM, femaleCadre: undefined });
  const { result } = await hall.call(itemActions(enrolmentItem).submit, { requestKey: randomUUID(), values } as never, allowed(unit));
  return { idNumber: values.idNumber, name, to: today(), reason: '调动、转往其他单位', personNoOf: String(result.personNo), ...row };
}
const stored = async () => ({
  ...(await import('../src/applications.ts')).applications.models,
  ...(await import('../src/models/enrolment.ts')),
  ...(await import('../src/models/person.ts')),
});
const personOf = async (row: Row) => (await stored()).PersonModel.findOne({ idHash: blind('id', row.idNumber ?? '') }).lean();
async function judged(rows: readonly Row[], as: Caller = allowed(1)) {
  const batch = await at.checked(at.csv(rows), as);
  const [bad, good] = await Promise.all((['bad', 'good'] as const).map((tab) => at.rows(batch.batchId, tab, as)));
  const byRow = new Map([...(bad?.rows ?? []), ...(good?.rows ?? [])].map((row) => [row.rowNo, row]));
  return { batch, of: (n: number) => byRow.get(n + 3), messages: (n: number) => byRow.get(n + 3)?.issues.map(({ message }) => message) };
}

describe('a good file', () => {
  test('is checked, shown, saved: each person stopped once, told, counted, and free to be insured anew', async () => {
    const as = allowed(1);
    const rows = [
      await insured(),
      await insured({ row: { reason: '18', contractEndOn: today(), note: '已办交接' } }),
      await insured({ row: { reason: '劳动合同期满终止', detail: '1', contractEndOn: today() } }),
      await insured({ row: { reason: '死亡（非因工）', deathOn: addDays(today(), -1) } }),
      // Past sixty and within the months of the delay: 弹性提前退休.
      await insured({ birth: addMonthsToDay(today(), -(60 * 12 + 3)), row: { reason: '达到法定退休年龄、退休' } }),
      await insured({ row: { reason: '外国人互免', insurance: '工伤保险' } }),
    ];
    const before = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    const { batch, of } = await judged(rows);
    expect(batch).toMatchObject({ state: 'checked', rows: 6, good: 6, bad: 0, message: '校验完成，成功6条，失败0条' });
    expect(of(0)).toMatchObject({ values: { personNo: rows[0]?.personNoOf, name: '王示例', stops: '失业保险、工伤保险' }, notes: [] });
    expect(of(2)?.notes).toEqual([item.messages.notice]);
    expect(of(4)?.notes).toEqual([item.messages.earlyRetirement]);
    expect(of(5)?.values.stops).toBe('工伤保险');

    // Pressed twice at once and once more: one case, every person stopped once.
    await Promise.all([1, 2, 3].map(() => at.save(batch.batchId, as)));
    expect(await at.ended(batch.batchId, as)).toMatchObject({ state: 'saved', saved: 6, failed: 0, message: '保存完成，成功6条，失败0条' });
    const after = (await hall.callAs('documents', headcount, { unitId: 'unit-1' })).counts;
    expect([before['210'] - after['210'], before['410'] - after['410']]).toEqual([5, 6]);
    const people = await Promise.all(rows.map(personOf));
    expect(people.map((one) => one?.ranges.map(({ to }) => to))).toEqual([
      ...Array.from({ length: 5 }, () => [today(), today()]),
      [null, today()],
    ]);
    const ended = await (await stored()).EnrolmentModel.find({ personId: { $in: people.map((one) => one?._id ?? '') }, state: '2' }).lean();
    expect(ended.map(({ rev, kind }) => [rev, kind])).toEqual(Array.from({ length: 11 }, () => [2, 'stopped']));
    const third = ended.find(({ personId }) => personId === people[2]?._id);
    expect(third?.stop).toMatchObject({ reason: '12', detail: '1', contractEndOn: today() });
    const guards = await (
      await stored()
    ).guards
      .find({ _id: { $in: rows.map((row) => `active:210:${blind('id', row.idNumber ?? '')}`) } })
      .lean();
    expect(guards).toHaveLength(1);
    expect(await (await stored()).guards.countDocuments({ _id: /^open:person-stop:/ })).toBe(0);
    expect(await (await stored()).steps.countDocuments({ itemId: item.id })).toBe(1);
    // The same file again: nobody is insured any more but for the one whose 失业保险 still runs.
    expect((await judged(rows)).batch).toMatchObject({ good: 0, bad: 6 });
  }, 60_000);
});

describe('a row that cannot be', () => {
  test('says everything that is wrong with it at once, in the words of item 4', async () => {
    const rows = [
      await insured({ row: { reason: '本人辞职' } }),
      await insured({ row: { reason: '劳动合同期满终止', contractEndOn: addDays(today(), 1) } }),
      await insured({ row: { reason: '死亡（非因工）' } }),
      await insured({ row: { to: addMonthsToDay(today(), -3), reason: '没有这种' } }),
      await insured({ row: { reason: '达到法定退休年龄、退休' } }),
      await insured({ row: { name: '李不同' } }),
      { ...(await insured()), personNo: (await insured()).personNoOf ?? '' },
      await insured({ row: { insurance: '失业保险' } }),
      await insured({ row: { reason: '本人辞职', contractEndOn: today(), detail: '1' } }),
      { idNumber: '', name: '', to: '昨天', reason: '' },
    ];
    const { batch, messages, of } = await judged(rows);
    expect(batch).toMatchObject({ good: 0, bad: 10 });
    const {
      contractEndNeeded,
      contractEndAfterStop,
      detailNeeded,
      deathNeeded,
      tooEarly,
      beforeStart,
      notRetired,
      otherName,
      otherNo,
      together,
    } = item.messages;
    expect(messages(0)).toEqual([contractEndNeeded]);
    expect(messages(1)).toEqual([detailNeeded, contractEndAfterStop]);
    expect(messages(2)).toEqual([deathNeeded]);
    expect(messages(3)).toEqual(expect.arrayContaining(['请从列表中选择停保原因', tooEarly, beforeStart]));
    expect(messages(4)).toEqual([notRetired]);
    expect(messages(5)).toEqual([otherName]);
    expect(messages(6)).toEqual([otherNo]);
    expect(messages(7)).toEqual([together]);
    expect(messages(8)).toEqual([item.messages.detailWrong]);
    expect(of(9)?.issues.map(({ label }) => label)).toEqual(['证件号码', '姓名', '停保日期', '停保原因']);
  }, 60_000);
  test('about somebody of another unit, somebody who left and nobody at all says one and the same', async () => {
    const left = await insured();
    const first = await judged([left]);
    await at.saved(first.batch.batchId, allowed(1));
    const { messages } = await judged([await insured({ unit: 2 }), left, { ...left, idNumber: idNumber() }]);
    expect([0, 1, 2].map(messages)).toEqual(Array.from({ length: 3 }, () => [item.messages.notInsured]));
  }, 60_000);
  test('about somebody whose enrolment has not taken effect whole waits', async () => {
    const row = await insured();
    const { EnrolmentModel } = await stored();
    const found = await personOf(row);
    await EnrolmentModel.deleteOne({ _id: found?.ranges[0]?.enrolmentId }); // as between the range and its row
    expect((await judged([row])).messages(0)).toEqual([item.messages.notYet]);
  });
  test('of somebody injured goes to the counter of item 4; grades 1–4 keep their contract', async () => {
    const rows = [await insured(), await insured(), await insured({ row: { reason: '18', contractEndOn: today() } })];
    const ids = await Promise.all(rows.map(async (row) => (await personOf(row))?._id ?? ''));
    around.injured
      .set(ids[0] ?? '', { openCase: true })
      .set(ids[1] ?? '', { onPaidLeave: true })
      .set(ids[2] ?? '', { grade: 3 });
    const { messages } = await judged(rows);
    expect([0, 1, 2].map(messages)).toEqual([
      ['存在未办结工伤业务，请单笔办理'],
      ['存在未办结工伤业务，请单笔办理'],
      ['一级至四级工伤职工保留劳动关系，不能以该原因停保'],
    ]);
  }, 60_000);
});

test('somebody who draws 失业金 goes to the counter of item 4', async () => {
  const rows = [await insured(), await insured()];
  around.drawing.add(blind('id', rows[0]?.idNumber ?? ''));
  const { batch, messages } = await judged(rows);
  expect(batch).toMatchObject({ good: 1, bad: 1 });
  expect(messages(0)).toEqual([item.messages.drawing]);
});

describe('what changes between 校验 and 保存', () => {
  test('one stopped singly meanwhile fails with the reason, the rest is saved; two files at once stop each person once', async () => {
    const as = allowed(1);
    const rows = [await insured(), await insured(), await insured()];
    const [one, two] = [await judged(rows), await judged(rows)];
    await hall.call(
      itemActions(single).submit,
      {
        requestKey: randomUUID(),
        values: { personNo: rows[0]?.personNoOf, to: today(), reason: '11', insurances: ['210', '410'] },
      } as never,
      as,
    );
    await Promise.all([one, two].map(({ batch }) => at.save(batch.batchId, as)));
    const ended = await Promise.all([one, two].map(({ batch }) => at.ended(batch.batchId, as)));
    expect(ended.reduce((sum, { saved }) => sum + saved, 0)).toBe(2);
    expect(ended.reduce((sum, { failed }) => sum + failed, 0)).toBe(4);
    const people = await Promise.all(rows.map(personOf));
    const stopped = await (await stored()).EnrolmentModel.find({ personId: { $in: people.map((someone) => someone?._id ?? '') } }).lean();
    expect(stopped.map(({ rev, state }) => [rev, state])).toEqual(Array.from({ length: 6 }, () => [2, '2']));
    const failed = (await Promise.all([one, two].map(({ batch }) => at.rows(batch.batchId, 'failed', as)))).flatMap(({ rows: all }) => all);
    for (const row of failed)
      expect(row.issues[0]?.message).toMatch(/^该人员(未在本单位参保或已停保|存在未办结的同类业务.*，不能重复申请)$/);
    expect(await (await stored()).guards.countDocuments({ _id: /^open:person-stop:/ })).toBe(0);
  }, 60_000);
});
