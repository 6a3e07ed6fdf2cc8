import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { mine, queue } from '@wangting/contracts/desk/queue';
import type { Effect } from '@wangting/kit/applications/effects';
import { refuse } from '@wangting/kit/errors';
import { staff, until, testEnvironment, type TestHall } from '@wangting/kit/testing';
import { cases, foreigner, own, personsBeside, submit } from './persons-beside.ts';

/** What was decided and could not be carried out, from 提交 in the owning service to 待办 in desk. */
testEnvironment();
let hall: TestHall;
beforeAll(async () => {
  hall = await personsBeside();
});
afterAll(() => hall.stop());

const SAID = '该人员已有正在参保的同一险种，参保未生效，请复核';
let really: Effect['run'];
/** 参保生效 says no, as when another unit was faster. */
const hinder = async () => {
  const { enrol } = await import('../../persons/src/effects.ts');
  really ??= enrol.run;
  enrol.run = () => Promise.reject(refuse(SAID));
};
const mend = async () => {
  const { enrol } = await import('../../persons/src/effects.ts');
  enrol.run = really ?? enrol.run;
};
afterEach(mend);
const [intake, first, other] = [staff('fi', ['intake']), staff('ff', ['first']), staff('fo', ['first'])];
const step = (applicationId: string, who: ReturnType<typeof staff>, seenSeq: number, action: 'accept' | 'take' | 'pass') =>
  hall.call(cases.step, { requestKey: randomUUID(), applicationId, seenSeq, action }, who);
const waiting = async (who: ReturnType<typeof staff>, applicationId: string, seq: number) =>
  (await hall.call(queue, { scope: 'todo' }, who)).rows.find((row) => row.applicationId === applicationId && row.seq === seq);

test('by rules: the applicant reads that it is not done and why, and 受理 has it to do', async () => {
  await hinder();
  const sent = await submit(hall, {});
  expect(sent).toMatchObject({ status: 'submitted', seq: 2, result: {} });
  expect(sent.message).not.toContain('保存成功，个人编号');
  expect(sent.next).toBe(`未能当场办结：${SAID}。已转经办机构处理，申请内容已保存，请勿重复提交，可在“我的办件”查看进度。`);
  expect(await until(() => waiting(intake, sent.applicationId, 2))).toMatchObject({ status: 'submitted', failure: SAID, opinion: SAID });
  await mend();
  await step(sent.applicationId, intake, 2, 'accept');
  await step(sent.applicationId, first, 3, 'take');
  expect(await until(() => waiting(first, sent.applicationId, 4))).toMatchObject({ failure: SAID });
  expect(await step(sent.applicationId, first, 4, 'pass')).toMatchObject({ row: { status: 'approved', failure: null } });
});
test('by a reviewer: it is in his own 待办 again, and in nobody else’s', async () => {
  const sent = await submit(hall, { ...foreigner, idNumber: 'X7654399' });
  await step(sent.applicationId, intake, 1, 'accept');
  await step(sent.applicationId, first, 2, 'take');
  await hinder();
  await step(sent.applicationId, first, 3, 'pass');
  expect(await until(() => waiting(first, sent.applicationId, 5))).toMatchObject({ status: 'first', failure: SAID, assignee: 'ff' });
  expect(await waiting(other, sent.applicationId, 5)).toBeUndefined();
  await mend();
  await step(sent.applicationId, first, 5, 'pass');
  await until(async () => !(await waiting(first, sent.applicationId, 5)));
  expect(await until(async () => (await hall.call(mine, { status: 'approved' }, own)).rows.find(({ seq }) => seq === 6))).toMatchObject({
    applicationId: sent.applicationId,
    failure: null,
  });
});

test('while it is still being carried out nobody reads that it is done', async () => {
  const { enrol } = await import('../../persons/src/effects.ts');
  const really = enrol.run;
  enrol.run = () => Promise.reject(new Error('the database is away'));
  const sent = await submit(hall, {}).finally(() => void (enrol.run = really));
  expect(sent).toMatchObject({ status: 'approved', result: {} });
  expect(sent.next).toBe('已审核通过，正在执行，完成后即办结，请勿重复提交，可在“我的办件”查看进度。');
  await until(async () =>
    (await hall.call(cases.view, { applicationId: sent.applicationId }, own)).effects.every(({ state }) => state === 'done'),
  );
});
