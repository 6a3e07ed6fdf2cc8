import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child.ts';
import { PlainError, seconds } from './say.ts';

const ASK_EVERY_MS = 50;

/** Asks until the answer is something, the process has ended, or the time is over. Nothing here sleeps and hopes. */
export async function untilReady<T>(child: Child, limitMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const start = performance.now();
  while (performance.now() - start < limitMs) {
    if (!child.running) {
      throw new PlainError(`${child.name} 启动后退出：\n${child.tail()}`, `${child.name} ended while starting.`);
    }
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
    await pause(ASK_EVERY_MS);
  }
  const last = child.tail();
  await child.stop();
  throw new PlainError(
    `${child.name} 在 ${seconds(limitMs)} 内没有就绪：\n${last}`,
    `${child.name} was not ready within ${seconds(limitMs)}.`,
  );
}

/** True when the address answers with success. */
export async function answersOk(url: string): Promise<true | undefined> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  return response.ok ? true : undefined;
}

/** Below the range from which systems give ports to outgoing connections (32768 on, 49152 on): a connection made meanwhile cannot take one of these. */
const [FIRST_PORT, PORTS] = [20_000, 12_000];
/** Each process goes through the range from a place of its own, so that two that start halls at once do not meet. */
let next = (process.pid * 97) % PORTS;

/** A port that nobody listens at, and that this process has not given out before. Seconds may pass until it is used. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PORTS; tries += 1) {
    const port = FIRST_PORT + next;
    next = (next + 1) % PORTS;
    if (await isFree(port)) return port;
  }
  throw new PlainError('本机没有空闲的端口。', 'No port is free on this machine.');
}
const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
