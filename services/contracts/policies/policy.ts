import { z } from 'zod';
import { addDays, isDay } from '../standards/day.ts';
import { addMonths, isPeriod } from '../standards/period.ts';

/**
 * Policy parameters (政策参数) as rows with a validity and a source. These files hold the schema and the first values; the running truth is the
 * `policies` collection of the owning service, with rows of the same form. A row in force is chosen by the date the table names
 * (`keyDate`), never by today. Money is fen, rates are ppm, see standards/money.ts.
 */
export type PolicyState =
  /** Read in a law text or on an official page. */
  | 'checked'
  /** From a third party, or derived from figures of the manual. */
  | 'derived'
  /** 待核: our best value; the screen says so and the agency can change it. */
  | 'unverified';

export interface PolicyRow<V> {
  /** First and last key, both included; null: open. YYYY-MM-DD, YYYYMM or YYYY as the table's `by` says. */
  readonly from: string;
  readonly to: string | null;
  readonly value: V;
  readonly source: string;
  readonly state: PolicyState;
  readonly note?: string;
}

export interface PolicyTable<V> {
  readonly name: string;
  readonly title: string;
  /** Which date picks the row, in words. */
  readonly keyDate: string;
  readonly by: 'day' | 'period' | 'year';
  readonly value: z.ZodType<V>;
  readonly rows: readonly PolicyRow<V>[];
}

export type PolicyErrorName = 'POLICY_GAP' | 'POLICY_OVERLAP';

/** No row, or more than one, is in force: a calculation must stop, not guess. `name` is the refusal's name. */
export class PolicyError extends Error {
  override readonly name: PolicyErrorName;
  readonly key: string;
  constructor(name: PolicyErrorName, key: string) {
    super(`${name}: ${key}`);
    this.name = name;
    this.key = key;
  }
}

/** The one row in force; throws PolicyError `POLICY_GAP` or `POLICY_OVERLAP`. */
export function rowAt<R extends { readonly from: string; readonly to: string | null }>(rows: readonly R[], key: string): R {
  const [row, ...others] = rows.filter(({ from, to }) => from <= key && (to === null || key <= to));
  if (!row) throw new PolicyError('POLICY_GAP', key);
  if (others.length > 0) throw new PolicyError('POLICY_OVERLAP', key);
  return row;
}

export const valueAt = <V>(rows: readonly PolicyRow<V>[], key: string): V => rowAt(rows, key).value;

/** The same where what is older than the table takes its first row. */
export function valueFrom<V>(rows: readonly PolicyRow<V>[], key: string): V {
  const [first = key] = rows.map(({ from }) => from).sort();
  return valueAt(rows, key < first ? first : key);
}

/** Rows as the collection stores and the agency sends them. */
export const policyRowSchema = <V extends z.ZodType>(value: V) =>
  z.strictObject({
    from: z.string(),
    to: z.string().nullable(),
    value,
    source: z.string().min(1, '请填写依据'),
    state: z.enum(['checked', 'derived', 'unverified']),
    note: z.string().optional(),
  });

const KEYS = {
  day: { is: isDay, next: (key: string) => addDays(key, 1) },
  period: { is: isPeriod, next: (key: string) => addMonths(key, 1) },
  year: { is: (key: string) => /^\d{4}$/.test(key), next: (key: string) => String(Number(key) + 1) },
};

/** What is wrong with a table: rows that do not fit the schema, bad keys, holes and overlaps. Empty when all is well. */
export function problemsOf<V>({ name, by, value, rows }: PolicyTable<V>): string[] {
  const problems: string[] = [];
  const { is, next } = KEYS[by];
  const schema = policyRowSchema(value);
  for (const row of rows) {
    const parsed = schema.safeParse(row);
    if (!parsed.success)
      problems.push(`${name} ${row.from}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
    if (!is(row.from) || (row.to !== null && (!is(row.to) || row.to < row.from))) problems.push(`${name} ${row.from}: POLICY_KEY_INVALID`);
  }
  if (problems.length > 0) return problems;
  const sorted = rows.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  for (const [i, row] of sorted.entries()) {
    const following = sorted[i + 1];
    if (!following) continue;
    const expected = row.to === null ? null : next(row.to);
    if (expected === null || following.from < expected) problems.push(`${name} ${following.from}: POLICY_OVERLAP`);
    else if (following.from > expected) problems.push(`${name} ${expected}: POLICY_GAP`);
  }
  return problems;
}

/** Shared by the tables. */
export const Ppm = z.int().min(0).max(10_000_000);
export const PolicyFen = z.int().min(0);
