import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareEngines, startEngines, type Engines } from '../local/engines.ts';
import { makeKeys } from '../local/keys.ts';
import { ROOT } from '../local/paths.ts';
import { PlainError, runMain, say } from '../local/say.ts';
import { forget, scratchFolder } from '../local/scratch.ts';
import { onStopAsked } from '../local/signals.ts';
import { testEnvironment } from '../local/test-env.ts';
import { hallForTests, type TestHall } from '../local/testing.ts';
import { baselineOf } from './baseline.ts';
import { measured, type Bench, type BenchContext, type Row } from './bench.ts';
import { report } from './table.ts';

/**
 * `npm run bench [-- name …] [--quick]`: measures on engines of its own (or those of TEST_*), prints a table and leaves it in `.artifacts/bench.md`.
 * Figures are for reading beside the machine's own; nothing is asserted.
 */
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const quick = process.argv.includes('--quick');
const SECONDS = quick ? 0.3 : 5;
const folder = path.join(import.meta.dirname, 'benches');

async function benches(): Promise<Bench[]> {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort();
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length)
    throw new PlainError(`没有这些测量：${unknown.join(' ')}；有：${names.join(' ')}`, 'See above for the names there are.');
  const chosen = names.filter((name) => !wanted.length || wanted.includes(name));
  return Promise.all(
    chosen.map(async (name) => ((await import(pathToFileURL(path.join(folder, `${name}.ts`)).href)) as { default: Bench }).default),
  );
}

const scratch = scratchFolder('wangting-bench');
let engines: Engines | undefined;
let hall: Promise<TestHall> | undefined;
async function cleanUp(): Promise<void> {
  await (await hall?.catch(() => undefined))?.stop();
  await engines?.stop();
  forget(scratch);
}
onStopAsked(cleanUp, 130);

await runMain(async () => {
  try {
    const all = await benches();
    if (!process.env.TEST_NATS_URL) {
      await prepareEngines();
      engines = await startEngines({ dir: path.join(scratch, 'engines') });
      Object.assign(process.env, testEnvironment(engines, await makeKeys(path.join(scratch, 'secrets'))));
    }
    process.env.RATE_PER_MINUTE = '1000000'; // the door's measure is for people
    const { TEST_NATS_URL: natsUrl = '', TEST_MONGO_URL: mongoUrl = '' } = process.env;
    const baseline = await baselineOf({ natsUrl, mongoUrl }, quick);
    const rows: Row[] = [];
    for (const bench of all) {
      say(`测量 ${bench.name}`, `Measuring ${bench.name}`);
      const context: BenchContext = {
        quick,
        baseline,
        hall: () =>
          (hall ??= hallForTests({ seedArgs: quick ? ['--units', '2', '--people', '10'] : ['--units', '12', '--people', '1000'] })),
        async measure(what, work, options = {}) {
          const row = await measured(bench.name, what, work, { seconds: SECONDS, ...options });
          rows.push(row);
          return row;
        },
        line: (row) => void rows.push({ bench: bench.name, ...row }),
      };
      await bench.run(context);
    }
    const text = report(baseline, rows, quick);
    console.log(`\n${text}\n`);
    if (quick) return;
    mkdirSync(path.join(ROOT, '.artifacts'), { recursive: true });
    writeFileSync(path.join(ROOT, '.artifacts/bench.md'), `${text}\n`);
  } finally {
    await cleanUp();
  }
});
