import { existsSync } from 'node:fs';
import path from 'node:path';
import { onPath, runTool } from './engines/run-tool.ts';
import { NODE, ROOT } from './paths.ts';
import { PlainError, timed } from './say.ts';

/** The script of an installed npm tool, to be run with our Node rather than with whatever its `#!` line finds. */
export const npmTool = (script: string): string => path.join(ROOT, 'node_modules', script);
export const JEST = npmTool('jest/bin/jest.js');

/** Turbo starts the build scripts of the workspaces, and they must find our Node before the machine's. */
export const withOurNode = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${path.dirname(NODE)}${path.delimiter}${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
});

/** Turbo remembers what it built from which sources, so that this costs a second when nothing changed. */
export const TURBO_BUILD = ['turbo/bin/turbo', 'run', 'build', '--filter=./frontends/*', '--output-logs=errors-only'] as const;

/** Builds the front ends whose sources changed. */
export async function buildFrontends(): Promise<void> {
  await timed('构建前端（首次约一分钟）', 'Building the front ends (about a minute, once)', async () => {
    const [turbo, ...args] = TURBO_BUILD;
    await runTool(NODE, [npmTool(turbo), ...args], { cwd: ROOT, env: withOurNode() });
  });
}

/** What the browser stories need from the machine; says how to get what is missing. */
export function findChromium(): string {
  const { CHROMIUM } = process.env;
  const found = CHROMIUM && existsSync(CHROMIUM) ? CHROMIUM : ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);
  if (found) return found;
  throw new PlainError(
    '浏览器测试需要 Chromium。Debian：apt-get install chromium fonts-noto-cjk；也可用环境变量 CHROMIUM 指定浏览器。',
    'The browser stories need Chromium. Debian: apt-get install chromium fonts-noto-cjk; or set CHROMIUM to a browser.',
  );
}
/** Tests read the papers that they print. */
export function insistOnPdfTools(): void {
  if (onPath('pdftotext')) return;
  throw new PlainError(
    '测试需要 pdftotext。Debian：apt-get install poppler-utils。',
    'The tests need pdftotext. Debian: apt-get install poppler-utils.',
  );
}
