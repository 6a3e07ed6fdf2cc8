import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startChild, type Child } from '@wangting/local/child';
import { NODE, ROOT } from '@wangting/local/paths';
import { answersOk, freePort, untilReady } from '@wangting/local/ready';
import { DEMO_NEWCOMER, DEMO_PASSWORD } from '@wangting/seed/demo';
import { closeBrowser, sitDown, type Seat } from '../support/browser.ts';
import { callAs, registerNewcomer } from '../support/calls.ts';

/** Two halls on one machine, as `DATA_DIR=… PORT=… npm start` starts them: each with engines, keys and data of its own. */
const dir = mkdtempSync(path.join(tmpdir(), 'two-halls-'));
const own = Object.entries(process.env).filter(([name]) => !/^(TEST_|NATS_|MONGO_|S3_|NAMESPACE$|PUBLIC_URL$)/.test(name));
const halls: Child[] = [];
const seats: Seat[] = [];

async function startOne(name: string): Promise<void> {
  const port = await freePort();
  const hall = startChild(name, NODE, ['deploy/local/start.ts'], {
    cwd: ROOT,
    env: { ...Object.fromEntries(own), DATA_DIR: path.join(dir, name), PORT: String(port) },
    logFile: path.join(dir, `${name}.log`),
  });
  halls.push(hall);
  await untilReady(hall, 170_000, async () =>
    hall.tail(40).includes('就绪用时') ? answersOk(`http://127.0.0.1:${port}/readyz`) : undefined,
  );
  seats.push(await sitDown(`http://127.0.0.1:${port}`));
}

beforeAll(() => Promise.all([startOne('first'), startOne('second')]), 180_000);
afterAll(async () => {
  await closeBrowser();
  await Promise.all(halls.map((hall) => hall.stop()));
  rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
}, 60_000);

test('what is done in one is not in the other, and who is in one is a stranger in the other', async () => {
  const [first, second] = seats as [Seat, Seat];
  await registerNewcomer(first);
  const account = { kind: 'unit', account: DEMO_NEWCOMER.creditCode, password: DEMO_PASSWORD };
  await expect(callAs(second, 'POST', '/login/password', account)).rejects.toThrow('账号或密码');
  // A browser sends its cookies to every port of a machine.
  await second.context.addCookies(await first.context.cookies());
  await expect(callAs(second, 'GET', '/work/mine')).rejects.toThrow('401');
  await expect(callAs(first, 'GET', '/work/mine')).resolves.toMatchObject({ total: 0 });
  // The code is free here, and the account that it makes is another one.
  await second.context.clearCookies();
  await registerNewcomer(second);
}, 60_000);
