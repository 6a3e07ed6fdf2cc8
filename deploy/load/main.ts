import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareEngines } from '../local/engines.ts';
import { PlainError, runMain, say } from '../local/say.ts';
import { onStopAsked } from '../local/signals.ts';
import { hallForTests, type TestHall } from '../local/testing.ts';
import { DEMO_PASSWORD } from '../seed/demo.ts';
import { standForK6 } from './in-node/hooks.ts';
import { at, judge, play, type Scenario } from './run.ts';

/**
 * `npm run load [-- scenario …] [--vus N] [--seconds N] [--quick]`: the scenarios of k6 by Node, against the hall at HALL or one of its own.
 * Ends with 1 when a threshold is crossed; with --quick those of time are told only.
 */
const { chosen, vus, seconds, quick } = asked(process.argv.slice(2));
const folder = path.join(import.meta.dirname, 'scenarios');
let own: TestHall | undefined;
const cleanUp = async () => own?.stop();

function asked(words: readonly string[]) {
  const numberAfter = (option: string) => (words.includes(option) ? Number(words[words.indexOf(option) + 1]) : undefined);
  const isQuick = words.includes('--quick');
  return {
    chosen: words.filter((word, n) => !word.startsWith('--') && !['--vus', '--seconds'].includes(words[n - 1] ?? '')),
    vus: numberAfter('--vus') ?? (isQuick ? 2 : undefined),
    seconds: numberAfter('--seconds') ?? (isQuick ? 1 : undefined),
    quick: isQuick,
  };
}
function scenarios(): string[] {
  const names = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length)
    throw new PlainError(`没有这些场景：${unknown.join(' ')}；有：${names.join(' ')}`, 'See above for the names there are.');
  return names.filter((name) => !chosen.length || chosen.includes(name));
}
async function hall(): Promise<string> {
  if (process.env.HALL) return process.env.HALL;
  await prepareEngines();
  process.env.RATE_PER_MINUTE = '1000000'; // the door's measure is for one person, not for a town behind one address
  own = await hallForTests({ seedArgs: quick ? ['--units', '6', '--people', '10'] : ['--units', '12', '--people', '1000'] });
  return own.url;
}
const figure = (value: number): string => value.toFixed(value < 100 ? 1 : 0);

onStopAsked(async () => void (await cleanUp()), 130);
await runMain(async () => {
  try {
    const names = scenarios();
    standForK6({ PASSWORD: DEMO_PASSWORD, ...process.env, HALL: await hall() });
    let crossed = 0;
    console.log(
      '| scenario | users | rounds | requests | a second | failed | p50 ms | p95 ms | p99 ms |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    );
    for (const name of names) {
      const scenario = (await import(pathToFileURL(path.join(folder, `${name}.ts`)).href)) as Scenario;
      const measure = {
        vus: vus ?? scenario.options.vus ?? 1,
        seconds: seconds ?? Number.parseFloat(scenario.options.duration ?? '1') * 60,
      };
      const began = performance.now();
      const measures = await play(scenario, measure);
      const times = measures.answers.map(({ ms }) => ms);
      const cells = [
        name,
        measure.vus,
        measures.iterations,
        times.length,
        figure((times.length * 1_000) / (performance.now() - began)),
        measures.answers.filter(({ failed }) => failed).length,
        ...[0.5, 0.95, 0.99].map((share) => figure(at(times, share))),
      ];
      console.log(`| ${cells.join(' | ')} |`);
      for (const [check, { passed, failed }] of measures.checks)
        if (failed)
          say(`${name}：“${check}”失败${failed}次，成功${passed}次`, `${name}: “${check}” failed ${failed} times, held ${passed} times`);
      for (const { rule, holds, ofTime } of judge(scenario.options, measures)) {
        if (holds) continue;
        say(`${name}：超出界限 ${rule}`, `${name}: beyond its threshold: ${rule}`);
        if (!ofTime || !quick) crossed += 1;
      }
    }
    return crossed ? 1 : 0;
  } finally {
    await cleanUp();
  }
});
