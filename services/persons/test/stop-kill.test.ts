import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ServiceSchema } from 'moleculer';
import { addMonthsToDay } from '@wangting/contracts/standards/day';
import { today } from '@wangting/kit/clock';
import { lookup as blind } from '@wangting/kit/sealed';
import { testEnvironment, testHall, until, type TestHall } from '@wangting/kit/testing';
import { desk, leaving, neighbours, person } from './hall.ts';

testEnvironment();
let hall: TestHall;
let dying: ChildProcess;
const { enrol, stop, view } = desk(() => hall);
const schemas: ServiceSchema[] = [...neighbours];

beforeAll(async () => {
  hall = await testHall(schemas);
  dying = spawn(process.execPath, [fileURLToPath(new URL('./dying.ts', import.meta.url))], {
    env: { ...process.env }, // jest's own copy
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(dying.stdout as NodeJS.ReadableStream, 'data');
  await hall.caller.waitForServices('persons', 20_000);
}, 60_000);
afterAll(async () => {
  dying.kill('SIGKILL');
  await hall.stop();
});

test('persons killed between range and enrolment: the next process ends the rest, once', async () => {
  const v = person({ from: addMonthsToDay(today(), -1) });
  const { result } = await enrol(v);
  const died = once(dying, 'exit');
  const answer = stop(leaving(String(result.personNo))).catch((error: unknown) => error);
  expect((await died)[1]).toBe('SIGKILL');

  const { default: persons } = await import('../src/persons.service.ts');
  const { PersonModel } = await import('../src/models/person.ts');
  const { EnrolmentModel } = await import('../src/models/enrolment.ts');
  const { applications } = await import('../src/applications.ts');
  hall.server.createService(persons);
  schemas.push(persons); // its database goes with the hall
  await hall.server.waitForServices('persons', 20_000);
  await answer;
  const idHash = blind('id', v.idNumber);
  await until(async () => (await EnrolmentModel.countDocuments({ state: '2' })) === 2, 15_000);
  const found = await PersonModel.findOne({ idHash }).lean();
  expect(found?.ranges.map(({ to }) => to)).toEqual([today(), today()]);
  const rows = await EnrolmentModel.find({ personId: found?._id }).lean();
  expect(rows.map(({ rev, to }) => [rev, to])).toEqual([
    [2, today()],
    [2, today()],
  ]);
  await until(async () => !(await applications.models.guards.exists({ _id: `active:210:${idHash}` })));
  const stopped = await applications.models.steps.find({ itemId: 'person-stop' }).lean();
  expect(stopped).toHaveLength(1);
  await until(async () => (await view(stopped[0]?.applicationId ?? '')).effects[0]?.state === 'done');
  // The guard of the case itself goes too: the next one may begin.
  await until(async () => !(await applications.models.guards.exists({ _id: `open:person-stop:${idHash}` })));
}, 60_000);
