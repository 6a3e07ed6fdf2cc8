import { expect, jest, test } from '@jest/globals';
import * as board from '@wangting/contracts/identity/board';
import * as exchange from '@wangting/contracts/identity/exchange';
import * as journal from '@wangting/contracts/identity/journal';
import * as roles from '@wangting/contracts/identity/roles';
import { csvOf } from '../src/csv.ts';
import { ANSWERS, KINDS, STARS } from '../src/words.ts';
import { instantOf, wallOf } from '../src/wall.ts';

// The kit brings stylesheets, which Node does not read; of it only the makers of addresses are needed.
jest.unstable_mockModule('@wangting/kit-core', async () => ({
  ...(await import('@wangting/kit-core/api.ts')),
  useQuery: () => undefined,
}));
const { ops } = await import('../src/ops-api.ts');
const { latestOf } = await import('../src/latest.ts');

test('every address is the contract’s', () => {
  const all: Record<string, unknown> = { ...board, ...exchange, ...journal, ...roles };
  for (const [name, { rest }] of Object.entries(ops)) expect([name, rest]).toEqual([name, (all[name] as { rest?: string }).rest]);
});
test('words said twice are the same words, and every answer of the matrix has one', () => {
  expect(KINDS).toEqual(board.BOARD_KINDS);
  expect(STARS).toEqual(Object.values(journal.STARS));
  expect(Object.keys(ANSWERS)).toEqual([...roles.MATRIX_ANSWERS]);
});
test('a table survives commas, quotes and lines, and gives a spreadsheet no formula', () => {
  expect(csvOf([['a,b', 'say "x"', '两\n行', '=1+1', '-1', '@x', '']])).toBe('\uFEFF"a,b","say ""x""","两\n行",\'=1+1,\'-1,\'@x,\r\n');
});
test.each([
  ['2024-04-01T09:30', '2024-04-01T01:30:00.000Z'],
  ['2024-04-01T07:59', '2024-03-31T23:59:00.000Z'],
  ['2024-03-01T00:00', '2024-02-29T16:00:00.000Z'],
  ['2025-01-01T08:00', '2025-01-01T00:00:00.000Z'],
])('%s in China is %s, and back', (wall, instant) => {
  expect(instantOf(wall)).toBe(instant);
  expect(wallOf(instant)).toBe(wall);
  expect(new Date(instant).toISOString()).toBe(instant);
});
test('a time that is none is none', () => expect(instantOf('2024-04-01')).toBeUndefined());
test('an editor starts from the newest version, whatever order they come in', () => {
  const row = (id: string, version: number, state: 'inForce' | 'proposed' | 'past') =>
    ({
      kind: 'announcement',
      id,
      version,
      value: null,
      by: 'a',
      byName: '甲',
      at: '',
      confirmedBy: null,
      confirmedByName: null,
      confirmedAt: null,
      state,
    }) as const;
  const found = latestOf([row('x', 1, 'past'), row('y', 1, 'proposed'), row('x', 3, 'proposed'), row('x', 2, 'inForce')]);
  expect(found.map(({ id, newest, inForce }) => [id, newest.version, inForce?.version])).toEqual([
    ['x', 3, 2],
    ['y', 1, undefined],
  ]);
});
