import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { exportRoster, queryRoster, people } from '@wangting/contracts/persons/roster';
import { itemActions } from '@wangting/contracts/applications';
import { item } from '@wangting/contracts/persons/roster';
import { personNumberOf } from '@wangting/contracts/standards/numbers';
import { residentIdOf } from '@wangting/contracts/standards/resident-id';
import { nowIso } from '@wangting/kit/clock';
import { lookup } from '@wangting/kit/sealed';
import { testEnvironment, testHall, type TestHall } from '@wangting/kit/testing';
import { clerkOf, neighbours } from './hall.ts';
import { reads } from '@wangting/kit/testing-reads';

const namespace = testEnvironment();
const DATABASE = `${namespace}_persons`.replaceAll('-', '_');
let hall: TestHall;
/** So many people in a unit, both insurances each; every tenth has left, every hundredth is called 赵同名. */
const SIZES = { 'unit-1': 100, 'unit-2': 20_000 } as const;
const day = (n: number): string => `20${String(20 + (n % 5)).padStart(2, '0')}-${String((n % 12) + 1).padStart(2, '0')}-01`;
const idOf = (n: number): string => residentIdOf('619999', `${1970 + (n % 30)}-01-0${(n % 9) + 1}`, Math.floor(n / 30) % 1000);
const nameOf = (n: number): string => (n % 100 === 0 ? '赵同名' : '钱花名');

async function fill(unitId: keyof typeof SIZES, first: number): Promise<void> {
  const { PersonModel } = await import('../src/models/person.ts');
  const { EnrolmentModel } = await import('../src/models/enrolment.ts');
  const { sealAbout } = await import('../src/domain/about.ts');
  const { nameHashOf } = await import('../src/domain/name.ts');
  const hashes = new Map(['赵同名', '钱花名'].map((name) => [name, nameHashOf(name)]));
  const all = Array.from({ length: SIZES[unitId] }, (_, i) => first + i);
  for (let at = 0; at < all.length; at += 2_000) {
    const some = all.slice(at, at + 2_000).map((n) => {
      const [idNumber, name, from, to] = [idOf(n), nameOf(n), day(n), n % 10 === 0 ? '2026-01-31' : null];
      const ranges = (['210', '410'] as const).map((insurance) => ({ enrolmentId: `e${n}:${insurance}`, unitId, insurance, from, to }));
      const about = sealAbout({ idNumber, name, mobile: '19900001234' } as never);
      return {
        n,
        name,
        ranges,
        person: {
          _id: `p${n}`,
          personNo: personNumberOf(n),
          idType: '01',
          idHash: lookup('id', idNumber),
          about,
          sex: '1',
          birthDate: '1980-01-01',
          rev: 1,
          ranges,
          madeBy: 'test',
        },
      };
    });
    await PersonModel.collection.insertMany(some.map(({ person }) => person) as never);
    await EnrolmentModel.collection.insertMany(
      some.flatMap(({ n, name, ranges }) =>
        ranges.map(({ enrolmentId, insurance, from, to }) => ({
          _id: enrolmentId,
          personId: `p${n}`,
          unitId,
          insurance,
          identity: '101',
          from,
          to,
          state: to ? '2' : '1',
          declared: 700_000,
          base: 700_000,
          kind: 'started',
          nameHash: hashes.get(name),
          hostUnitId: null,
          applicationId: `a${n}`,
          rev: 1,
          at: nowIso(),
        })),
      ) as never,
    );
  }
}
const ask = (filter: Parameters<typeof people.filter.parse>[0], page = 1, size = 10, as = clerkOf(1)) =>
  hall.call(queryRoster, { filter: filter as never, page, size }, as);

beforeAll(async () => {
  const { default: persons } = await import('../src/persons.service.ts');
  hall = await testHall([persons, ...neighbours]);
  await fill('unit-1', 1);
  await fill('unit-2', 200);
}, 120_000);
afterAll(() => hall.stop());

describe('花名册', () => {
  test('lists the unit, a line per insurance, newest first, numbers masked, page by page without a gap', async () => {
    const { total } = await ask({});
    expect(total).toBe(200);
    const lines = (await Promise.all([1, 2, 3, 4].map((page) => ask({}, page, 50)))).flatMap(({ rows }) => rows);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(200);
    expect(lines.map(({ from }) => from)).toEqual(
      lines
        .map(({ from }) => from)
        .toSorted()
        .toReversed(),
    );
    expect(lines[0]).toMatchObject({ idMasked: expect.stringMatching(/^619\*{11}\d{3}[\dX]$/), base: 700_000, identity: '101' });
    expect(await ask({}, 99)).toMatchObject({ rows: [], total: 200 });
  });
  test.each<[string, Parameters<typeof ask>[0], number]>([
    ['险种', { insurance: '210' }, 100],
    ['参保状态', { state: '2' }, 20],
    ['险种 and 参保状态', { insurance: '410', state: '1' }, 90],
    ['姓名', { name: ' 赵同名 ' }, 2],
    ['姓名 of nobody here', { name: '孙无名' }, 0],
    ['个人编号', { personNo: personNumberOf(7) }, 2],
    ['证件号码', { idNumber: idOf(7).toLowerCase() }, 2],
    ['证件号码 and another’s 个人编号', { idNumber: idOf(7), personNo: personNumberOf(8) }, 0],
    ['somebody of another unit', { personNo: personNumberOf(300) }, 0],
    ['a number of nobody', { idNumber: '11010119900307000X' }, 0],
  ])('is filtered by %s', async (_what, filter, lines) => {
    expect((await ask(filter)).total).toBe(lines);
  });
  test('is filtered by 参保日期, both ends included', async () => {
    const { rows, total } = await ask({ from: '2021-01-01', to: '2021-12-01' }, 1, 100);
    expect(total).toBe(Array.from({ length: 100 }, (_, i) => day(i + 1)).filter((from) => from.startsWith('2021')).length * 2);
    for (const { from } of rows) expect(from.slice(0, 4)).toBe('2021');
    await expect(ask({ from: '2022-01-01', to: '2021-01-01' })).rejects.toMatchObject({ type: 'INPUT_INVALID' });
  });
  test('is nobody’s but the unit’s own, whatever the request says', async () => {
    await expect(ask({ unitId: 'unit-2' } as never)).rejects.toMatchObject({ type: 'INPUT_INVALID' });
    await expect(ask({}, 1, 10, clerkOf(1, { scopes: ['unit.work', 'item:unit-certificate'] }))).rejects.toMatchObject({
      type: 'NOT_ALLOWED',
    });
    await expect(ask({}, 1, 10, null as never)).rejects.toMatchObject({ type: 'NOT_LOGGED_IN' });
    const { shows } = await hall.call(itemActions(item).open, {}, clerkOf(1));
    expect(shows).toMatchObject({ unitNo: '6112000001', unemployment: 90, injury: 90 });
  });
});

describe('what a question reads', () => {
  const PLENTY = 5;
  test.each<[string, Parameters<typeof ask>[0], number]>([
    ['the first page', {}, 1],
    ['the last page', {}, 10],
    ['one insurance', { insurance: '210' }, 3],
    ['one state', { state: '1' }, 2],
    ['a stretch of days', { from: '2021-01-01', to: '2022-12-31' }, 2],
    ['a number', { personNo: personNumberOf(207) }, 1],
    ['a name', { name: '赵同名' }, 1],
  ])('%s: as much in a unit of 20,000 as in one of 100, and of no collection all', async (_what, filter, page) => {
    const cost = async (n: 1 | 2, at: number) => {
      let rows = 0;
      const read = await reads(DATABASE, ['persons', 'enrolments'], async () => {
        rows = (await ask(filter, at, 10, clerkOf(n))).rows.length;
      });
      return { rows, read };
    };
    const named = 'name' in (filter as object);
    const far = page === 10 ? (n: 1 | 2) => (n === 1 ? 20 : 3_900) : () => page;
    for (const n of [1, 2] as const) {
      const { rows, read } = await cost(n, far(n));
      if (!read) continue; // a real MongoDB tells it by its profiler, not here
      expect(read.scans).toEqual([]);
      // A line is its enrolment and its person; a deep page looks its keys up first; 姓名 may be many in a large unit, all of them read to be sorted.
      if (named && n === 2) expect(read.documents).toBeLessThanOrEqual(2 * 200 * 2 + PLENTY);
      else expect(read.documents).toBeLessThanOrEqual(3 * Math.max(rows, 1) + PLENTY);
    }
  });
});

test('everything that matches comes as a file, numbers masked, twenty thousand without holding them', async () => {
  const { url, rows, name } = await hall.call(exportRoster, { filter: { insurance: '210', state: '1' } }, clerkOf(2));
  expect(rows).toBe(18_000);
  expect(name).toMatch(/^单位人员花名册_花名册_\d{8}\.xlsx$/);
  const { readStream } = await import('@wangting/kit/objects');
  const stream = await readStream(decodeURIComponent(/exports\/[\w-]+/.exec(url)?.[0] ?? ''));
  const book = new ExcelJS.Workbook();
  await book.xlsx.read(stream);
  const sheet = book.worksheets[0];
  expect(sheet?.rowCount).toBe(18_001);
  expect((sheet?.getRow(1).values as string[]).slice(1)).toEqual(
    [...people.columns, ...(people.fileColumns ?? [])].map(({ label }) => label),
  );
  const first = (sheet?.getRow(2).values as string[]).slice(1);
  expect(first).toEqual(expect.arrayContaining(['失业保险', '参保缴费', '职工（劳动合同制）', '男', 7000]));
  expect(first[2]).toMatch(/^619\*{11}/);
}, 60_000);
