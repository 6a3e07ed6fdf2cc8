import { cpus, loadavg, totalmem } from 'node:os';
import type { Baseline } from './baseline.ts';
import type { Row } from './bench.ts';

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(3));
const table = (heads: readonly string[], lines: readonly (readonly string[])[]): string =>
  [heads, heads.map((_, n) => (n < 2 ? '---' : '--:')), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The report, for people: what the machine does by itself, then what the hall does on it. */
export function report(baseline: Baseline, rows: readonly Row[], quick: boolean): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`;
  const own = [
    ['loop of 100 M additions, one thread', `${figure(baseline.loopMs)} ms`],
    ['insertMany by thousands, majority', `${figure(baseline.insertsPerSecond)} documents/s`],
    ['NATS round trip', `${figure(baseline.roundTripUs)} µs`],
    ['4 KB and fsync', `${figure(baseline.fsyncMs)} ms`],
  ];
  const lines = rows.map(({ bench, what, times, perSecond, p50Ms, p95Ms, against }) => [
    bench,
    what,
    String(times),
    figure(perSecond),
    figure(p50Ms),
    figure(p95Ms),
    figure((p50Ms * 1_000) / baseline.roundTripUs),
    against ? `${figure(against.times)} × ${against.what}` : '',
  ]);
  return [
    `${machine}${quick ? '. **Quick: shows that the benches work, measures nothing.**' : ''}`,
    table(['the machine by itself', 'now'], own),
    table(['bench', 'what', 'times', 'a second', 'p50 ms', 'p95 ms', 'p50 in NATS round trips', 'p50 against'], lines),
  ].join('\n\n');
}
