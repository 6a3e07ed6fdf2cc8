import { expect, test } from '@jest/globals';
import { CATALOGUE, itemScope } from '@wangting/contracts/catalogue';
import type { Caller } from '@wangting/contracts/caller';
import { catalogueFor } from '../src/catalogue.ts';

const caller = (hat: Caller['hat'], items: readonly string[], kind: 'person' | 'staff' = 'person'): Caller => ({
  kind,
  id: 'somebody',
  scopes: items.map(itemScope),
  ...(hat ? { hat } : {}),
});
const reasonOf = (id: string, who: Caller | undefined): string | undefined => {
  const item = catalogueFor(who, true).find((one) => one.id === id);
  expect(item?.state).toBe('done');
  expect(item?.allowed).toBe(item?.reason === undefined);
  return item?.reason;
};
const ALL = CATALOGUE.map(({ id }) => id);

test('an item that is not his says why', () => {
  expect(reasonOf('person-enrolment', undefined)).toBe('请先登录');
  expect(reasonOf('person-enrolment', caller('legal', ALL))).toBeUndefined();
  expect(reasonOf('person-enrolment', caller(undefined, [], 'staff'))).toBe('请使用单位或个人身份登录办理');
  expect(reasonOf('person-enrolment', caller('individual', []))).toBe('请使用法人或联系人身份办理');
  expect(reasonOf('person-enrolment', caller('register', ['unit-registration']))).toContain('请先办理企业参保登记');
  expect(reasonOf('person-enrolment', caller('legal', ['unit-registration']))).toBe('单位尚未取得单位编号，请先办理企业参保登记');
  expect(reasonOf('person-enrolment', caller('contact', ['unit-certificate']))).toContain('单位未授权您办理公共业务');
  expect(reasonOf('person-enrolment', caller('legal', ['unit-certificate']))).toBe('单位当前状态不能办理，请联系经办机构');
});
test('names are spelled as one says them, signs left out', () => {
  const spelled = (id: string) => catalogueFor(undefined, true).find((one) => one.id === id)?.spelled;
  expect(spelled('person-enrolment')).toEqual(['ren yuan can bao deng ji', 'zeng yuan', 'xin can bao', 'xu bao']);
  expect(spelled('person-enrolment-batch')?.[0]).toBe('ren yuan can bao deng ji pi liang');
});
