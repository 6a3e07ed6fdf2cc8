import { existsSync } from 'node:fs';
import path from 'node:path';
import { startChild } from './child.ts';
import { onPath } from './engines/run-tool.ts';
import { CACHE_DIR, NODE, ROOT } from './paths.ts';
import { runMain, say, seconds } from './say.ts';
import { scratchFolder } from './scratch.ts';
import { npmTool, TURBO_BUILD, withOurNode } from './tools.ts';

/** `npm run verify`: everything that can be said about the code without running it. `-- --fix` repairs layout and simple lint first. */
interface Step {
  name: string;
  program: string;
  args: readonly string[];
}
interface Outcome {
  name: string;
  ms: number;
  ok: boolean;
}

/** As many at once as the smallest machine we promise to work on has cores. */
const AT_ONCE = 2;
const fix = process.argv.includes('--fix');
const cache = (name: string) => path.join(CACHE_DIR, name);
const tool = (name: string, script: string, ...args: string[]): Step => ({ name, program: NODE, args: [npmTool(script), ...args] });
const tsc = (name: string, project: string): Step =>
  tool(
    name,
    'typescript/bin/tsc',
    '--noEmit',
    '-p',
    project,
    '--incremental',
    '--tsBuildInfoFile',
    cache(`${name.replaceAll(' ', '-')}.tsbuildinfo`),
  );

/** The long ones first: then the short ones fill the gaps. */
function steps(): Step[] {
  return [
    tool(BUILD, ...TURBO_BUILD),
    tool(
      'lint',
      'eslint/bin/eslint.js',
      '.',
      '--cache',
      '--cache-strategy=content',
      `--cache-location=${cache('eslint')}`,
      ...(fix ? ['--fix'] : []),
    ),
    tsc('types of services', 'tsconfig.json'),
    ...(existsSync(path.join(ROOT, 'frontends/tsconfig.json')) ? [tsc('types of front ends', 'frontends/tsconfig.json')] : []),
    tool(
      'layout',
      'prettier/bin/prettier.cjs',
      fix ? '--write' : '--check',
      '--log-level=warn',
      `--cache-location=${cache('prettier')}`,
      '--cache',
      LAYOUT,
    ),
    tool(
      'boundaries',
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      'services',
      'gateway',
      'frontends',
      'deploy',
      '--config',
      '.dependency-cruiser.cjs',
    ),
    tool('dead code', 'knip/bin/knip.js', '--no-progress', '--no-config-hints'),
    ...composeStep(),
  ];
}
const LAYOUT = '**/*.{ts,tsx,js,mjs,cjs,json}';
const BUILD = 'build front ends';
/** What a person downloads, weighed when it has been built. */
const BUDGET: Step = { name: 'download budget', program: NODE, args: ['frontends/build/budget.mjs'] };

function composeStep(): Step[] {
  const program = onPath('docker-compose');
  if (program && existsSync(path.join(ROOT, 'docker-compose.yml'))) return [{ name: 'compose file', program, args: ['config', '-q'] }];
  say('没有 docker-compose，不检查 docker-compose.yml', 'docker-compose is not installed: docker-compose.yml is not checked');
  return [];
}

const scratch = scratchFolder('wangting-verify');

async function take({ name, program, args }: Step): Promise<Outcome> {
  const start = performance.now();
  const child = startChild(name, program, args, { cwd: ROOT, env: withOurNode(), logFile: path.join(scratch, `${name}.log`) });
  const { code } = await child.exited;
  const outcome = { name, ms: performance.now() - start, ok: code === 0 };
  say(`${outcome.ok ? '✓' : '✗'} ${name}`, seconds(outcome.ms));
  if (!outcome.ok) console.error(`\n── ${name} ──\n${child.tail(200)}\n`);
  return outcome;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
await runMain(async () => {
  const waiting = steps();
  const outcomes: Outcome[] = [];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) outcomes.push(await take(step));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (outcomes.some(({ name, ok }) => name === BUILD && ok)) outcomes.push(await take(BUDGET));

  console.log(
    `\n${outcomes.map(({ name, ms, ok }) => `  ${name.padEnd(22)}${seconds(ms).padStart(9)}  ${ok ? 'ok' : 'failed'}`).join('\n')}`,
  );
  return outcomes.every(({ ok }) => ok) ? 0 : 1;
});
