import { expect, test } from '@jest/globals';
import { day, greeting, moment, money, month, plain } from '../src/format.ts';

test('money, months, days and moments read as the hall writes them, and nothing is never blank', () => {
  expect([money(421700), money(0), money(undefined), money('x')]).toEqual(['4,217.00', '0.00', '—', '—']);
  expect([month('202404'), month(''), month('x')]).toEqual(['2024年04月', '—', 'x']);
  expect([day('2024-04-01'), day(null), plain('')]).toEqual(['2024-04-01', '—', '—']);
  expect([moment('2024-04-01T01:30:00.000Z'), moment(null), moment('昨天')]).toEqual(['2024-04-01 09:30', '—', '昨天']);
  expect([greeting(8), greeting(15), greeting(20)]).toEqual(['上午好', '下午好', '晚上好']);
});
