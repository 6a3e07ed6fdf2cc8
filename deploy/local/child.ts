import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { guard, unguard } from './guardian.ts';

const GRACE_MS = 10_000;
const LOG_LIMIT = 20_000_000;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One process of ours, with its log and its end. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly running: boolean;
  /** SIGTERM, then SIGKILL for the whole group when it takes longer than ten seconds. Resolves when it is gone. */
  stop(): Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
  /** Memory held now, in bytes; 0 when it cannot be told. */
  rssBytes(): number;
  /** The end of its log, for the sentence that explains why it stopped. */
  tail(lines?: number): string;
}

interface ChildOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Output goes to this file; without it, to our own terminal. */
  logFile?: string | undefined;
}

export function startChild(name: string, command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const { logFile } = options;
  const out = logFile ? openLog(logFile) : 'inherit';
  const started = spawn(command, args, {
    env: options.env ?? process.env,
    cwd: options.cwd,
    stdio: ['ignore', out, out],
    detached: true,
  });
  if (typeof out === 'number') closeSync(out);

  const pid = started.pid ?? 0;
  let running = pid > 0;
  if (running) guard(pid);

  const exited = new Promise<Exit>((resolve) => {
    const over = (exit: Exit) => {
      running = false;
      if (pid) {
        unguard(pid);
        signalGroup(pid, 'SIGKILL'); // what it may have left behind in its group
      }
      resolve(exit);
    };
    started.once('error', () => over({ code: 127, signal: null }));
    started.once('exit', (code, signal) => over({ code, signal }));
  });

  return {
    name,
    pid,
    exited,
    get running() {
      return running;
    },
    async stop() {
      if (!running) return exited;
      started.kill('SIGTERM');
      const deadline = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
      try {
        return await exited;
      } finally {
        clearTimeout(deadline);
      }
    },
    kill: (signal) => void (running && started.kill(signal)),
    rssBytes: () => (running ? rssOf(pid) : 0),
    tail: (lines = 15) => (logFile ? lastLines(logFile, lines) : ''),
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // the group is already empty
  }
}

/** A log is kept between runs, so that yesterday's fault can be read; one older log is kept when it grows too large. */
function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(file, `${file}.1`);
  return openSync(file, 'a');
}

function lastLines(file: string, lines: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/** Linux only: elsewhere memory is shown as 0 rather than guessed. */
function rssOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
