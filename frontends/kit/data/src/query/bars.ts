/** How far a row's bar reaches below and above the line. */
export function heightsOf(row: Readonly<Record<string, unknown>>, columns: readonly string[]): { low: number; high: number } {
  const amounts = columns.map((column) => Number(row[column] ?? 0));
  const add = (of: readonly number[]) => of.reduce((all, amount) => all + amount, 0);
  return { low: add(amounts.filter((amount) => amount < 0)), high: add(amounts.filter((amount) => amount > 0)) };
}

const MOST = 5;
/** Round amounts from below the lowest bar to above the highest, zero among them. Whole yuan: a scale in fen would be read wrongly. */
export function ticksOf(heights: readonly { low: number; high: number }[]): number[] {
  const low = Math.min(0, ...heights.map((bar) => bar.low));
  const high = Math.max(100, ...heights.map((bar) => bar.high));
  for (let power = 100; ; power *= 10)
    for (const step of [power, 2 * power, 5 * power]) {
      const from = Math.floor(low / step);
      const to = Math.ceil(high / step);
      if (to - from <= MOST) return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * step);
    }
}
