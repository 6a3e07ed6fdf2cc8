import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { mine, queue } from '@wangting/contracts/desk/queue';
import { item } from '@wangting/contracts/persons/person-enrolment';
import { baseLimits } from '@wangting/contracts/policies/base-limits';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import type { Effect } from '@wangting/kit/applications/effects';
import { today } from '@wangting/kit/clock';
import { refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { clerk, staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

/** What was decided and could not be carried out, from 提交 in the owning service to 待办 in desk. */
testEnvironment();
const facts = (unitId: string): UnitFacts => ({
  unitId,
  rev: 1,
  unitNo: '6112000001',
  creditCode: '91619999MA0T00010X',
  name: '示例公司',
  unitType: '10',
  area: '610113',
  state: '1',
  dispatch: false,
  hr: false,
  industry: '65',
  riskClass: '1',
  foundedOn: '2020-01-01',
  registeredOn: '2020-02-01',
  insurances: (['210', '410'] as const).map((insurance) => ({ insurance, from: '2020-02-01', state: '1' as const })),
});
const neighbour = (name: string, action: ReturnType<typeof implement>) => ({ name, actions: { [action.name]: action.schema } }) as never;
/** What persons asks contributions: the limits of these months, as the first table has them. */
const contributions = {
  name: 'contributions',
  actions: {
    'limits.of': ({ params: { months } }: { params: { months: string[] } }) => ({
      version: 'base-limits:1',
      answers: months.map((month) => ({
        month,
        limits: baseLimits.rows.find(({ from, to }) => from <= month && (to === null || month <= to))?.value ?? null,
      })),
    }),
  },
} as never;
let hall: TestHall;
beforeAll(async () => {
  const [{ default: desk }, { default: persons }] = await Promise.all([
    import('../src/desk.service.ts'),
    import('../../persons/src/persons.service.ts'),
  ]);
  hall = await testHall([
    desk,
    persons,
    neighbour('units', implement(snapshot, async ({ input }) => ({ units: input.ids.map(facts) })) as never),
    contributions,
    neighbour('unemployment', implement(receipts, async () => ({ known: false, answers: [] })) as never),
  ]);
});
afterAll(() => hall.stop());

const enrolment = itemActions(item);
const cases = applicationActions('persons');
const own = clerk('unit-1', ['person-enrolment']);
let sequence = 0;
const submit = (over: object) =>
  hall.call(
    enrolment.submit,
    {
      requestKey: randomUUID(),
      values: {
        mode: 'new',
        idType: '01',
        idNumber: residentIdOf('619999', '1990-03-03', (sequence += 1) * 2 + 1),
        name: '冯流转',
        sex: '1',
        birthDate: '1990-03-03',
        ethnicGroup: '01',
        nationality: 'CHN',
        workStartOn: '2015-07-01',
        householdKind: '11',
        mobile: '19900001234',
        identity: '101',
        from: today(),
        declaredBase: 700_000,
        ...over,
      },
    } as z.input<typeof enrolment.submit.input>,
    own,
  );
const foreigner = {
  idType: '08',
  idNumber: 'X7654321',
  name: 'ANNA EXAMPLE',
  nationality: 'FRA',
  identity: '107',
  householdKind: '30',
  workPermitNo: 'W123456789012',
};

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
  const sent = await submit({});
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
  const sent = await submit({ ...foreigner, idNumber: 'X7654399' });
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
  const sent = await submit({}).finally(() => void (enrol.run = really));
  expect(sent).toMatchObject({ status: 'approved', result: {} });
  expect(sent.next).toBe('已审核通过，正在执行，完成后即办结，请勿重复提交，可在“我的办件”查看进度。');
  await until(async () =>
    (await hall.call(cases.view, { applicationId: sent.applicationId }, own)).effects.every(({ state }) => state === 'done'),
  );
});
