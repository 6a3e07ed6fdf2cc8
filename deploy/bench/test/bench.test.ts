import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const here = path.resolve(import.meta.dirname, '..');

/** Whether a bench still does what it says, not how fast: figures are never asserted. */
test('every bench runs and has its lines in the table', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(here, 'main.ts'), '--quick'], { env: { ...process.env } });
  const lines = stdout.split('\n').filter((line) => line.startsWith('| '));
  for (const file of readdirSync(path.join(here, 'benches'))) {
    const name = file.replace(/\.ts$/, '');
    const rows = lines.filter((line) => line.startsWith(`| ${name} |`)).map((line) => line.split('|').map((cell) => cell.trim()));
    expect([name, rows.length > 0, rows.every(([, , , times]) => Number(times) > 0)]).toEqual([name, true, true]);
  }
  for (const own of ['loop', 'insertMany', 'NATS round trip', 'fsync']) expect(lines.some((line) => line.includes(own))).toBe(true);
}, 400_000);

test('a name nobody knows is refused, with the names there are', async () => {
  await expect(promisify(execFile)(process.execPath, [path.join(here, 'main.ts'), 'nothing'])).rejects.toMatchObject({
    stderr: expect.stringContaining('person-query'),
  });
});
