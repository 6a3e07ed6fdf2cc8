import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockFolder } from '../lock.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), 'lock-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const address = 'http://127.0.0.1:8080';

test('a second start on the same folder is refused, naming the process and the address', () => {
  lockFolder(dir, address);
  expect(() => lockFolder(dir, 'http://127.0.0.1:9090')).toThrow(`process ${process.pid}, address ${address}`);
});

test('after the first has stopped, the folder is free', () => {
  lockFolder(dir, address).release();
  expect(existsSync(path.join(dir, 'lock.json'))).toBe(false);
  expect(() => lockFolder(dir, address)).not.toThrow();
});

test.each([
  ['a process that has ended', () => ({ pid: spawnSync('true').pid, began: '' })],
  ['a process whose number another one has now', () => ({ pid: process.ppid, began: 'long ago' })],
])('the lock of %s is taken over', (_whose, holder) => {
  writeFileSync(path.join(dir, 'lock.json'), JSON.stringify({ token: 'x', address, ...holder() }));
  expect(() => lockFolder(dir, address)).not.toThrow();
});

test('a lock file cut off in the middle of writing is taken over', () => {
  writeFileSync(path.join(dir, 'lock.json'), '{"tok');
  expect(() => lockFolder(dir, address)).not.toThrow();
});
