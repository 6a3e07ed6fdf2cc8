import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { applicationActions, itemActions } from '@wangting/contracts/applications';
import { limits } from '@wangting/contracts/contributions/limits';
import { item } from '@wangting/contracts/persons/person-enrolment';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { receipts } from '@wangting/contracts/unemployment/questions';
import { snapshot, type UnitFacts } from '@wangting/contracts/units/questions';
import { today } from '@wangting/kit/clock';
import { implement } from '@wangting/kit/implement';
import { clerk, testHall, type TestHall } from '@wangting/kit/testing';

/** desk beside a real owner, persons, with neighbours that answer from tables; and a clerk who enrols people. Call `testEnvironment()` before. */
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

export async function personsBeside(): Promise<TestHall> {
  const [{ default: desk }, { default: persons }] = await Promise.all([
    import('../src/desk.service.ts'),
    import('../../persons/src/persons.service.ts'),
  ]);
  return testHall([
    desk,
    persons,
    neighbour('units', implement(snapshot, async ({ input }) => ({ units: input.ids.map(facts) })) as never),
    neighbour(
      'contributions',
      implement(limits, async ({ input }) => ({ version: 'base-limits:1', answers: input.months.map(wide) })) as never,
    ),
    neighbour('unemployment', implement(receipts, async () => ({ known: false, answers: [] })) as never),
  ]);
}

export const cases = applicationActions('persons');
export const own = clerk('unit-1', ['person-enrolment']);
const enrolment = itemActions(item);
let sequence = 0;
/** 提交 of 人员参保登记, of a new person each time. */
export const submit = (hall: TestHall, over: object) =>
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
/** Whoever is not a citizen is looked at by a person. */
export const foreigner = {
  idType: '08',
  idNumber: 'X7654321',
  name: 'ANNA EXAMPLE',
  nationality: 'FRA',
  identity: '107',
  householdKind: '30',
  workPermitNo: 'W123456789012',
};
