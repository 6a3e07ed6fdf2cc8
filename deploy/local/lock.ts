import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from './say.ts';

interface Holder {
  token: string;
  pid: number;
  /** When that process began: a number that was given to another process since then is not the holder. */
  began: string;
  address: string;
}

/**
 * One hall per data folder. The file is made with "must not exist", so of two starts at once one wins; a file whose process is gone
 * is taken over. (In the instant of a double take-over the engine's own lock on its folder decides.)
 */
export function lockFolder(dir: string, address: string): { release(): void } {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = path.join(dir, 'lock.json');
  const mine: Holder = { token: randomUUID(), pid: process.pid, began: beginningOf(process.pid), address };

  if (!tryWrite(file, mine)) {
    const holder = read(file);
    if (holder && isAlive(holder)) throw inUse(dir, holder);
    rmSync(file, { force: true });
    if (!tryWrite(file, mine)) throw inUse(dir, read(file));
  }
  return {
    release: () => {
      if (read(file)?.token === mine.token) rmSync(file, { force: true });
    },
  };
}

function inUse(dir: string, holder: Holder | undefined): PlainError {
  const [pid, address] = [holder?.pid ?? '?', holder?.address ?? '?'];
  return new PlainError(
    `数据目录 ${dir} 已有一个网厅在运行（进程 ${pid}，地址 ${address}）。请先停止它，或用 DATA_DIR 和 PORT 另开一个。`,
    `A hall is already running on ${dir} (process ${pid}, address ${address}). Stop it first, or start another with DATA_DIR and PORT.`,
  );
}

function tryWrite(file: string, holder: Holder): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false; // EPERM: alive, another person's
  }
  return beginningOf(pid) === began;
}

/** Field 22 of /proc/PID/stat; empty where there is no /proc, and then the number alone decides. */
function beginningOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
