import type { Options } from 'k6/options';
import { users, type Measures } from './in-node/user.ts';

/** A file of `scenarios/`. */
export interface Scenario {
  options: Options;
  default: () => Promise<void>;
}
export interface Verdict {
  /** As written in the scenario: `http_req_duration p(95)<500`. */
  rule: string;
  holds: boolean;
  /** Of times: says as much about the machine as about us. */
  ofTime: boolean;
}

/** Lets the users of a scenario do it again and again until its time is over; the last round is done to its end. A round that throws counts as a failed check. */
export async function play(scenario: Scenario, { vus, seconds }: { vus: number; seconds: number }): Promise<Measures> {
  const measures: Measures = { answers: [], checks: new Map(), iterations: 0 };
  const end = performance.now() + seconds * 1_000;
  const user = async (id: number): Promise<void> => {
    const cookies = new Map<string, string>();
    do {
      if (!scenario.options.noCookiesReset) cookies.clear();
      const iteration = (measures.iterations += 1) - 1;
      try {
        await users.run({ id, cookies, measures, iteration }, scenario.default);
      } catch (error) {
        const name = `goes on: ${(error as Error).message}`;
        measures.checks.set(name, { passed: 0, failed: (measures.checks.get(name)?.failed ?? 0) + 1 });
      }
    } while (performance.now() < end);
  };
  await Promise.all(Array.from({ length: vus }, (_, n) => user(n + 1)));
  return measures;
}

/** k6's thresholds, as far as the scenarios use them: rates of checks and of failures, shares of times. */
export function judge({ thresholds = {} }: Options, measures: Measures): Verdict[] {
  return Object.entries(thresholds).flatMap(([metric, rules]) =>
    rules.map((rule) => {
      const text = typeof rule === 'string' ? rule : rule.threshold;
      const [, what, share, compare, limit] = /^(rate|p\((\d+)\))(==|<=|>=|<|>)([\d.]+)$/.exec(text) ?? [];
      if (!what || !compare) throw new Error(`${metric}: a rule we cannot read: ${text}`);
      const value = valueOf(metric, measures, share === undefined ? undefined : Number(share) / 100);
      return {
        rule: `${metric} ${text}`,
        holds: COMPARE[compare]?.(value, Number(limit)) ?? false,
        ofTime: metric === 'http_req_duration',
      };
    }),
  );
}
const COMPARE: Record<string, (value: number, limit: number) => boolean> = {
  '==': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '>': (value, limit) => value > limit,
  '<=': (value, limit) => value <= limit,
  '>=': (value, limit) => value >= limit,
};
function valueOf(metric: string, { answers, checks }: Measures, share: number | undefined): number {
  const all = [...checks.values()];
  const passed = all.reduce((sum, one) => sum + one.passed, 0);
  switch (metric) {
    case 'checks':
      return passed / Math.max(1, passed + all.reduce((sum, one) => sum + one.failed, 0));
    case 'http_req_failed':
      return answers.filter(({ failed }) => failed).length / Math.max(1, answers.length);
    case 'http_req_duration':
      return at(
        answers.map(({ ms }) => ms),
        share ?? 0.95,
      );
    default:
      throw new Error(`nobody measures ${metric} here`);
  }
}
/** The value below which this share of them lies. */
export function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
