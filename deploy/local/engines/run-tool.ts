import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { startChild } from '../child.ts';
import { PlainError } from '../say.ts';
import { forget, scratchFolder } from '../scratch.ts';

/** The program on PATH, or nothing. */
export function onPath(program: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // not here
    }
  }
  return undefined;
}

/** Runs a tool to its end and returns what it printed; its output is shown only when it fails. */
export async function runTool(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const folder = scratchFolder('wangting-tool');
  try {
    const child = startChild(program, program, args, { ...options, logFile: path.join(folder, 'out.log') });
    const { code, signal } = await child.exited;
    const printed = child.tail(code === 0 ? Infinity : 40);
    if (code === 0) return printed;
    const command = `${program} ${args.join(' ')}`;
    throw new PlainError(`命令没有成功（${signal ?? code}）：${command}\n${printed}`, `The command above failed (${signal ?? code}).`);
  } finally {
    forget(folder);
  }
}
