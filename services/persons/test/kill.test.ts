import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';
import { lookup as blind } from '@wangting/kit/sealed';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { clerkOf, desk, neighbours, person } from './hall.ts';

testEnvironment();
let hall: TestHall;
const { enrol } = desk(() => hall);
const schemas: Parameters<typeof testHall>[0][number][] = [...neighbours];
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    ({ type }: { type: string }) => type,
  );

/** Presses 保存 in front of a process that dies between guard and step; comes back when the page has heard that nobody answered. */
async function pressedInVain(values: PersonEnrolmentInput, requestKey: string): Promise<void> {
  const dying = spawn(process.execPath, [fileURLToPath(new URL('./dying-before-step.ts', import.meta.url))], {
    env: { ...process.env }, // jest's own copy
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await once(dying.stdout, 'data');
    await hall.caller.waitForServices('persons', 20_000);
    const died = once(dying, 'exit');
    const unanswered = enrol(values, clerkOf(1), { requestKey }).then(
      () => false,
      () => true,
    );
    expect((await died)[1]).toBe('SIGKILL');
    expect(await unanswered).toBe(true);
  } finally {
    dying.kill('SIGKILL');
  }
}

beforeAll(async () => {
  hall = await testHall(schemas);
}, 30_000);
afterAll(() => hall.stop());

test('persons killed between guard and step: pressed again it is one person; left alone, the guard goes after five minutes', async () => {
  const [again, left] = [person(), person()];
  const [firstKey, secondKey] = [randomUUID(), randomUUID()];
  await pressedInVain(again, firstKey);
  await pressedInVain(left, secondKey);

  const { default: persons } = await import('../src/persons.service.ts');
  const { PersonModel } = await import('../src/models/person.ts');
  const { models } = (await import('../src/applications.ts')).applications;
  hall.server.createService(persons);
  schemas.push(persons); // its database goes with the hall
  await hall.caller.waitForServices('persons', 20_000);
  const guardsOf = async ({ idNumber }: PersonEnrolmentInput) =>
    (
      await models.guards
        .find({ _id: { $in: ['open:person-enrolment', 'active:210'].map((head) => `${head}:${blind('id', idNumber)}`) } })
        .lean()
    ).map(({ kind }) => kind);
  const peopleLike = ({ idNumber }: PersonEnrolmentInput) => PersonModel.countDocuments({ idHash: blind('id', idNumber) });
  for (const one of [again, left])
    expect([await guardsOf(one), await peopleLike(one)]).toEqual([expect.arrayContaining(['open', 'held']), 0]);
  expect(await models.steps.countDocuments()).toBe(0);

  // While the guards stand nobody else gets in; the same press, sent again and twice at once, finds them its own.
  expect(await refusal(enrol(again, clerkOf(2)))).toBe('ALREADY_OPEN');
  const answers = await Promise.all([1, 2].map(() => enrol(again, clerkOf(1), { requestKey: firstKey })));
  expect(answers[0]).toMatchObject({ status: 'approved', message: expect.stringMatching(/^保存成功，个人编号：61\d{10}$/) });
  expect(new Set(answers.map(({ applicationId }) => applicationId)).size).toBe(1);
  expect(await peopleLike(again)).toBe(1);
  await until(async () => JSON.stringify(await guardsOf(again)) === '["lasting"]');

  expect(await refusal(enrol(left, clerkOf(2)))).toBe('ALREADY_OPEN');
  await hall.clock(6 * 60_000);
  await until(async () => !(await guardsOf(left)).length, 15_000);
  expect(await enrol(left, clerkOf(2))).toMatchObject({ status: 'approved' });
  // The first clerk's late press does not make a second case.
  await expect(enrol(left, clerkOf(1), { requestKey: secondKey })).rejects.toMatchObject({
    type: 'RULE_REFUSED',
    message: expect.stringContaining(String(item.messages.exists).slice(0, 6)),
  });
  expect([await peopleLike(left), await models.steps.countDocuments()]).toEqual([1, 2]);
}, 120_000);
