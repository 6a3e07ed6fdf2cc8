import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { limits } from '@wangting/contracts/contributions/limits';
import { mine, queue } from '@wangting/contracts/desk/queue';
import { item } from '@wangting/contracts/persons/person-enrolment';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { today } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { clerk, staff, testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';

/** desk beside a real owner: facts over the stream, rows over the bus, steps in the owning service. */
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
const wide = (month: string) => ({ month, limits: { averageFen: 7_000_00, floorFen: 4_200_00, capFen: 21_000_00 } });
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
    neighbour(
      'contributions',
      implement(limits, async ({ input }) => ({ version: 'base-limits:1', answers: input.months.map(wide) })) as never,
    ),
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

test('what is decided at once is in 我的办件, with masked words only', async () => {
  const sent = await submit({});
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
  const sent = await submit(foreigner);
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
  const sent = await submit({});
  await applications.models.rows.deleteOne({ _id: sent.applicationId });
  const { rows } = await hall.callAs('desk', cases.snapshot, { ids: [sent.applicationId] });
  expect(rows).toMatchObject([{ applicationId: sent.applicationId, status: 'approved', seq: 1 }]);
});
