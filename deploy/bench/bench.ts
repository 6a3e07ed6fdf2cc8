import type { TestHall } from '../local/testing.ts';
import type { Baseline } from './baseline.ts';

/** One line of the table. */
export interface Row {
  bench: string;
  what: string;
  times: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  /** The same work on something that can be compared, when there is such a thing. */
  against?: { what: string; times: number };
}

/** What a bench is given. */
export interface BenchContext {
  /** In `npm test`: only shows that the bench still works. */
  quick: boolean;
  baseline: Baseline;
  /** A whole hall with a small synthetic city, started when it is first asked for and shared by all benches. */
  hall(): Promise<TestHall>;
  /**
   * Does something again and again for some seconds, `parallel` at a time, and writes a line. Work that throws ends the bench. `against` is an earlier
   * line: the table then says how many times longer one of these takes.
   */
  measure(what: string, work: (n: number) => Promise<unknown>, options?: { parallel?: number; against?: Row }): Promise<Row>;
  /** Writes a line of something that took its time once: a job of minutes is not repeated. */
  line(row: Omit<Row, 'bench'>): void;
}
/** `deploy/bench/benches/<name>.ts` exports one as its default; it is found by its place. */
export interface Bench {
  name: string;
  run(context: BenchContext): Promise<void>;
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Measures one kind of work. The first tenth of the time warms up and is not counted. */
export async function measured(
  bench: string,
  what: string,
  work: (n: number) => Promise<unknown>,
  { seconds, parallel = 1, against }: { seconds: number; parallel?: number; against?: Row },
): Promise<Row> {
  let n = 0;
  const began = performance.now();
  const counting = began + seconds * 100;
  const end = began + seconds * 1_100;
  const taken: number[] = [];
  const worker = async (): Promise<void> => {
    for (let start = performance.now(); start < end || !taken.length; start = performance.now()) {
      await work((n += 1));
      if (start >= counting) taken.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  const elapsed = (performance.now() - Math.max(counting, began)) / 1_000;
  const sorted = taken.sort((a, b) => a - b);
  const row = { bench, what, times: taken.length, perSecond: taken.length / elapsed, p50Ms: at(sorted, 0.5), p95Ms: at(sorted, 0.95) };
  return against ? { ...row, against: { what: against.what, times: row.p50Ms / against.p50Ms } } : row;
}
