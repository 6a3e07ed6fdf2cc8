import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mine, queue } from '@wangting/contracts/desk/queue';
import { staff, until, testEnvironment, type TestHall } from '@wangting/kit/testing';
import { cases, foreigner, own, personsBeside, submit } from './persons-beside.ts';

/** desk beside a real owner: facts over the stream, rows over the bus, steps in the owning service. */
testEnvironment();
let hall: TestHall;
beforeAll(async () => {
  hall = await personsBeside();
});
afterAll(() => hall.stop());

test('what is decided at once is in 我的办件, with masked words only', async () => {
  const sent = await submit(hall, {});
  const [row] = await until(async () => {
    const { rows } = await hall.call(mine, {}, own);
    return rows.some(({ applicationId }) => applicationId === sent.applicationId) && rows;
  });
  expect(row).toMatchObject({
    applicationId: sent.applicationId,
    serialNo: sent.serialNo,
    status: 'approved',
    owner: 'persons',
    itemName: '人员参保登记',
    unitName: '示例公司',
    unitNo: '6112000001',
    area: '610113',
  });
  expect(row?.subject).toMatch(/^冯\*+ 619\*{11}[\dX]{4}$/);
});

test('an exception walks through the queue: intake sees it, then 初审, and whoever took it', async () => {
  const sent = await submit(hall, foreigner);
  const sees = (who: ReturnType<typeof staff>, scope: 'todo' | 'taken') => async () =>
    (await hall.call(queue, { scope }, who)).rows.some(({ applicationId }) => applicationId === sent.applicationId);
  const [intake, first, second] = [staff('i', ['intake']), staff('f', ['first']), staff('g', ['first'])];
  const step = (who: ReturnType<typeof staff>, seenSeq: number, action: 'accept' | 'take' | 'pass') =>
    hall.call(cases.step, { requestKey: randomUUID(), applicationId: sent.applicationId, seenSeq, action }, who);
  await until(sees(intake, 'todo'));
  expect(await sees(first, 'todo')()).toBe(false);
  await step(intake, 1, 'accept');
  await until(sees(second, 'todo'));
  await step(first, 2, 'take');
  await until(sees(first, 'taken'));
  expect(await sees(second, 'todo')()).toBe(false);
  await step(first, 3, 'pass');
  await until(async () =>
    (await hall.call(mine, { status: 'approved' }, own)).rows.some(
      ({ applicationId, seq }) => applicationId === sent.applicationId && seq === 4,
    ),
  );
  expect(await sees(first, 'todo')()).toBe(false);
});

test('an owner that stopped between a step and its projection folds it when desk asks', async () => {
  const { applications } = await import('../../persons/src/applications.ts');
  const sent = await submit(hall, {});
  await applications.models.rows.deleteOne({ _id: sent.applicationId });
  const { rows } = await hall.callAs('desk', cases.snapshot, { ids: [sent.applicationId] });
  expect(rows).toMatchObject([{ applicationId: sent.applicationId, status: 'approved', seq: 1 }]);
});
