import path from 'node:path';
import type { Child } from './child.ts';
import { testEngine } from './engine-tests.ts';
import { prepareEngines, startEngines, type Engines } from './engines.ts';
import { anyTests, QUICK, runJest, STORIES, type Tally } from './jest.ts';
import { makeKeys } from './keys.ts';
import { runMain, say } from './say.ts';
import { forget, scratchFolder } from './scratch.ts';
import { onStopAsked } from './signals.ts';
import { testEnvironment } from './test-env.ts';
import { buildFrontends, findChromium } from './tools.ts';

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
  const stories = await anyTests([...STORIES, ...wanted]);
  const chromium = stories ? findChromium() : '';
  await prepareEngines();

  const tallies = wanted.length === 0 ? [await testEngine(scratch)] : [];
  engines = await startEngines({ dir: path.join(scratch, 'engines') });
  const keysDir = await makeKeys(path.join(scratch, 'secrets'));
  const env = { ...process.env, ...testEnvironment(engines, keysDir), CHROMIUM: chromium, TMPDIR: scratch };

  const pass = async (kind: readonly string[], name: string) => {
    tallies.push(await runJest([...kind, ...wanted], env, path.join(scratch, `${name}.json`), (child) => (jest = child)));
  };
  say('单元与集成测试', 'Unit and integration tests');
  await pass(QUICK, 'quick');
  if (stories) {
    await buildFrontends();
    say('浏览器测试', 'Browser stories');
    await pass(STORIES, 'stories');
  }
  return tallies;
}

onStopAsked(cleanUp, 130);
await runMain(async () => {
  let tallies: Tally[];
  try {
    tallies = await runAll();
  } finally {
    await cleanUp();
  }
  const sum = (which: keyof Tally) => tallies.reduce((total, tally) => total + tally[which], 0);
  const [passed, failed] = [sum('passed'), sum('failed')];
  say('测试结束', 'Tests are over');
  if (passed + failed === 0) say('没有匹配的测试', 'No test matched');
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed > 0 || passed === 0 ? 1 : 0;
});
