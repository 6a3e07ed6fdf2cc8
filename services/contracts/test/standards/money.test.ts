import { describe, expect, test } from '@jest/globals';
import { capitalAmount } from '../../standards/capital-amount.ts';
import { fenToPlainYuan, fenToYuan, ppmLabel, rateOf, rateToPpm, shareOf, yuanToFen } from '../../standards/money.ts';
import { seededRandom } from './random.ts';

describe('元和分', () => {
  test.each([
    ['4217', 421700],
    ['4,217.00', 421700],
    ['¥43.1', 4310],
    ['0.01', 1],
    ['-42.17', -4217],
    [' 1234567.89元 ', 123456789],
  ])('%s → %s', (text, fen) => expect(yuanToFen(text)).toBe(fen));

  test.each(['', 'abc', '1.234', '1,23', '.5', '1e3', '99999999999999999'])('%s is not money', (text) =>
    expect(yuanToFen(text)).toBeNull(),
  );

  test('shown', () => {
    expect([0, 1, 10, 421700, 123456789, -421705].map(fenToYuan)).toEqual([
      '0.00',
      '0.01',
      '0.10',
      '4,217.00',
      '1,234,567.89',
      '-4,217.05',
    ]);
    expect(fenToPlainYuan(123456789)).toBe('1234567.89');
    expect(() => fenToYuan(0.5)).toThrow('FEN_INVALID');
  });

  test('there and back', () => {
    const random = seededRandom(3);
    for (let n = 0; n < 500; n++) {
      const fen = random(4_000_000_000) - 2_000_000_000;
      expect(yuanToFen(fenToYuan(fen))).toBe(fen);
      expect(yuanToFen(fenToPlainYuan(fen))).toBe(fen);
    }
  });
});

describe('比例', () => {
  test.each([
    [421700, 7000, 2952],
    [421700, 3000, 1265],
    [421700, 2000, 843],
    [430000, 7000, 3010],
    [650000, 3000, 1950],
    [50, 10_000, 1],
    [49, 10_000, 0],
    [-50, 10_000, -1],
    [0, 7000, 0],
    [9_007_199_254_740_991, 1_000_000, 9_007_199_254_740_991],
  ])('%s fen at %s ppm is %s', (fen, ppm, expected) => expect(rateOf(fen, ppm)).toBe(expected));

  test('half up, exactly, and mirrored below zero', () => {
    const random = seededRandom(5);
    for (let n = 0; n < 500; n++) {
      const [fen, ppm] = [random(1_000_000_000), random(1_000_001)];
      expect(BigInt(rateOf(fen, ppm))).toBe((BigInt(fen) * BigInt(ppm) + 500_000n) / 1_000_000n);
      expect(rateOf(-fen, ppm) + rateOf(fen, ppm)).toBe(0);
    }
    expect(() => shareOf(1, 1, 0)).toThrow('DENOMINATOR_INVALID');
    expect(() => rateOf(1.5, 1)).toThrow('FEN_INVALID');
  });

  test.each([
    ['0.7%', 7000],
    ['0.72%', 7200],
    ['1.5‰', 1500],
    ['0.05%', 500],
    ['60%', 600_000],
    ['100%', 1_000_000],
  ])('%s = %s ppm', (text, ppm) => expect(rateToPpm(text)).toBe(ppm));
  test.each(['101%', '0.7', 'x%', ''])('%s is not a rate', (text) => expect(rateToPpm(text)).toBeNull());
  test('labels', () => expect([7000, 7200, 500, 600_000, 0].map(ppmLabel)).toEqual(['0.7%', '0.72%', '0.05%', '60%', '0%']));
});

describe('大写金额', () => {
  test.each([
    [0, '零元整'],
    [5, '伍分'],
    [10, '壹角整'],
    [421700, '肆仟贰佰壹拾柒元整'],
    [4217, '肆拾贰元壹角柒分'],
    [1605, '壹拾陆元零伍分'],
    [101010, '壹仟零壹拾元壹角整'],
    [10000500, '壹拾万零伍元整'],
    [10700053, '壹拾万柒仟元伍角叁分'],
    [10000500000, '壹亿零伍仟元整'],
    [10001000000, '壹亿零壹万元整'],
    [9876543210987, '玖佰捌拾柒亿陆仟伍佰肆拾叁万贰仟壹佰零玖元捌角柒分'],
    [-100, '负壹元整'],
  ])('%s', (fen, text) => expect(capitalAmount(fen)).toBe(text));
  test('too large', () => expect(() => capitalAmount(10 ** 14)).toThrow('FEN_INVALID'));
});
