import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const here = path.resolve(import.meta.dirname, '..');
const load = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  promisify(execFile)(process.execPath, [path.join(here, 'main.ts'), ...args], { env: { ...process.env, ...env } });

/** Whether a scenario still does what it says, not how fast. */
test('every scenario is played to its end against a whole hall, and nothing it asks is refused', async () => {
  const { stdout } = await load(['--quick']);
  for (const file of readdirSync(path.join(here, 'scenarios'))) {
    const name = file.replace(/\.ts$/, '');
    const [, , , rounds, requests, , failed] = (stdout.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '')
      .split('|')
      .map((cell) => cell.trim());
    expect([name, Number(rounds) > 0, Number(requests) > 0, failed]).toEqual([name, true, true, '0']);
  }
}, 240_000);

test('a hall that refuses fails the run and says at which step', async () => {
  const closed = createServer((_request, answer) => answer.writeHead(503).end('{}')).listen(0, '127.0.0.1');
  await once(closed, 'listening');
  try {
    const { port } = closed.address() as { port: number };
    await expect(load(['stranger', '--quick'], { HALL: `http://127.0.0.1:${port}` })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/“announcements” failed \d+ times/),
    });
  } finally {
    closed.close();
  }
}, 60_000);

test('a name nobody knows is refused, with the names there are', async () => {
  await expect(load(['nothing'])).rejects.toMatchObject({ stderr: expect.stringContaining('clerk') });
});
