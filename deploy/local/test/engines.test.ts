import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../child.ts';
import { prepareEngines, startEngines, type Engines } from '../engines.ts';
import { NODE } from '../paths.ts';
import { untilReady } from '../ready.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'engines-'));
beforeAll(prepareEngines, 300_000);
afterAll(() => rmSync(dir, { recursive: true, maxRetries: 3 }));

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('the engines', () => {
  let engines: Engines;
  beforeAll(async () => void (engines = await startEngines({ dir: path.join(dir, 'own') })), 60_000);

  test('listen on this machine only', () => {
    for (const url of [engines.natsUrl, engines.mongoUrl, engines.s3.endpoint]) expect(new URL(url).hostname).toBe('127.0.0.1');
  });

  test('are gone after stop, every process of them', async () => {
    const pids = engines.processes.map(({ child }) => child.pid);
    await engines.stop();
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('a child', () => {
  test('dies with the process that started it, even when that is killed outright', async () => {
    const script = `import('${path.resolve(import.meta.dirname, '../child.ts')}').then(({ startChild }) => {
      console.log(startChild('sleeper', 'sleep', ['600'], { logFile: '/dev/null' }).pid); setInterval(() => {}, 1000); })`;
    const parent = startChild('parent', NODE, ['-e', script], { logFile: path.join(dir, 'parent.log') });
    const pid = await untilReady(parent, 10_000, async () => Number(parent.tail(1)) || undefined);
    parent.kill('SIGKILL');
    await parent.exited;
    const deadline = performance.now() + 5_000;
    while (isAlive(pid) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAlive(pid)).toBe(false);
  });

  test('that will not end when asked is ended after ten seconds', async () => {
    const stubborn = startChild(
      'stubborn',
      NODE,
      ['-e', `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`],
      {
        logFile: path.join(dir, 'stubborn.log'),
      },
    );
    await untilReady(stubborn, 10_000, async () => stubborn.tail(1) || undefined);
    await expect(stubborn.stop()).resolves.toEqual({ code: null, signal: 'SIGKILL' });
  }, 20_000);
});
