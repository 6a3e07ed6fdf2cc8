import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { StepAction } from '@wangting/contracts/application';
import type { PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { lookup as blind } from '@wangting/kit/sealed';
import { staff, testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { cases, clerkOf, enrolment, neighbours, person } from './hall.ts';

/** 补正 with another number: what the mistyped one had reserved must not outlive the correction. */
testEnvironment();
let hall: TestHall;
beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, ...neighbours]);
});
afterAll(() => hall.stop());

const foreigner = (idNumber: string): PersonEnrolmentInput =>
  person({
    idType: '08',
    idNumber,
    name: 'ANNA EXAMPLE',
    nationality: 'FRA',
    identity: '107',
    householdKind: '30',
    workPermitNo: 'W123456789012',
  });
type Sent = z.input<typeof enrolment.submit.input>;
const send = (values: PersonEnrolmentInput, over: object = {}, n = 1) =>
  hall.call(enrolment.submit, { requestKey: randomUUID(), values, ...over } as Sent, clerkOf(n));
const step = (applicationId: string, seenSeq: number, action: StepAction, who = staff('i', ['intake'])) =>
  hall.call(
    cases.step,
    { requestKey: randomUUID(), applicationId, seenSeq, action: action as 'take', opinion: '护照号码与材料不一致' },
    who,
  );
const guardsOf = async (applicationId: string) => {
  const { applications } = await import('../src/applications.ts');
  return (await applications.models.guards.find({ applicationId }).sort({ _id: 1 }).lean()).map(({ _id, kind }) => `${_id} ${kind}`);
};

test('a mistyped number that was corrected is free again, and whoever owns it can be insured', async () => {
  const [wrong, right] = ['X7654321', 'X7654322'];
  const { applicationId } = await send(foreigner(wrong));
  await step(applicationId, 1, 'correct');
  const correction = { requestKey: randomUUID(), applicationId, seenSeq: 2 };
  await send(foreigner(right), correction);
  const now = [`active:210:${blind('id', right)} held`, `open:person-enrolment:${blind('id', right)} open`];
  expect(await guardsOf(applicationId)).toEqual(now);
  // The same click again is answered and changes nothing.
  await send(foreigner(right), correction);
  expect(await guardsOf(applicationId)).toEqual(now);

  const first = staff('f', ['first']);
  await step(applicationId, 3, 'accept');
  await step(applicationId, 4, 'take', first);
  expect((await step(applicationId, 5, 'pass', first)).row.status).toBe('approved');
  expect(await guardsOf(applicationId)).toEqual([`active:210:${blind('id', right)} lasting`]);
  expect((await send(foreigner(wrong), {}, 2)).status).toBe('submitted');
});

test('a process that stopped between the correction and its clearing leaves nothing that lasts', async () => {
  const [wrong, right] = ['X7654331', 'X7654332'];
  const { applicationId } = await send(foreigner(wrong));
  await step(applicationId, 1, 'correct');
  await send(foreigner(right), { applicationId, seenSeq: 2 });
  const { applications } = await import('../src/applications.ts');
  const left = {
    _id: `active:210:${blind('id', wrong)}`,
    applicationId,
    requestKey: 'gone',
    at: '2024-01-01T00:00:00.000Z',
    kind: 'held' as const,
  };
  await applications.models.guards.replaceOne({ _id: left._id }, left, { upsert: true });
  const first = staff('f', ['first']);
  await step(applicationId, 3, 'accept');
  await step(applicationId, 4, 'take', first);
  await step(applicationId, 5, 'pass', first);
  expect(await guardsOf(applicationId)).toEqual([`active:210:${blind('id', right)} lasting`]);
});
