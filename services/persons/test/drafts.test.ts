import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { staff, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { cases, clerkOf, enrolment, neighbours } from './hall.ts';

testEnvironment();
let hall: TestHall;
beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, ...neighbours]);
});
afterAll(() => hall.stop());

test('what is stored and not sent is listed for its unit and its items, without what was typed', async () => {
  const list = async (who: Parameters<typeof hall.call>[2]) => (await hall.call(cases.drafts, {}, who)).rows;
  const first = await hall.call(enrolment.draft, { requestKey: randomUUID(), values: { name: '王示例' } }, clerkOf(1));
  const second = await hall.call(enrolment.draft, { requestKey: randomUUID(), values: {} }, clerkOf(1));

  const rows = await list(clerkOf(1));
  expect(rows).toEqual([
    { applicationId: second.applicationId, itemId: 'person-enrolment', savedAt: second.savedAt },
    { applicationId: first.applicationId, itemId: 'person-enrolment', savedAt: first.savedAt },
  ]);
  expect(JSON.stringify(rows)).not.toContain('王示例');
  // Another unit, a contact without the item, somebody who acts for no unit, the agency.
  expect(await list(clerkOf(2))).toEqual([]);
  expect(await list(clerkOf(1, { scopes: ['unit.work', 'item:person-stop'] }))).toEqual([]);
  await expect(list(staff('a', ['intake']))).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  const { unitId: _, ...nobody } = clerkOf(1);
  await expect(list(nobody)).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  await expect(hall.call(cases.drafts, { unitId: 'unit-2' } as never, clerkOf(1))).rejects.toMatchObject({ type: 'INPUT_INVALID' });

  await hall.call(enrolment.discard, { applicationId: first.applicationId }, clerkOf(1));
  expect((await list(clerkOf(1))).map(({ applicationId }) => applicationId)).toEqual([second.applicationId]);
});
