import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../child.ts';
import { NODE } from '../paths.ts';
import { untilReady } from '../ready.ts';
import { supervise } from '../supervise.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'stop-'));
afterAll(() => rmSync(dir, { recursive: true }));

const signals = path.resolve(import.meta.dirname, '../signals.ts');
const script = `import { onStopAsked } from '${signals}';
let times = 0;
onStopAsked(async () => { times += 1; await new Promise((r) => setTimeout(r, 200)); console.log('stopped', times); }, 0);
setInterval(() => {}, 1000);
console.log('up');`;

async function program(name: string) {
  const child = startChild(name, NODE, ['--input-type=module', '-e', script], { logFile: path.join(dir, `${name}.log`) });
  await untilReady(child, 10_000, async () => child.tail(1) || undefined);
  return child;
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s, sent twice as npm and the terminal do, stops once and cleanly', async (signal) => {
  const child = await program(signal);
  child.kill(signal);
  child.kill(signal);
  await expect(child.exited).resolves.toEqual({ code: 0, signal: null });
  expect(child.tail(1)).toBe('stopped 1');
});

test('a supervised process that falls over is started again; one that was told to stop is not', async () => {
  const launch = async () => startChild('sleeper', 'sleep', ['60'], { logFile: path.join(dir, 'sleeper.log') });
  const sleeper = await supervise('sleeper', launch, true);
  const first = sleeper.child;
  first.kill('SIGKILL');
  const deadline = performance.now() + 5_000;
  while (sleeper.child === first && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sleeper.child.running).toBe(true);
  expect(sleeper.child.pid).not.toBe(first.pid);

  const second = sleeper.child;
  await sleeper.stop();
  await new Promise((resolve) => setTimeout(resolve, 700)); // longer than the first wait of a restart
  expect(sleeper.child).toBe(second);
  expect(second.running).toBe(false);
});
