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

/** Something wrong with a table: what, and at which key. `error`: of a value that does not fit. */
export interface PolicyFault {
  name: PolicyErrorName | 'POLICY_KEY_INVALID' | 'POLICY_VALUE_INVALID';
  key: string;
  error?: z.ZodError;
}

/** What is wrong with a table: rows that do not fit the schema, bad keys, holes and overlaps. Empty when all is well. */
export function faultsOf<V>({ by, value, rows }: PolicyTable<V>): PolicyFault[] {
  const faults: PolicyFault[] = [];
  const { is, next } = KEYS[by];
  const schema = policyRowSchema(value);
  for (const row of rows) {
    const { error } = schema.safeParse(row, { reportInput: true });
    if (error) faults.push({ name: 'POLICY_VALUE_INVALID', key: row.from, error });
    if (!is(row.from) || (row.to !== null && (!is(row.to) || row.to < row.from)))
      faults.push({ name: 'POLICY_KEY_INVALID', key: row.from });
  }
  if (faults.length > 0) return faults;
  const sorted = rows.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  for (const [i, row] of sorted.entries()) {
    const following = sorted[i + 1];
    if (!following) continue;
    const expected = row.to === null ? null : next(row.to);
    if (expected === null || following.from < expected) faults.push({ name: 'POLICY_OVERLAP', key: following.from });
    else if (following.from > expected) faults.push({ name: 'POLICY_GAP', key: expected });
  }
  return faults;
}
/** The same for whoever reads code. A person reads domain/policies.ts of contributions. */
export const problemsOf = <V>(table: PolicyTable<V>): string[] =>
  faultsOf(table).map(({ name, key, error }) => {
    const issues = error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
    return `${table.name} ${key}: ${issues ?? name}`;
  });

/** Shared by the tables. */
export const Ppm = z.int().min(0).max(10_000_000);
export const PolicyFen = z.int().min(0);
