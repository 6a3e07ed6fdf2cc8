import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Month } from '../primitives.ts';
import { defineView, exportAction, queryAction } from '../queries.ts';
import {
  basis,
  COLUMN,
  column,
  DUE_TOTALS,
  DueAsked,
  DueRow,
  INSURANCE_FIELD,
  KIND_FIELD,
  monthFields,
  MonthsAsked,
  opensBasis,
  queryItem,
  STATE_FIELD,
  SumRow,
} from './due-views.ts';
import { SignedFen } from './ledger.ts';

/** 17 单位缴费信息查询. */
export const item = defineItem(queryItem('unit-payments', ['按费款所属期、险种和缴费类型汇总本单位的缴费情况，双击查看人员缴费明细。']));

export const sums = defineView({
  id: 'sums',
  title: '单位缴费信息',
  filter: z.strictObject({ ...MonthsAsked, ...DueAsked }),
  filters: [...monthFields('缴费所属期'), INSURANCE_FIELD, KIND_FIELD, STATE_FIELD],
  row: SumRow,
  columns: [
    COLUMN.period,
    COLUMN.insurance,
    COLUMN.kind,
    COLUMN.people,
    { ...COLUMN.base, label: '缴费基数合计' },
    COLUMN.total,
    COLUMN.unit,
    COLUMN.person,
    COLUMN.lateFee,
    COLUMN.state,
    COLUMN.paidOn,
  ],
  totals: DUE_TOTALS,
  opens: { view: 'people', with: { period: 'period', kind: 'kind', insurance: 'insurance' } },
  exports: true,
});
export const people = defineView({
  id: 'people',
  title: '人员缴费明细',
  detail: true,
  filter: z.strictObject({ period: Month, kind: Code, insurance: Code }),
  filters: [],
  row: DueRow,
  columns: [
    COLUMN.personNo,
    COLUMN.name,
    COLUMN.socialNo,
    COLUMN.period,
    COLUMN.month,
    COLUMN.insurance,
    COLUMN.kind,
    COLUMN.base,
    COLUMN.total,
    COLUMN.unit,
    COLUMN.person,
  ],
  totals: DUE_TOTALS,
  opens: opensBasis,
  exports: true,
});
/** A month of the unit, as a bar: `total` is the sum of all that follows. Fen. */
export const MonthSum = z.strictObject({
  id: z.string(),
  period: Month,
  total: SignedFen,
  paid: SignedFen,
  owed: SignedFen,
  /** The month is not over yet. */
  open: SignedFen,
  /** 缓缴 and 核销. */
  eased: SignedFen,
  /** Negative: what goes or went back. */
  refund: SignedFen,
});
export type MonthSum = z.infer<typeof MonthSum>;
const MONTH_COLUMNS = [
  column('total', '缴费总额', 'money'),
  column('paid', '已实缴', 'money'),
  column('owed', '欠费', 'money'),
  column('open', '未缴', 'money'),
  column('eased', '缓缴、核销', 'money'),
  column('refund', '退费', 'money'),
] as const;
/** The same sums month by month, for a person who would rather look. A query spans 24 months at most, so all of it is one page. */
export const chart = defineView({
  id: 'chart',
  title: '图表',
  filter: z.strictObject({ ...MonthsAsked, insurance: DueAsked.insurance, kind: DueAsked.kind }),
  filters: [...monthFields('缴费所属期'), INSURANCE_FIELD, KIND_FIELD],
  row: MonthSum,
  columns: [COLUMN.period, ...MONTH_COLUMNS],
  totals: MONTH_COLUMNS,
  bars: { by: 'period', of: ['paid', 'owed', 'open', 'eased', 'refund'] },
});
export const views = [sums, people, basis, chart];
export const querySums = queryAction(item.id, sums);
export const queryChart = queryAction(item.id, chart);
export const queryBasis = queryAction(item.id, basis);
export const queryPeople = queryAction(item.id, people);
export const exportSums = exportAction(item.id, sums);
export const exportPeople = exportAction(item.id, people);
