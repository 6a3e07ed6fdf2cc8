import moleculer from 'moleculer';
import { z } from 'zod';
import { defineAction } from '@wangting/contracts/action';
import { ask } from '@wangting/kit/call';
import { implement } from '@wangting/kit/implement';
import { testEnvironment, testHall } from '@wangting/kit/testing';
import type { Bench } from '../bench.ts';

/** What kit adds to a call from one process to another: caller token, scope, strict input, checked answer, span. */
const hello = defineAction({
  name: 'units.bench.hello',
  title: '测量',
  access: { services: ['persons'] },
  input: z.strictObject({ text: z.string().max(100) }),
  output: z.strictObject({ text: z.string() }),
  errors: [],
});
const through = implement(hello, async ({ input }) => ({ text: input.text }));

const bench: Bench = {
  name: 'call',
  async run({ measure }) {
    const namespace = testEnvironment();
    const node = (nodeID: string) =>
      new moleculer.ServiceBroker({
        namespace: `${namespace}-bare`,
        nodeID,
        transporter: { type: 'NATS', options: { servers: process.env.NATS_URL } },
        logger: false,
      });
    const [asking, answering] = [node('asking'), node('answering')];
    answering.createService({ name: 'bare', actions: { hello: (ctx: { params: { text: string } }) => ({ text: ctx.params.text }) } });
    await Promise.all([asking.start(), answering.start()]);
    await asking.waitForServices('bare', 10_000);
    const hall = await testHall([{ name: 'units', actions: { [through.name]: through.schema } } as never], namespace);
    try {
      for (const parallel of [1, 32]) {
        const bare = await measure(`moleculer alone, ${parallel} at once`, () => asking.call('bare.hello', { text: '你好' }), { parallel });
        await measure(`kit, ${parallel} at once`, () => ask(hall.caller, 'persons', hello, { text: '你好' }), { parallel, against: bare });
      }
    } finally {
      await hall.stop();
      await Promise.all([asking.stop(), answering.stop()]);
    }
  },
};
export default bench;
