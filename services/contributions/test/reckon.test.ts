import { describe, expect, test } from '@jest/globals';
import { costOf, FIRST_TABLES, rateFor } from '../src/domain/cost.ts';
import { monthsOf, reckonMonth } from '../src/domain/reckon.ts';

const unemployment = (declared: number, month = '202403', own = { from: '199901', to: null, unitPpm: 7_000, personPpm: 3_000 }) =>
  costOf(declared, month, own, FIRST_TABLES);

describe('figures of the manual', () => {
  test.each([
    [4300_00, '202312', 30_10, 12_90],
    [6500_00, '202312', 45_50, 19_50],
    [4217_00, '202312', 29_52, 12_65],
  ])('失业保险 of base %i fen in %s is %i + %i', (base, month, unit, person) => {
    const rate = rateFor('210', month, '1', [], FIRST_TABLES);
    expect(costOf(base, month, rate, FIRST_TABLES)).toEqual({ base, unit, person });
  });
  test('a unit with a split of its own pays 50 + 50 of 10000', () => {
    const own = [{ insurance: '210' as const, from: '202401', to: null, unitPpm: 5_000, personPpm: 5_000 }];
    const rate = rateFor('210', '202410', '1', own, FIRST_TABLES);
    expect(costOf(10_000_00, '202410', rate, FIRST_TABLES)).toEqual({ base: 10_000_00, unit: 50_00, person: 50_00 });
  });
  test('a refund of base 4217 gives back 8.43 injury and 42.17 unemployment', () => {
    const back = (['410', '210'] as const).map((insurance) => {
      const billed = costOf(4217_00, '202312', rateFor(insurance, '202312', '1', [], FIRST_TABLES), FIRST_TABLES);
      return reckonMonth('202312', '202404', null, billed);
    });
    expect(back.map((row) => row && -(row.unit + row.person))).toEqual([8_43, 42_17]);
    expect(back[0]?.kind).toBe('41');
  });
});

describe('what a month lacks', () => {
  const month = unemployment(7000_00);
  test.each([
    ['never billed, in its own month', '202403', null, '10', month.unit],
    ['never billed, later', '202405', null, '21', month.unit],
    ['billed whole and no longer due', '202405', 'none', '41', -month.unit],
    ['billed on a lower base', '202405', unemployment(6000_00), '22', month.unit - unemployment(6000_00).unit],
    ['billed on a higher base', '202405', unemployment(8000_00), '42', month.unit - unemployment(8000_00).unit],
    ['billed at a lower rate', '202405', { ...month, unit: month.unit - 100 }, '23', 100],
    ['billed at a higher rate', '202405', { ...month, unit: month.unit + 100 }, '43', -100],
  ])('%s', (_what, period, billed, kind, unit) => {
    const [should, before] = billed === 'none' ? [null, month] : [month, billed as typeof month | null];
    expect(reckonMonth('202403', period, should, before)).toMatchObject({ kind, unit, month: '202403' });
  });
  test('billed as it should be, or neither due nor billed: nothing', () => {
    expect(reckonMonth('202403', '202405', month, month)).toBeUndefined();
    expect(reckonMonth('202403', '202405', null, null)).toBeUndefined();
    expect(reckonMonth('202403', '202405', null, { base: 0, unit: 0, person: 0 })).toBeUndefined();
  });
  test('billed and refunded may be billed again', () => {
    expect(reckonMonth('202403', '202405', month, { base: 0, unit: 0, person: 0 })).toMatchObject({ kind: '21', ...month });
  });
});

test('the month of 停保日期 is still billed, and nothing beyond the period', () => {
  expect([...monthsOf('2024-01-15', '2024-03-02', '202412')]).toEqual(['202401', '202402', '202403']);
  expect([...monthsOf('2024-11-30', null, '202501')]).toEqual(['202411', '202412', '202501']);
  expect([...monthsOf('2024-11-30', null, '202410')]).toEqual([]);
});

test('where the month that contains 停保日期 is not billed, the stretch ends the month before; one month is billed in any case', () => {
  const from = { to: null, source: 's', state: 'checked' as const };
  const rows = [
    { ...from, from: '1999-01-22', to: '2024-03-31', value: { charged: true } },
    { ...from, from: '2024-04-01', value: { charged: false } },
  ];
  expect([...monthsOf('2024-01-15', '2024-03-31', '202412', rows)]).toEqual(['202401', '202402', '202403']);
  expect([...monthsOf('2024-01-15', '2024-04-30', '202412', rows)]).toEqual(['202401', '202402', '202403']);
  expect([...monthsOf('2024-04-02', '2024-04-30', '202412', rows)]).toEqual(['202404']);
  expect([...monthsOf('1998-01-01', '1998-02-01', '202412', rows)]).toEqual(['199801', '199802']);
});
