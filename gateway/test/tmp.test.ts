import { expect, test } from '@jest/globals';
import { testEnvironment, testHall, until } from '@wangting/kit/testing';
test('x', async () => {
  testEnvironment();
  const hall = await testHall([]);
  const { hintsService } = await import('../src/events.ts');
  const { createBroker } = await import('@wangting/kit/broker');
  const got: string[] = [];
  const broker = createBroker('gateway');
  broker.createService(hintsService);
  broker.createService({
    name: 'plain',
    events: { 'work.changed': (ctx: { params: unknown }) => void got.push(`plain ${JSON.stringify(ctx.params)}`) },
  } as never);
  await broker.start();
  await until(async () => hall.caller.registry.events.list({}).some((e: { name: string }) => e.name === 'work.changed'));
  await hall.caller.broadcast('work.changed', { applicationId: 'a1', unitId: 'u1', seq: 2, status: 'accepted' });
  await new Promise((r) => setTimeout(r, 1500));
  process.stderr.write(`GOT ${JSON.stringify(got)}\n`);
  await broker.stop();
  await hall.stop();
  expect(1).toBe(1);
});
