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

/** A port that was free a moment ago. Whoever uses it must be able to fail and try another. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
