import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { z } from 'zod';
import { itemActions } from '@wangting/contracts/applications';
import { receipt } from '@wangting/contracts/documents/prints';
import { item, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { printReceipt } from '@wangting/contracts/persons/person-enrolment-print';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { today } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { clerk, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { limitsAnswer, policy } from './policy.ts';

testEnvironment();
const enrolment = itemActions(item);
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
  insurances: [
    { insurance: '210', from: '2020-02-01', state: '1' },
    { insurance: '410', from: '2020-02-01', state: '1' },
  ],
});
let printed: z.infer<typeof receipt.input> | undefined;
let registerAway = false;
const neighbour = (name: string, ...actions: unknown[]) =>
  ({ name, actions: Object.fromEntries((actions as ReturnType<typeof implement>[]).map((one) => [one.name, one.schema])) }) as never;
const neighbours = [
  neighbour(
    'units',
    implement(snapshot, async ({ input }) => ({ units: input.ids.map(facts) })),
  ),
  neighbour(
    'unemployment',
    implement(receipts, async () => {
      if (registerAway) throw Object.assign(new Error('nobody there'), { type: 'SERVICE_NOT_AVAILABLE' });
      return { known: false, answers: [] };
    }),
  ),
  neighbour('contributions', limitsAnswer()),
  neighbour(
    'documents',
    implement(receipt, async ({ input }) => {
      printed = input;
      return {
        documentId: 'd1',
        title: '参保人员增加回执',
        verificationCode: 'x',
        issuedAt: '2026-01-01T00:00:00.000Z',
        validTo: '2026-04-01',
        url: '/objects/d1',
      };
    }),
  ),
];
let hall: TestHall;
beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, ...neighbours]);
});
afterAll(() => hall.stop());

let sequence = 1;
const values = (): PersonEnrolmentInput => ({
  mode: 'new',
  idType: '01',
  idNumber: residentIdOf('619999', '1991-05-05', (sequence += 2)),
  name: '郑回执',
  sex: '1',
  birthDate: '1991-05-05',
  ethnicGroup: '01',
  nationality: 'CHN',
  workStartOn: '2015-07-01',
  householdKind: '11',
  mobile: '19900001234',
  identity: '101',
  from: today(),
  declaredBase: 700_000,
});
const submit = (v: PersonEnrolmentInput, requestKey = randomUUID() as string, unitId = 'unit-1') =>
  hall.call(enrolment.submit, { requestKey, values: v } as z.input<typeof enrolment.submit.input>, clerk(unitId, ['person-enrolment']));

test('the receipt says what took effect, with a masked number, and only to the own unit', async () => {
  const v = values();
  const { applicationId, serialNo, result } = await submit(v);
  const ask = (unitId: string, id = applicationId) =>
    hall.call(printReceipt, { requestKey: randomUUID(), applicationId: id }, clerk(unitId, ['person-enrolment']));
  expect(await ask('unit-1')).toMatchObject({ documentId: 'd1' });
  expect(printed).toMatchObject({
    serialNo,
    unitId: 'unit-1',
    area: '610113',
    data: {
      unit: { unitNo: '6112000001' },
      people: [{ personNo: result.personNo, name: '郑回执', insurances: '失业保险、工伤保险', from: today(), base: '7,000.00' }],
    },
  });
  expect(JSON.stringify(printed)).not.toContain(v.idNumber);
  await expect(ask('unit-2')).rejects.toMatchObject({ type: 'NOT_FOUND' });
  await expect(ask('unit-1', 'nothing')).rejects.toMatchObject({ type: 'NOT_FOUND' });
});

test.each([
  ['a register', (away: boolean) => void (registerAway = away)],
  ['a ledger', (away: boolean) => void (policy.away = away)],
])('%s that cannot be asked refuses by name and leaves nothing; the same request goes through afterwards', async (_who, away) => {
  const { applications } = await import('../src/applications.ts');
  const v = values();
  const requestKey = randomUUID() as string;
  const guards = await applications.models.guards.countDocuments({ kind: 'open' });
  away(true);
  await expect(submit(v, requestKey)).rejects.toMatchObject({ type: 'SERVICE_AWAY' });
  expect(await applications.models.guards.countDocuments({ kind: 'open' })).toBe(guards);
  away(false);
  expect(await submit(v, requestKey)).toMatchObject({ status: 'approved' });
});

test('thirty guesses at once are answered ten times and no more', async () => {
  const as = clerk('unit-1', ['person-enrolment'], { id: 'fast-fisher' });
  const guess = () =>
    hall.call(
      enrolment.lookup,
      { lookup: 'personNo', value: '611000000001', values: { idType: '01', idNumber: values().idNumber, name: '某某' } },
      as,
    );
  const results = await Promise.allSettled(Array.from({ length: 30 }, guess));
  const names = results.map((one) => (one.status === 'rejected' ? (one.reason as { type: string }).type : 'hit'));
  expect(names.filter((name) => name === 'RULE_REFUSED').length).toBeLessThanOrEqual(10);
  expect(names.filter((name) => name !== 'RULE_REFUSED' && name !== 'QUERY_LOCKED')).toEqual([]);
  // One after the other, the eleventh look at the latest meets the lock.
  for (let n = 0; n < 10; n += 1) await guess().catch(() => undefined);
  await expect(guess()).rejects.toMatchObject({ type: 'QUERY_LOCKED' });
});

test('looks that hit are not counted', async () => {
  const v = values();
  const { result } = await submit(v);
  const as = clerk('unit-1', ['person-enrolment'], { id: 'honest' });
  for (let n = 0; n < 12; n += 1) {
    const { hits } = await hall.call(
      enrolment.lookup,
      { lookup: 'personNo', value: String(result.personNo), values: { idType: '01', idNumber: v.idNumber, name: v.name } },
      as,
    );
    expect(hits).toHaveLength(1);
  }
});
