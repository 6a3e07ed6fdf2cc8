import path from 'node:path';
import type { Child } from './child.ts';
import { testEngine } from './engine-tests.ts';
import { prepareEngines, startEngines, type Engines } from './engines.ts';
import { anyTests, ONE_BY_ONE, QUICK, runJest, SIDE_BY_SIDE, STORIES, type JestTally, type Tally } from './jest.ts';
import { makeKeys } from './keys.ts';
import { runMain, say } from './say.ts';
import { forget, scratchFolder } from './scratch.ts';
import { onStopAsked } from './signals.ts';
import { testEnvironment } from './test-env.ts';
import { buildFrontends, findChromium, insistOnPdfTools } from './tools.ts';

/**
 * `npm test`: every test of the project on engines of its own, in a folder of its own, with nothing left behind.
 * `npm test -- persons` runs only what matches; any other option goes to jest.
 */
const wanted = process.argv.slice(2);
const scratch = scratchFolder('wangting-test');
let engines: Engines | undefined;
let jest: Child | undefined;

async function cleanUp(): Promise<void> {
  await jest?.stop();
  await engines?.stop();
  forget(scratch);
}

async function runAll(): Promise<Tally[]> {
  insistOnPdfTools();
  const stories = await anyTests([...STORIES, ...wanted]);
  const chromium = stories ? findChromium() : '';
  await prepareEngines();

  const tallies = wanted.length === 0 ? [await testEngine(scratch)] : [];
  engines = await startEngines({ dir: path.join(scratch, 'engines') });
  const keysDir = await makeKeys(path.join(scratch, 'secrets'));
  const env = { ...process.env, ...testEnvironment(engines, keysDir), CHROMIUM: chromium, TMPDIR: scratch };

  const run =
    (kind: readonly string[], name: string): Tell =>
    (files, pace) =>
      runJest([...kind, pace, ...files], env, path.join(scratch, `${name}.json`), (child) => (jest = child));
  say('单元与集成测试', 'Unit and integration tests');
  tallies.push(await toldTwice(run(QUICK, 'quick')));
  if (stories) {
    await buildFrontends();
    say('浏览器测试', 'Browser stories');
    tallies.push(await toldTwice(run(STORIES, 'stories')));
  }
  return tallies;
}

type Tell = (files: readonly string[], pace: string) => Promise<JestTally>;
/**
 * A file with a failed test is run once more from its beginning, with the machine to itself, and said to be unsteady when it then ends well: beside
 * another one a browser or a consumer of facts may miss a deadline, a fault of ours fails twice.
 */
async function toldTwice(tell: Tell): Promise<Tally> {
  const once = await tell(wanted, SIDE_BY_SIDE);
  if (once.failedFiles.size === 0) return once;
  const names = [...once.failedFiles.keys()].map((file) => path.basename(file)).join('、');
  say(`未通过的测试再运行一次：${names}`, `Running once more: ${names}`);
  const again = await tell([...once.failedFiles.keys()], ONE_BY_ONE);
  if (again.failed === 0) say(`不稳定（第二次才通过）：${names}`, `Unsteady, passed the second time: ${names}`);
  const countedTwice = [...once.failedFiles.values()].reduce((total, passed) => total + passed, 0);
  return { passed: once.passed - countedTwice + again.passed, failed: again.failed };
}

onStopAsked(cleanUp, 130);
await runMain(async () => {
  let tallies: Tally[];
  try {
    tallies = await runAll();
  } finally {
    await cleanUp();
  }
  const sum = (which: 'passed' | 'failed') => tallies.reduce((total, tally) => total + tally[which], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  say('测试结束', 'Tests are over');
  if (passed + failed === 0) say('没有匹配的测试', 'No test matched');
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed > 0 || passed === 0 ? 1 : 0;
});
