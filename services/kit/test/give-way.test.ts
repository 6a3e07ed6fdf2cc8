import { readdirSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { expect, test } from '@jest/globals';

/** Nice value of every thread of this process: the 19th field of its stat, after the name in brackets. */
const nices = () =>
  new Map(
    readdirSync('/proc/self/task').map((thread) => {
      const fields = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return [thread, Number(fields[16])];
    }),
  );

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('the thread that asks goes behind, the process and its other threads stay where they are', async () => {
  const before = nices();
  const source = `import('${new URL('../src/give-way.ts', import.meta.url).href}').then(({ giveWay }) => require('node:worker_threads').parentPort.postMessage(giveWay())); setTimeout(() => {}, 60_000)`;
  const worker = new Worker(source, { eval: true });
  expect(await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))).toBe(true);
  const after = nices();
  const behind = [...after].filter(([thread, nice]) => nice !== (before.get(thread) ?? before.get(String(process.pid))));
  await worker.terminate();
  const own = before.get(String(process.pid)) ?? 0;
  expect(behind.map(([, nice]) => nice)).toEqual([Math.max(own, 10)]);
  expect(nices().get(String(process.pid))).toBe(own);
});
