import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceBroker, ServiceSchema } from 'moleculer';
import type { ActionContract } from '@wangting/contracts/action';
import { CALLERS, type CallerKind } from '@wangting/contracts/identity/roles';
import { token } from '@wangting/contracts/identity/session';
import { SERVICES, type SignerName } from '@wangting/contracts/names';
import { isoOf, realNow } from '@wangting/kit/clock';
import { allContracts } from '@wangting/kit/contracts';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { signCaller } from '@wangting/kit/token';
import { testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import type { Routed } from '../src/contracts.ts';

testEnvironment();
process.env.RATE_PER_MINUTE = '1000000';
/** What a call answers when nothing stood before the handler: each handler here only says that it was reached. */
const REACHED = ['STEP_NOT_POSSIBLE', 'INPUT_INVALID'];
const CSRF = 'c'.repeat(43);
const SIGNERS: readonly SignerName[] = [...SERVICES, 'gateway'];
const PEOPLE = (Object.keys(CALLERS) as CallerKind[]).filter((kind) => kind !== 'service');

let contracts: ActionContract[] = [];
let routed: Routed[] = [];
let answerFor: (contract: ActionContract, kind: CallerKind) => string;
let hall: TestHall;
let broker: ServiceBroker;
let server: Server;
let origin = '';

beforeAll(async () => {
  const matrix = await import('@wangting/identity/matrix');
  answerFor = matrix.answerFor;
  contracts = await allContracts();
  // A session per kind of caller: its cookie is the kind, its token what identity would sign for such a session.
  const tokenStub = implement(token, async ({ input }) => {
    const caller = matrix.callerOfKind(input.session.replace('session-', '') as CallerKind);
    if (!caller) throw new HallError('NOT_LOGGED_IN');
    return { token: await signCaller('identity', caller), csrf: CSRF, expiresAt: isoOf(realNow() + 60_000) };
  });
  const services = SERVICES.map((name) => ({
    name,
    actions: Object.fromEntries(
      contracts
        .filter((contract) => contract.name.startsWith(`${name}.`))
        .map((contract) => {
          const reached = implement(contract, () => Promise.reject(new HallError('STEP_NOT_POSSIBLE')));
          return [reached.name, contract.name === token.name ? tokenStub.schema : reached.schema];
        }),
    ),
  })) as never as ServiceSchema[];
  hall = await testHall(services);
  const { createBroker } = await import('@wangting/kit/broker');
  const { routedContracts } = await import('../src/contracts.ts');
  const { apiService } = await import('../src/api.ts');
  const { hallServer } = await import('../src/server.ts');
  routed = await routedContracts();
  broker = createBroker('gateway');
  broker.createService(apiService(routed));
  await broker.start();
  await broker.waitForServices([...SERVICES], 20_000);
  server = hallServer(broker, routed);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await broker.stop();
  await hall.stop();
});

const cookieOf = (kind: CallerKind): Record<string, string> =>
  kind === 'anonymous' ? {} : { cookie: `wt_session=session-${kind}`, 'x-wangting-csrf': CSRF };
async function ask(rest: string, kind: CallerKind): Promise<string> {
  const [method = 'GET', path = ''] = rest.split(' ');
  const answer = await fetch(`${origin}/api${path.replace(/:\w+/g, 'x')}`, {
    method,
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...cookieOf(kind) },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });
  return ((await answer.json()) as { name?: string }).name ?? 'answered';
}
/** Answers in order, some at a time. */
async function each<T, R>(list: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < list.length; at += 20) results.push(...(await Promise.all(list.slice(at, at + 20).map(work))));
  return results;
}

describe('the visibility matrix', () => {
  test.each(PEOPLE)(
    'through the door, as %s: every address answers as its contract says',
    async (kind) => {
      const answers = await each(routed, async (contract) => [contract.name, await ask(contract.rest, kind)] as const);
      const wrong = answers.flatMap(([name, answer]) => {
        const wanted = answerFor(contracts.find((one) => one.name === name) as ActionContract, kind);
        const got = REACHED.includes(answer) ? 'allowed' : answer;
        return got === wanted ? [] : [`${name}: contract ${wanted}, door ${answer}`];
      });
      expect(wrong).toEqual([]);
    },
    60_000,
  );
  test('what has no address is not there, whoever asks', async () => {
    const inner = contracts.filter(({ rest }) => rest === undefined);
    expect(inner.length).toBeGreaterThan(20);
    for (const kind of ['anonymous', 'legal', 'ops'] as const) {
      const answers = await each(inner, async ({ name }) => [
        await ask(`POST /${name}`, kind),
        await ask(`GET /${name.replaceAll('.', '/')}`, kind),
      ]);
      expect(new Set(answers.flat())).toEqual(new Set(['NOT_FOUND']));
    }
  });
  test.each(SIGNERS)(
    'between services, as %s: only what the contract names',
    async (signer) => {
      const mine = contracts.filter(({ name }) => name !== token.name);
      const answers = await each(mine, (contract) =>
        hall.callAs(signer, contract, {} as never).then(
          () => 'answered',
          (error: { type?: string }) => error.type ?? String(error),
        ),
      );
      const wrong = mine.flatMap(({ name, access }, index) => {
        const wanted = access.public || access.services?.includes(signer) ? 'allowed' : 'NOT_ALLOWED';
        const got = REACHED.includes(String(answers[index])) ? 'allowed' : answers[index];
        return got === wanted ? [] : [`${name}: contract ${wanted}, service ${got}`];
      });
      expect(wrong).toEqual([]);
    },
    60_000,
  );
  test('nobody but the gateway turns a session into a token', async () => {
    for (const signer of SIGNERS.filter((one) => one !== 'gateway'))
      await expect(hall.callAs(signer, token, { session: 'legal' })).rejects.toMatchObject({ type: 'NOT_ALLOWED' });
  });
  /** Said by hand, so that a fault in what both sides are made from would be seen. */
  test.each<[string, CallerKind[], string]>([
    ['GET /me', ['anonymous'], 'NOT_LOGGED_IN'],
    ['POST /login/password', ['anonymous', 'legal'], 'allowed'],
    ['PUT /grants/x', ['contact', 'contactNone', 'register', 'injured', 'ops', 'intake'], 'NOT_ALLOWED'],
    ['PUT /grants/x', ['legal'], 'allowed'],
    ['POST /items/person-enrolment/submit', ['contactNone', 'register', 'injured', 'dependant', 'intake', 'ops', 'nobody'], 'NOT_ALLOWED'],
    ['POST /items/person-enrolment/submit', ['contact', 'legal'], 'allowed'],
    ['POST /items/unit-registration/submit', ['register', 'legal'], 'allowed'],
    ['GET /work/mine', ['legal', 'contact', 'register', 'injured', 'dependant'], 'allowed'],
    ['GET /work/mine', ['nobody', 'intake', 'ops'], 'NOT_ALLOWED'],
    ['GET /work/queue', ['intake', 'first', 'second', 'third'], 'allowed'],
    ['GET /work/queue', ['finance', 'ops', 'legal', 'contact'], 'NOT_ALLOWED'],
    ['PUT /agency/entries/x', ['intake', 'third', 'finance', 'ops', 'legal', 'contact'], 'NOT_ALLOWED'],
    ['PUT /agency/entries/x', ['first', 'second'], 'allowed'],
    ['PUT /board/banner', ['intake', 'third', 'finance', 'legal'], 'NOT_ALLOWED'],
    ['PUT /board/banner', ['ops'], 'allowed'],
    ['GET /roles', ['anonymous'], 'NOT_LOGGED_IN'],
  ])('%s as %j is %s', async (rest, kinds, wanted) => {
    for (const kind of kinds) {
      const answer = await ask(rest, kind);
      expect([kind, REACHED.includes(answer) ? 'allowed' : answer]).toEqual([kind, wanted]);
    }
  });
});
