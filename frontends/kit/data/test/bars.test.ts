import { describe, expect, test } from '@jest/globals';
import { heightsOf, ticksOf } from '../src/query/bars.ts';

describe('the scale of a chart of months', () => {
  test('a bar reaches up by what is positive and down by what is negative', () => {
    expect(heightsOf({ paid: 140_00, owed: 28_00, refund: -50_00 }, ['paid', 'owed', 'refund'])).toEqual({ low: -50_00, high: 168_00 });
    expect(heightsOf({}, ['paid'])).toEqual({ low: 0, high: 0 });
  });
  test.each([
    ['a small unit', [{ low: 0, high: 168_00 }], [0, 50_00, 100_00, 150_00, 200_00]],
    ['a month with a refund', [{ low: -168_00, high: 168_00 }], [-200_00, -100_00, 0, 100_00, 200_00]],
    ['an amount on a line', [{ low: 0, high: 500_000_00 }], [0, 100_000_00, 200_000_00, 300_000_00, 400_000_00, 500_000_00]],
    ['refunds alone', [{ low: -3_00, high: 0 }], [-3_00, -2_00, -1_00, 0, 1_00]],
    ['less than a yuan', [{ low: 0, high: 1 }], [0, 1_00]],
    ['nothing at all', [], [0, 1_00]],
  ])('%s: round yuan, zero among them, no bar beyond the lines', (_what, heights, ticks) => {
    expect(ticksOf(heights)).toEqual(ticks);
  });
  test('however large a unit, the lines are few and its amounts stay exact', () => {
    const ticks = ticksOf([{ low: 0, high: Number.MAX_SAFE_INTEGER - 1 }]);
    expect(ticks.length).toBeLessThanOrEqual(6);
    expect(ticks.at(-1)).toBeGreaterThan(Number.MAX_SAFE_INTEGER - 1);
  });
});
