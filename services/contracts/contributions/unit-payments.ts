import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Month } from '../primitives.ts';
import { defineView, exportAction, queryAction } from '../queries.ts';
import {
  COLUMN,
  DUE_TOTALS,
  DueAsked,
  DueRow,
  INSURANCE_FIELD,
  KIND_FIELD,
  monthFields,
  MonthsAsked,
  queryItem,
  STATE_FIELD,
  SumRow,
} from './due-views.ts';

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
  exports: true,
});
export const views = [sums, people];
export const querySums = queryAction(item.id, sums);
export const queryPeople = queryAction(item.id, people);
export const exportSums = exportAction(item.id, sums);
export const exportPeople = exportAction(item.id, people);
