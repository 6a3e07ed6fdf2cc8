import { expect, test } from '@jest/globals';
import { matches } from '../src/catalogue.ts';

const item = { name: '人员参保登记', aliases: ['增员', '续保'], spelled: ['ren yuan can bao deng ji', 'zeng yuan', 'xu bao'] };

test.each(['', ' ', '参保', '增员', 'rycb', 'cbdj', 'RYCBDJ', 'renyuancan', 'ren yuan', "ren'yuan", 'canbao', 'rycanb', 'xubao', 'zy'])(
  '%j finds it',
  (typed) => {
    expect(matches(item, typed)).toBe(true);
  },
);

// A piece of a syllable, the initials in another order, another name.
test.each(['停保', 'enyuan', 'dengcan', 'cbyr', 'zengbao', 'rycbdjx'])('%j does not', (typed) => {
  expect(matches(item, typed)).toBe(false);
});
