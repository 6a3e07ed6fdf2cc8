import { expect, test } from '@jest/globals';
import { CATALOGUE, itemScope } from '@wangting/contracts/catalogue';
import { CATEGORIES } from '@wangting/contracts/item';
import { scopesOf, type Wearing } from '../src/scopes.ts';

const ITEMS = CATALOGUE.filter(({ path }) => path === '法人办事').length;
const INJURY = CATALOGUE.filter(({ permission }) => permission === 'unit-injury').length;
const person = (over: Partial<Wearing>): Wearing => ({ kind: 'person', hat: 'legal', unit: { state: '1' }, ...over });

/** decisions.md 5, row by row: how many items, and what is and is not among them. */
test.each<[string, Wearing, number, string[], string[]]>([
  [
    '法人',
    person({}),
    ITEMS,
    ['unit.work', 'unit.contacts', 'item:accident-report', 'item:unit-registration'],
    ['item:disability-benefit', 'staff.intake'],
  ],
  [
    '联系人 with everything',
    person({ hat: 'contact', grants: [...CATEGORIES] }),
    ITEMS,
    ['unit.work', 'item:accident-report', 'item:document-signing'],
    ['unit.contacts'],
  ],
  [
    '联系人 with 工伤认定鉴定 only',
    person({ hat: 'contact', grants: ['工伤认定鉴定'] }),
    INJURY,
    ['unit.work', 'item:accident-report', 'item:document-signing'],
    ['unit.contacts', 'item:person-enrolment'],
  ],
  [
    '联系人 with all but 工伤认定鉴定',
    person({ hat: 'contact', grants: ['公共业务', '工伤保险', '失业保险'] }),
    ITEMS - INJURY,
    ['item:person-enrolment', 'item:treatment-filing'],
    ['unit.contacts', 'item:accident-report', 'item:document-signing', 'item:disability-benefit'],
  ],
  ['联系人 with nothing', person({ hat: 'contact', grants: [] }), 0, ['unit.work'], ['unit.contacts', 'item:person-enrolment']],
  [
    '工伤职工',
    person({ hat: 'individual', unit: null, proved: { injured: true, dependant: false } }),
    3,
    ['person.work', 'item:disability-benefit', 'item:medical-lump-sum', 'item:payee-maintenance'],
    ['item:death-benefit', 'unit.work', 'item:person-enrolment'],
  ],
  [
    '供养亲属',
    person({ hat: 'individual', unit: null, proved: { injured: false, dependant: true } }),
    2,
    ['person.work', 'item:death-benefit', 'item:payee-maintenance'],
    ['item:disability-benefit', 'unit.work'],
  ],
  [
    '个人 of whom nothing is recorded',
    person({ hat: 'individual', unit: null, proved: null }),
    0,
    [],
    ['item:disability-benefit', 'unit.work', 'person.work'],
  ],
  ['注册账号', person({ hat: 'register', unit: { state: '0' } }), 1, ['unit.work', 'item:unit-registration'], ['unit.contacts']],
  [
    '法人 of a unit not registered yet',
    person({ unit: { state: '0' } }),
    1,
    ['unit.work', 'item:unit-registration'],
    ['unit.contacts', 'item:person-enrolment'],
  ],
  [
    '法人 of a suspended unit',
    person({ unit: { state: '2' } }),
    -1,
    ['item:unit-payments', 'item:unit-certificate', 'item:person-stop', 'item:person-stop-batch', 'item:document-signing'],
    ['item:person-enrolment', 'item:unit-bank', 'item:unit-registration'],
  ],
  ['法人 of a closed unit', person({ unit: { state: '3' } }), -1, ['item:rights-record', 'item:person-stop'], ['item:person-enrolment']],
  ['法人 of a unit never heard of', person({ unit: null }), 0, [], ['unit.work']],
  [
    '受理 and 初审',
    { kind: 'staff', hat: null, roles: ['intake', 'first'] },
    0,
    ['staff.intake', 'staff.first'],
    ['staff.second', 'unit.work'],
  ],
])('%s', (_who, wearing, items, has, lacks) => {
  const scopes = scopesOf(wearing);
  const own = scopes.filter((scope) => scope.startsWith('item:'));
  if (items >= 0) expect(own).toHaveLength(items);
  expect(own.every((scope) => CATALOGUE.some(({ id }) => itemScope(id) === scope))).toBe(true);
  expect(scopes).toEqual(expect.arrayContaining(has));
  for (const scope of lacks) expect(scopes).not.toContain(scope);
});
