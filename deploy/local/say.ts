/** How deploy/local speaks to the person at the terminal: Chinese first, English after, always with the time it took. */

/** A fault we can explain. Printed as its two sentences, without a stack trace. */
export class PlainError extends Error {
  readonly zh: string;
  readonly en: string;
  constructor(zh: string, en: string) {
    super(`${zh}\n${en}`);
    this.name = 'PlainError';
    this.zh = zh;
    this.en = en;
  }
}

const began = performance.now();
const HEARTBEAT_MS = 20_000;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

export function say(zh: string, en: string): void {
  const at = seconds(performance.now() - began).padStart(8);
  process.stdout.write(`[${at}] ${zh} · ${en}\n`);
}

/** Says what begins, that it still goes on, and how long it took. */
export async function timed<T>(zh: string, en: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const elapsed = () => seconds(performance.now() - start);
  say(`${zh}…`, `${en}…`);
  const heartbeat = setInterval(() => say(`${zh}，已用 ${elapsed()}`, `${en}, ${elapsed()} so far`), HEARTBEAT_MS);
  try {
    const result = await work();
    say(`${zh}：完成，用时 ${elapsed()}`, `${en}: done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Runs a command's whole work: an explained fault ends as two sentences, any other with its stack, both with exit code 1. */
export async function runMain(work: () => Promise<number | void>): Promise<never> {
  try {
    process.exit((await work()) ?? 0);
  } catch (error) {
    console.error(error instanceof PlainError ? `\n✗ ${error.zh}\n  ${error.en.replaceAll('\n', '\n  ')}` : error);
    process.exit(1);
  }
}
