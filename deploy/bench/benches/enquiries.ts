import { queryDetail as backDetail, querySpecial, querySummary as backSummary } from '@wangting/contracts/contributions/back-payments';
import { exportMonths, queryMonths } from '@wangting/contracts/contributions/monthly-payments';
import { queryDues } from '@wangting/contracts/contributions/person-payments';
import { queryDetail as refundDetail, querySummary as refundSummary } from '@wangting/contracts/contributions/refunds';
import { queryPeople, querySums } from '@wangting/contracts/contributions/unit-payments';
import { itemsOf } from '@wangting/contracts/catalogue';
import { addMonths } from '@wangting/contracts/standards/period';
import { clerk, testHall, until } from '../../../services/kit/src/testing.ts';
import { demoId, demoMobile } from '../../seed/demo.ts';
import type { Bench, Row } from '../bench.ts';
import { entryOf, fill, ledgerForBench, unitCopy, type Entry, type Ledger } from '../ledger.ts';

const LAST = '202406';
const MONTHS = Array.from({ length: 12 }, (_, n) => addMonths(LAST, n - 11));
const SINCE = '2023-01-01';
const words = (n: number) => n.toLocaleString('en');

/** Twelve paid months of other units, a hundred people each. */
function* strangers(rows: number, first: number): Generator<Entry> {
  let made = 0;
  for (let unit = first; made < rows; unit += 1)
    for (const month of MONTHS)
      for (let n = 0; n < 100 && made < rows; n += 1)
        for (const insurance of ['210', '410']) {
          yield entryOf(`x${unit}`, `x${unit}-${n}`, insurance, month);
          made += 1;
        }
}
/** The ledger filled up to so many rows, each with its projection. Months of other units have no sums: nobody here asks for them. */
async function fillTo({ EntryModel, DueModel, dueOf }: Ledger, rows: number): Promise<void> {
  const standing = await EntryModel.estimatedDocumentCount();
  const first = Math.floor(standing / 100);
  await fill(EntryModel as never, strangers(rows - standing, first));
  await fill(
    DueModel as never,
    (function* () {
      for (const entry of strangers(rows - standing, first)) yield { ...dueOf(entry), state: '1' };
    })(),
  );
}

/** A unit with a year of dues of its own, a few joiners and leavers found late among them. */
async function ownYear(ledger: Ledger, people: number): Promise<void> {
  const { UnitCopyModel, EnrolmentCopyModel, openRun, workRun } = ledger;
  const { seedPeople } = await import('../../../services/persons/src/seed.ts');
  await UnitCopyModel.create(unitCopy('u1') as never);
  const person = (n: number, from: string) => ({
    name: `甲量${String.fromCodePoint(0x4e00 + (n % 5_000))}`,
    idType: '01',
    idNumber: demoId(`19${70 + (Math.floor(n / 400) % 30)}-0${1 + (Math.floor(n / 12_000) % 9)}-01`, 101 + 2 * (n % 400)),
    sex: '1',
    birthDate: '1990-01-01',
    mobile: demoMobile(n % 10_000),
    enrolments: (['210', '410'] as const).map((insurance) => ({ unitId: 'u1', insurance, from, to: null })),
  });
  const list = (from: number, to: number, since: string) => Array.from({ length: to - from }, (_, n) => person(from + n, since));
  const heard = (count: number) => until(async () => (await EnrolmentCopyModel.countDocuments({ unitId: 'u1' })) === count, 300_000);
  await seedPeople(list(0, people, SINCE));
  await heard(people * 2);
  for (const period of MONTHS) await workRun(await openRun(period, 'bench'));
  const late = Math.ceil(people / 20);
  await seedPeople(list(people, people + late, '2024-03-01'));
  await heard((people + late) * 2);
  const heardAt = new Date().toISOString();
  // Of those who have been billed: a joiner found late has nothing yet that could go back.
  const leavers = (await EnrolmentCopyModel.find({ unitId: 'u1', from: SINCE }).limit(late).lean()).map(({ _id }) => _id);
  await EnrolmentCopyModel.updateMany({ _id: { $in: leavers } }, { $set: { to: '2024-03-31', state: '2', heardAt } });
  await workRun(await openRun(LAST, 'late'));
}

/** Items 15–19 as a clerk asks, over the bus, with persons naming the people: first pages at 100,000 and at 2,000,000 rows of the ledger, and an export. */
const bench: Bench = {
  name: 'enquiries',
  async run({ quick, measure, line }) {
    const ledger = await ledgerForBench();
    const [{ default: contributions }, { default: persons }] = [
      await import('../../../services/contributions/src/contributions.service.ts'),
      await import('../../../services/persons/src/persons.service.ts'),
    ];
    const hall = await testHall([contributions, persons], ledger.namespace);
    try {
      await hall.clock(Date.parse('2024-06-20T04:00:00Z') - Date.now());
      const [people, small, large] = quick ? [20, 1_000, 4_000] : [4_000, 120_000, 2_000_000];
      await ownYear(ledger, people);
      const mine = clerk(
        'u1',
        itemsOf('contributions').map(({ id }) => id),
      );
      const page = { page: 1, size: 20 };
      const { rows: some } = await hall.call(queryMonths, { filter: {}, ...page }, mine);
      const { rows: refunds } = await hall.call(refundSummary, { filter: {}, ...page }, mine);
      const { personNo = '' } = some[0] ?? {};
      const group = { period: LAST, insurance: '210', kind: '10' } as const;
      const refund = { personId: refunds[0]?.personId ?? '', period: LAST, kind: '41' } as const;
      const asked: [string, () => Promise<{ rows: unknown[] }>][] = [
        ['15, first page', () => hall.call(queryMonths, { filter: {}, ...page }, mine)],
        ['15, one person', () => hall.call(queryMonths, { filter: { personNo }, ...page }, mine)],
        ['16, summary', () => hall.call(backSummary, { filter: {}, ...page }, mine)],
        ['16, detail', () => hall.call(backDetail, { filter: { period: LAST, kind: '21', insurance: '210' }, ...page }, mine)],
        ['17, months', () => hall.call(querySums, { filter: {}, ...page }, mine)],
        ['17, people of a month', () => hall.call(queryPeople, { filter: group, ...page }, mine)],
        ['18, one person', () => hall.call(queryDues, { filter: { personNo }, ...page }, mine)],
        ['19, people', () => hall.call(refundSummary, { filter: {}, ...page }, mine)],
        ['19, detail', () => hall.call(refundDetail, { filter: refund, ...page }, mine)],
      ];
      for (const [what, ask] of asked) if (!(await ask()).rows.length) throw new Error(`${what}: nothing found`);
      await hall.call(querySpecial, { filter: {}, ...page }, mine);

      const before = new Map<string, Row>();
      for (const rows of [small, large]) {
        await fillTo(ledger, rows);
        for (const [what, ask] of asked) {
          const less = before.get(what);
          const told = await measure(`item ${what}; ${words(rows)} rows`, ask, less ? { against: less } : {});
          if (!less) before.set(what, { ...told, what: `${words(rows)} rows` });
        }
      }
      globalThis.gc?.();
      const standing = process.memoryUsage().rss;
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - standing)), 50);
      const began = performance.now();
      const { rows } = await hall.call(exportMonths, { filter: {} }, mine);
      const ms = performance.now() - began;
      clearInterval(watch);
      line({
        what: `export of ${words(rows)} rows; ${Math.round(most / 1024 ** 2)} MB more at most`,
        times: rows,
        perSecond: (rows * 1_000) / ms,
        p50Ms: ms,
        p95Ms: ms,
      });
    } finally {
      await hall.stop();
    }
  },
};
export default bench;
