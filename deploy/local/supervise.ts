import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from './child.ts';
import { say, seconds } from './say.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A process that ran this long had recovered: its next fault starts with the short wait again. */
const STEADY_MS = 60_000;

/** A process that is wanted: told to stop it stops, fallen over it is started again. */
export interface Supervised {
  readonly name: string;
  readonly child: Child;
  stop(signal?: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

/** `launch` resolves when the process is ready to work. */
export async function supervise(name: string, launch: () => Promise<Child>, restart: boolean): Promise<Supervised> {
  let child: Child;
  let wanted = true;
  let wait = FIRST_WAIT_MS;

  async function bringUp(): Promise<void> {
    child = await launch();
    const startedAt = performance.now();
    void child.exited.then((exit) => {
      if (!wanted || !restart) return;
      if (performance.now() - startedAt > STEADY_MS) wait = FIRST_WAIT_MS;
      const how = exit.signal ?? exit.code;
      say(
        `${name} 意外停止（${how}），${seconds(wait)} 后重新启动`,
        `${name} stopped unexpectedly (${how}); starting again in ${seconds(wait)}`,
      );
      void again();
    });
  }

  async function again(): Promise<void> {
    await pause(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    if (!wanted || child.running) return;
    try {
      await bringUp();
      say(`${name} 已恢复`, `${name} is back`);
    } catch (error) {
      say(`${name} 未能恢复：${(error as Error).message}`, `${name} did not come back; trying again in ${seconds(wait)}`);
      void again();
    }
  }

  await bringUp();
  return {
    name,
    get child() {
      return child;
    },
    async stop(signal) {
      wanted = false;
      if (signal) {
        child.kill(signal);
        await child.exited;
      } else await child.stop();
    },
    async start() {
      wanted = true;
      if (!child.running) await bringUp();
    },
  };
}
