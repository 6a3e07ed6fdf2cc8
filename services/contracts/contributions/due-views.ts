import { z } from 'zod';
import { UNIT_BLOCK } from '../blocks.ts';
import type { Column, FieldLayout } from '../item.ts';
import { Code, Day, Month, filled, text } from '../primitives.ts';
import { defineView } from '../queries.ts';
import { SignedFen } from './ledger.ts';

/** What items 15–19 share: whose dues, of which months, and how a due reads as a row. */

/** The longest span of one query, months. */
export const MAX_SPAN = 24;
export const MESSAGES = {
  reversed: '开始所属期不能晚于截止所属期',
  tooLong: `所属期跨度不能超过${MAX_SPAN}个月`,
  noPerson: '未查询到该人员信息',
  askPerson: '请填写个人编号、社会保障号码或姓名',
} as const;

export const PersonAsked = {
  personNo: text(20).optional(),
  socialNo: text(30).optional(),
  name: text(50).optional(),
  sex: Code.optional(),
};
export const MonthsAsked = { from: Month.optional(), to: Month.optional() };
export const DueAsked = { insurance: Code.optional(), kind: Code.optional(), state: Code.optional() };

export const PERSON_FIELDS = [
  { name: 'personNo', label: '个人编号', as: 'text', placeholder: '请输入个人编号查询' },
  { name: 'socialNo', label: '社会保障号码', as: 'text', personal: true },
  { name: 'name', label: '姓名', as: 'text', personal: true },
  { name: 'sex', label: '性别', as: 'select', dictionary: 'sex' },
] as const satisfies readonly FieldLayout[];
export const monthFields = (word: string) =>
  [
    { name: 'from', label: `开始${word}`, as: 'month', placeholder: `选择开始${word}` },
    { name: 'to', label: `截止${word}`, as: 'month', placeholder: `选择截止${word}` },
  ] as const satisfies readonly FieldLayout[];
export const INSURANCE_FIELD = { name: 'insurance', label: '险种类型', as: 'select', dictionary: 'insurance-kind' } as const;
export const KIND_FIELD = { name: 'kind', label: '缴费类型', as: 'select', dictionary: 'due-kind' } as const;
export const STATE_FIELD = { name: 'state', label: '缴费标志', as: 'select', dictionary: 'due-state' } as const;

/** One due of one person. Money in fen, rates as people read them (`0.7%`); 2 欠费 is said when the month is over. */
export const DueRow = z.strictObject({
  id: z.string(),
  personNo: z.string(),
  name: z.string(),
  socialNo: z.string(),
  unitNo: z.string(),
  unitName: z.string(),
  period: Month,
  month: Month,
  insurance: z.string(),
  kind: z.string(),
  base: SignedFen,
  unitRate: z.string(),
  personRate: z.string(),
  total: SignedFen,
  unit: SignedFen,
  person: SignedFen,
  state: z.string(),
  paidOn: Day.nullable(),
  /** 应缴, 实缴, 欠费, 退费 of item 18. */
  paid: SignedFen,
  paidUnit: SignedFen,
  paidPerson: SignedFen,
  owed: SignedFen,
  refund: SignedFen,
});
export type DueRow = z.infer<typeof DueRow>;
/** A group of dues of the unit: 费款所属期 × 险种 × 缴费类型. */
export const SumRow = z.strictObject({
  id: z.string(),
  unitNo: z.string(),
  unitName: z.string(),
  period: Month,
  insurance: z.string(),
  kind: z.string(),
  people: z.int(),
  rows: z.int(),
  base: SignedFen,
  total: SignedFen,
  unit: SignedFen,
  person: SignedFen,
  lateFee: SignedFen,
  state: z.string(),
  paidOn: Day.nullable(),
});
export type SumRow = z.infer<typeof SumRow>;
/** A sum of the unit as a whole (特殊补缴, 特殊退费). */
export const SpecialRow = z.strictObject({
  id: z.string(),
  serialNo: z.string(),
  period: Month,
  month: Month,
  insurance: z.string(),
  base: SignedFen,
  total: SignedFen,
  state: z.string(),
  by: z.string(),
  at: z.string(),
});

export const column = <N extends string>(name: N, label: string, as: Column['as'], more: Omit<Partial<Column>, 'name'> = {}) => ({
  label,
  as,
  ...more,
  name,
});
/** Columns by the key of the row, so that every item says a column alike. */
export const COLUMN = {
  personNo: column('personNo', '个人编号', 'text', { width: 120 }),
  name: column('name', '姓名', 'text', { width: 90 }),
  socialNo: column('socialNo', '社会保障号码', 'masked', { width: 170 }),
  unitNo: column('unitNo', '单位编号', 'text', { width: 110 }),
  unitName: column('unitName', '单位全称', 'text', { width: 200 }),
  period: column('period', '费款所属期', 'month', { width: 110 }),
  month: column('month', '对应费款所属期', 'month', { width: 120 }),
  insurance: column('insurance', '险种类型', 'text', { dictionary: 'insurance-kind', width: 90 }),
  kind: column('kind', '缴费类型', 'text', { dictionary: 'due-kind', width: 120 }),
  base: column('base', '缴费基数', 'money', { width: 110 }),
  unitRate: column('unitRate', '单位费率', 'number', { width: 80 }),
  personRate: column('personRate', '个人费率', 'number', { width: 80 }),
  total: column('total', '缴费总额', 'money', { width: 110 }),
  unit: column('unit', '单位缴费金额', 'money', { width: 110 }),
  person: column('person', '个人缴费金额', 'money', { width: 110 }),
  state: column('state', '缴费标志', 'text', { dictionary: 'due-state', width: 90 }),
  paidOn: column('paidOn', '到账日期', 'day', { width: 110 }),
  people: column('people', '缴费人数', 'number', { width: 80 }),
  rows: column('rows', '补缴月数', 'number', { width: 80 }),
  lateFee: column('lateFee', '滞纳金', 'money', { width: 100 }),
} as const;

/** What a due was reckoned with: a version of a table, or the unit's own rate. Its row of that month, as an auditor asks for it. */
export const BasisRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  validity: z.string(),
  value: z.string(),
  source: z.string(),
  checked: z.string(),
  /** Null: a decision, which has none. */
  version: z.int().nullable(),
  decidedAt: z.string().nullable(),
});
export type BasisRow = z.infer<typeof BasisRow>;
/** 费率依据 of one due, by double click on it. Later versions of a table change nothing here (decisions.md 3). */
export const basis = defineView({
  id: 'basis',
  title: '费率依据',
  detail: true,
  filter: z.strictObject({ due: filled(120, '应缴') }),
  filters: [],
  row: BasisRow,
  columns: [
    column('name', '参数', 'text', { width: 170 }),
    column('validity', '适用期间', 'text', { width: 190 }),
    column('value', '内容', 'text', { width: 260 }),
    column('source', '依据', 'text', { width: 240 }),
    column('checked', '核实情况', 'text', { width: 90 }),
    column('version', '版本', 'number', { width: 70 }),
    column('decidedAt', '确认时间', 'moment', { width: 150 }),
  ],
});
export const opensBasis = { view: 'basis', with: { due: 'id' } } as const;

/** 合计 below a table of dues. */
export const DUE_TOTALS = [
  { name: 'rows', label: '笔数', as: 'number' },
  { name: 'total', label: '缴费总额', as: 'money' },
  { name: 'unit', label: '单位缴费', as: 'money' },
  { name: 'person', label: '个人缴费', as: 'money' },
] as const satisfies readonly Column[];

/** 单位信息 above every query of this owner: read-only, from the login. */
export const UNIT_SECTION = {
  title: '单位信息',
  fields: [...UNIT_BLOCK, { name: 'creditCode', label: '统一社会信用代码', as: 'show' }],
} as const;
/** What every query item of this owner is besides its views. */
export const queryItem = (id: string, notice: readonly string[]) =>
  ({
    id,
    input: z.strictObject({}),
    sections: [UNIT_SECTION],
    materials: [],
    prints: [],
    flow: { levels: 0 },
    draft: false,
    mainButton: '查询',
    notice,
    messages: MESSAGES,
    shows: ['unitNo', 'unitName', 'unitType', 'creditCode'],
  }) as const;
