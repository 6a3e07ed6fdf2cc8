import { describe, expect, test } from '@jest/globals';
import type { FieldLayout } from '@wangting/contracts/item';
import { TYPED, askedFor, forgetTyped, isHarmless, keepTyped, split, toAddress } from '../src/query/address.ts';

const FIELDS: readonly FieldLayout[] = [
  { name: 'name', label: '姓名', as: 'text', personal: true },
  { name: 'idNumber', label: '证件号码', as: 'text', personal: true },
  { name: 'personNo', label: '个人编号', as: 'text' },
  { name: 'born', label: '出生日期', as: 'day', personal: true },
  { name: 'insurance', label: '险种类型', as: 'select', dictionary: 'insurance-kind' },
  { name: 'from', label: '参保日期起', as: 'day' },
];
let count = 0;
const handle = () => `h${(count += 1)}`;
/** What a query page does with what was asked: the address it leads to. */
const addressOf = (filter: Record<string, string>, page = 1): URLSearchParams => {
  const { harmless, typed } = split(filter, FIELDS);
  const kept = Object.keys(typed).length ? { [TYPED]: keepTyped(typed, handle) } : {};
  return toAddress({ ...harmless, ...kept }, page);
};

describe('what a query page puts into the address', () => {
  test.each<[string, boolean]>([
    ['name', false],
    ['idNumber', false],
    ['personNo', false],
    ['born', false],
    ['insurance', true],
    ['from', true],
  ])('%s: harmless %s', (name, harmless) => expect(isHarmless(FIELDS.find((field) => field.name === name) as FieldLayout)).toBe(harmless));
  test('nothing that was typed; it comes back by the address all the same, on every page and after going back', () => {
    const filter = {
      tab: 'people',
      name: '欧阳𠮷',
      idNumber: '61999919900303001X',
      personNo: '6100001',
      born: '1990-03-03',
      insurance: '210',
    };
    const first = addressOf(filter);
    expect(first.toString()).toMatch(/^tab=people&insurance=210&q=h\d+$/);
    expect(askedFor(first, FIELDS, ['tab'])).toEqual(filter);
    const second = addressOf({ ...filter, name: '王示例' }, 3);
    expect(second.get(TYPED)).not.toBe(first.get(TYPED));
    expect(askedFor(first, FIELDS, ['tab']).name).toBe('欧阳𠮷');
    expect(askedFor(second, FIELDS, ['tab']).name).toBe('王示例');
    // The same typed again is the same address: no new step in the history.
    expect(addressOf(filter).toString()).toBe(first.toString());
    expect(addressOf({ insurance: '210', name: '' }).toString()).toBe('insurance=210');
  });
  test('a name that somebody wrote into the address counts for nothing', () => {
    const foreign = new URLSearchParams({ name: '张三', idNumber: '1', born: '1990-01-01', insurance: '410', q: 'unknown' });
    expect(askedFor(foreign, FIELDS, [])).toEqual({ insurance: '410' });
  });
  test('after a log-out or under another hat nothing of it is left, and old ones make room', () => {
    const mine = addressOf({ name: '王示例' });
    forgetTyped();
    expect(askedFor(mine, FIELDS, [])).toEqual({});
    const oldest = addressOf({ name: '第一' });
    for (let n = 0; n < 200; n += 1) addressOf({ name: `第${n}位` });
    expect(askedFor(oldest, FIELDS, [])).toEqual({});
  });
});
