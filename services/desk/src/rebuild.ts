import { rebuild } from '@wangting/contracts/desk/queue';
import { createBroker } from '@wangting/kit/broker';
import { ask } from '@wangting/kit/call';

/** `npm run rebuild -w services/desk`, with the settings of a hall process: asks the running desk to fill its projection again. */
const broker = createBroker('desk-rebuild');
await broker.start();
try {
  await broker.waitForServices('desk', 20_000);
  const { replaced, owners } = await ask(broker, 'desk', rebuild, {});
  process.stdout.write(`待办列表已重建：更新 ${replaced} 行（${owners.map(({ owner, rows }) => `${owner} ${rows}`).join('，')}）\n`);
} finally {
  await broker.stop();
}
