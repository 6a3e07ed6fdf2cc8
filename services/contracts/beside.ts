import type { ItemHead } from './item.ts';

/**
 * What the hall offers beside the 43 items: it has a contract, rules, a page and cases like an item, but no place in the catalogue. Whoever may do
 * the item `within` may do it; no right of its own is given out.
 */
export interface BesideHead extends ItemHead {
  within: string;
}

export const BESIDE: readonly BesideHead[] = [
  {
    no: 0,
    id: 'roster',
    name: '单位人员花名册',
    aliases: ['花名册', '参保人员名单'],
    category: '公共业务',
    path: '法人办事',
    kind: 'query',
    owner: 'persons',
    permission: 'unit',
    manual: '',
    help: '查询和导出本单位参保人员',
    // A closed unit still sees whom it has to stop.
    within: 'person-stop',
  },
  {
    no: 0,
    id: 'person-correction',
    name: '人员信息更正',
    aliases: ['姓名更正', '证件号码更正', '手机号码变更'],
    category: '公共业务',
    path: '法人办事',
    kind: 'review',
    owner: 'persons',
    permission: 'unit',
    manual: '',
    help: '更正本单位参保人员的姓名、证件号码，变更手机号码',
    within: 'person-enrolment',
  },
  {
    no: 0,
    id: 'unit-closing',
    name: '单位注销登记',
    aliases: ['注销', '社会保险注销登记'],
    category: '公共业务',
    path: '法人办事',
    kind: 'review',
    owner: 'units',
    permission: 'unit',
    manual: '',
    help: '单位依法终止的，办理社会保险注销登记',
    // A closed unit still sees how it was closed.
    within: 'person-stop',
  },
];
