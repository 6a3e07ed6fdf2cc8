import { describe, expect, test } from '@jest/globals';
import type { TreatyExemptionInput } from '@wangting/contracts/contributions/treaty-exemption';
import { testEnvironment } from '@wangting/kit/testing';
import type { Exemption } from '../src/models/decision.ts';

testEnvironment();
const { judgeExemption } = await import('../src/domain/exemption.ts');

/** How long an exemption may be (policy §11.1): months by the agreement, over all records of that country. */
const record = (country: string, from: string, to: string, over: Partial<Exemption> = {}) =>
  ({ country, from, to, personKind: '1', valid: true, insurances: ['210'], ...over }) as Exemption;
const judge = (country: string, from: string, to: string, earlier: Exemption[] = [], personKind = '1') => {
  const values = { personNo: 'x', country, personKind, from, to, insurances: ['210'] } as TreatyExemptionInput;
  judgeExemption(values, { nationality: country, insured: true }, earlier);
};

const tooLong = (message: string) =>
  expect.objectContaining({ data: expect.objectContaining({ message: expect.stringContaining(message) }) });

describe('how long', () => {
  test.each([
    ['DEU', '2016-01-01', '2020-12-31', '2021-01-01', '2023-12-31', '2024-01-01', '累计免缴不能超过96个月，该人员以往已免缴60个月'],
    ['KOR', '2016-01-01', '2020-12-31', '2021-01-01', '2025-12-31', '2026-01-01', '累计免缴不能超过120个月，该人员以往已免缴60个月'],
    ['SRB', '2021-02-01', '2026-01-31', '2026-02-01', '2028-01-31', '2028-02-01', '累计免缴不能超过84个月，该人员以往已免缴60个月'],
  ])('%s: after the first posting what is left of the total, not the whole again', (country, from, to, next, last, beyond, message) => {
    const earlier = [record(country, from, to)];
    expect(() => judge(country, next, last, earlier)).not.toThrow();
    expect(() => judge(country, next, beyond, earlier)).toThrow(tooLong(message));
  });
  test('records of parts of months add up to the day; those made void, and other countries’, do not count', () => {
    const earlier = [
      record('DEU', '2016-01-01', '2016-12-20'),
      record('DEU', '2017-06-01', '2021-05-31'),
      record('DEU', '2010-01-01', '2015-12-31', { valid: false }),
      record('FIN', '2017-02-01', '2017-03-31'),
    ];
    // 11 months and 20 days, and 48 months: of 96 there are 37 less 20 days left.
    expect(() => judge('DEU', '2022-01-01', '2025-01-11', earlier)).not.toThrow();
    expect(() => judge('DEU', '2022-01-01', '2025-01-12', earlier)).toThrow(tooLong('以往已免缴59个月零20天'));
  });
  test('nothing is left when the total is used up', () => {
    const earlier = [record('DEU', '2012-01-01', '2016-12-31'), record('DEU', '2017-01-01', '2019-12-31')];
    expect(() => judge('DEU', '2024-01-01', '2024-01-01', earlier)).toThrow(tooLong('以往已免缴96个月'));
  });
  test('the first posting by its own limit; where no total is written each record, by consent of both sides', () => {
    expect(() => judge('DEU', '2024-01-01', '2028-12-31')).not.toThrow();
    expect(() => judge('DEU', '2024-01-01', '2029-01-01')).toThrow(tooLong('免缴期限不能超过60个月'));
    const earlier = [record('ESP', '2018-03-20', '2024-03-19')];
    expect(() => judge('ESP', '2024-03-20', '2030-03-19', earlier)).not.toThrow();
    expect(() => judge('ESP', '2024-03-20', '2030-03-20', earlier)).toThrow(tooLong('免缴期限不能超过72个月'));
  });
  test('外交雇员 of Germany: no limit, and their time is not counted for a posting', () => {
    expect(() => judge('DEU', '2004-01-01', '2023-12-31', [], '6')).not.toThrow();
    const earlier = [record('DEU', '2004-01-01', '2018-12-31', { personKind: '6' })];
    expect(() => judge('DEU', '2019-01-01', '2023-12-31', earlier)).not.toThrow();
    expect(() => judge('KOR', '2014-01-01', '2023-12-31', [], '6')).toThrow(tooLong('免缴期限不能超过60个月'));
  });
});
