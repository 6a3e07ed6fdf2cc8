import type { Bench } from '../bench.ts';
import { enrolmentCopies, fill, ledgerForBench, unitCopy, type Ledger } from '../ledger.ts';
import { database, insertAlone } from '../raw.ts';

const PER_UNIT = 1_000;
const [FIRST, NEXT] = ['202405', '202406'];

function* units(people: number) {
  for (let unit = 0; unit * PER_UNIT < people; unit += 1) yield unitCopy(`u${unit}`);
}
function* enrolments(people: number) {
  for (let n = 0; n < people; n += 1) yield* enrolmentCopies(`u${Math.floor(n / PER_UNIT)}`, `p${n}`, '2024-05-01');
}
const words = (n: number) => n.toLocaleString('en');

/** One 费款所属期: every unit of the ledger, two insurances each. Rows, milliseconds, and how much the heap grew at most, in MB. */
async function bill({ openRun, workRun, store }: Ledger, period: string): Promise<{ rows: number; ms: number; grownMb: number }> {
  globalThis.gc?.();
  const standing = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - standing)), 50);
  const began = performance.now();
  await workRun(await openRun(period, 'bench'));
  const ms = performance.now() - began;
  clearInterval(watch);
  const rows = await store.connection.collection('due_rows').countDocuments({ period });
  return { rows, ms, grownMb: Math.round(most / 1024 ** 2) };
}

/** 应缴核定 of a month for so many people, beside `insertMany` alone of every document that the month left. */
async function month(ledger: Ledger, people: number, mongoUrl: string) {
  const { store, UnitCopyModel, EnrolmentCopyModel, namespace } = ledger;
  for (const model of Object.values(store.connection.models)) {
    await model.collection.drop().catch(() => undefined);
    await model.createIndexes();
  }
  await fill(UnitCopyModel as never, units(people));
  await fill(EnrolmentCopyModel as never, enrolments(people));
  const first = await bill(ledger, FIRST);
  const next = await bill(ledger, NEXT);
  if (next.rows !== people * 2) throw new Error(`billed ${next.rows} of ${people * 2}`);
  const [from, to] = await Promise.all([
    database(mongoUrl, `${namespace}_contributions`),
    database(mongoUrl, `${namespace}_contributions_raw`),
  ]);
  const written: Record<string, Record<string, unknown>> = {
    ledger: { period: NEXT },
    due_rows: { period: NEXT },
    sums: { period: NEXT },
    run_units: { runId: `${NEXT}:1` },
  };
  const raw = await insertAlone(from, to, 1_000, (name) => written[name]);
  await Promise.all([from.close(), to.close()]);
  return { first, next, raw };
}

/** The month's dues of 10,000 and of 100,000 people in units of a thousand, by the rules and models of contributions themselves. */
const bench: Bench = {
  name: 'dues',
  async run({ quick, line }) {
    const ledger = await ledgerForBench();
    const { TEST_MONGO_URL: mongoUrl = '' } = process.env;
    await ledger.store.open();
    try {
      const [small, large] = quick ? [20, 60] : [10_000, 100_000];
      const once = (what: string, ms: number, times: number, against?: { what: string; times: number }) =>
        line({ what, times, perSecond: (times * 1_000) / ms, p50Ms: ms, p95Ms: ms, ...(against ? { against } : {}) });
      const less = await month(ledger, small, mongoUrl);
      const more = await month(ledger, large, mongoUrl);
      for (const [people, { first, next, raw }] of [
        [small, less],
        [large, more],
      ] as const) {
        once(`first month of ${words(people)} people, rows`, first.ms, first.rows);
        once(`insertMany alone of the ${words(raw.documents)} documents of a month`, raw.ms, raw.documents);
        once(`a month of ${words(people)} people, rows; ${next.grownMb} MB more at most`, next.ms, next.rows, {
          what: 'insertMany',
          times: next.ms / raw.ms,
        });
      }
      const perRow = ({ next }: typeof less) => next.ms / next.rows;
      once(`a month of ${words(large)} people, by row`, more.next.ms, more.next.rows, {
        what: `${words(small)}, by row`,
        times: perRow(more) / perRow(less),
      });
    } finally {
      await ledger.store.connection.dropDatabase();
      await ledger.store.close();
    }
  },
};
export default bench;
