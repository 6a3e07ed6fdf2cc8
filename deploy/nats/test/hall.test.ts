import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hallForTests, type TestHall } from '../../local/testing.ts';
import { logInAs, scanAs, type Visitor } from '../../local/visitor.ts';
import { DEMO_NEW_PERSON, DEMO_PASSWORD, DEMO_UNIT } from '../../seed/demo.ts';
import { ALONE } from '../users.ts';

/** As in compose and k8s: every service a process, every process a login. */
let hall: TestHall;
let clerk: Visitor;
beforeAll(async () => {
  hall = await hallForTests({ groups: ALONE, logins: true, seedArgs: ['--units', '2', '--people', '4'] });
  clerk = await scanAs(hall.url, DEMO_UNIT.legal.name);
}, 180_000);
afterAll(() => (hall as TestHall | undefined)?.stop(), 60_000);

const today = new Date(performance.timeOrigin + performance.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const enrolment = {
  mode: 'new',
  idType: '01',
  idNumber: DEMO_NEW_PERSON.idNumber,
  name: DEMO_NEW_PERSON.name,
  sex: DEMO_NEW_PERSON.sex,
  birthDate: DEMO_NEW_PERSON.birthDate,
  ethnicGroup: '01',
  nationality: 'CHN',
  workStartOn: '2018-07-01',
  householdKind: '11',
  mobile: DEMO_NEW_PERSON.mobile,
  identity: '101',
  from: today,
  declaredBase: 700_000,
};

test('all ten are seen at the door, and a case goes its whole way: door, owner, neighbours, fact, queue, paper', async () => {
  const ready = (await (await fetch(`${hall.url}/readyz`)).json()) as { away: string[] };
  expect(ready.away).toEqual([]);

  const sent = await clerk.send('POST', '/items/person-enrolment/submit', { requestKey: randomUUID(), values: enrolment });
  expect(sent).toMatchObject({ status: 200, body: { status: 'approved' } });
  const listed = async () => (await clerk.send<{ total: number }>('GET', '/work/mine?itemId=person-enrolment')).body.total;
  for (let tries = 0; (await listed()) < 1; tries += 1) {
    if (tries > 100) throw new Error('desk has not heard of the case');
    await pause(100);
  }
  const printed = await clerk.send('POST', '/items/unit-certificate/print', { requestKey: randomUUID(), insurance: 'all' });
  expect(printed).toMatchObject({ status: 200, body: { title: '社会保险单位参保证明' } });

  const reviewer = await logInAs(hall.url, 'shouli', DEMO_PASSWORD);
  expect((await reviewer.send('GET', '/work/queue')).status).toBe(200);
}, 60_000);

describe('what the bus itself wrote down', () => {
  test('is no refusal: each service may do all it does', () => {
    const log = readFileSync(path.join(hall.dataDir, 'nats/nats.log'), 'utf8');
    expect(log).toContain('Server is ready');
    expect(log.match(/.*(Permissions Violation|authentication error).*/gi) ?? []).toEqual([]);
  });
});

test('after the bus was away for a moment everybody is back under his own login', async () => {
  const bus = hall.engines.processes.at(-1);
  await bus?.stop('SIGKILL');
  await bus?.start();
  for (let tries = 0; ; tries += 1) {
    const { status, body } = await clerk.send<{ me?: unknown }>('GET', '/items/person-enrolment/open');
    if (status === 200) break;
    if (tries > 200) throw new Error(`still ${status} ${body.name}`);
    await pause(100);
  }
}, 60_000);
