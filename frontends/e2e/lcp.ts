/**
 * `node frontends/e2e/lcp.ts`: the largest contentful paint of the catalogue on a slow machine (CPU at a quarter of this one's speed), with
 * an empty cache and with a full one. A figure for people, printed beside this machine's own baseline; nothing is asserted.
 */
import { cpus } from 'node:os';
import { DEMO_UNIT } from '@wangting/seed/demo';
import { hallForTests } from '@wangting/local/testing';
import { buildFrontends } from '@wangting/local/tools';
import { closeBrowser, scanAs, sitDown, type Seat } from './support/browser.ts';

const SLOWER = 4;
const RUNS = 5;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.trunc(values.length / 2)] ?? NaN;

/** What this machine needs for a fixed piece of JavaScript: the primes below twenty millions. */
function sieve(): number {
  const start = performance.now();
  const struck = new Uint8Array(20_000_000);
  for (let n = 2; n * n < struck.length; n += 1) if (!struck[n]) for (let m = n * n; m < struck.length; m += n) struck[m] = 1;
  return performance.now() - start;
}

/** One visit to the catalogue, until the last of its cards stands and nothing larger can be painted. */
async function visit({ page }: Seat): Promise<number> {
  await page.goto('/business');
  await page.getByRole('link', { name: '人员参保登记', exact: true }).waitFor();
  await page.waitForTimeout(1_000);
  return page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? NaN)).observe({
          type: 'largest-contentful-paint' as never, // the browser knows it, Node's types do not
          buffered: true,
        }),
      ),
  );
}

await buildFrontends();
const hall = await hallForTests({ seedArgs: ['--units', '3', '--people', '4'] });
try {
  const seat = await sitDown(hall.url);
  await scanAs(seat, DEMO_UNIT.legal.name);
  const devtools = await seat.context.newCDPSession(seat.page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const [cold, warm]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    await devtools.send('Network.clearBrowserCache');
    cold.push(await visit(seat));
    warm.push(await visit(seat));
  }
  const show = (name: string, values: readonly number[]) =>
    console.log(`${name.padEnd(34)} ${values.map((ms) => ms.toFixed(0).padStart(6)).join('')}   median ${median(values).toFixed(0)} ms`);
  show(`catalogue, ${SLOWER}× slower, empty cache`, cold);
  show(`catalogue, ${SLOWER}× slower, full cache`, warm);
  show('baseline: primes below 20,000,000', Array.from({ length: RUNS }, sieve));
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`);
} finally {
  await closeBrowser();
  await hall.stop();
}
