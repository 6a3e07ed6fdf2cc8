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
  PERSON_FIELDS,
  PersonAsked,
  queryItem,
  SpecialRow,
  STATE_FIELD,
  SumRow,
} from './due-views.ts';

/** 断缴补缴补收, 基数差补, 比例差补. */
export const BACK_KINDS = ['21', '22', '23'] as const;

/** 16 单位人员补缴信息查询. */
export const item = defineItem(
  queryItem('back-payments', [
    '查询断缴补缴补收、基数差补、比例差补和单位特殊补缴。双击汇总行查看人员明细；特殊补缴和工程项目缴费属于单位，不对应个人。',
  ]),
);

const period = { ...COLUMN.period, label: '缴费所属期' };
const month = { ...COLUMN.month, label: '对应缴费所属期' };
export const summary = defineView({
  id: 'summary',
  title: '补缴汇总',
  filter: z.strictObject({ ...PersonAsked, ...MonthsAsked, ...DueAsked }),
  filters: [...PERSON_FIELDS, ...monthFields('缴费所属期'), { ...KIND_FIELD }, INSURANCE_FIELD, STATE_FIELD],
  row: SumRow,
  columns: [
    COLUMN.unitNo,
    COLUMN.unitName,
    period,
    COLUMN.kind,
    COLUMN.insurance,
    { ...COLUMN.people, label: '补缴人数' },
    COLUMN.rows,
    { ...COLUMN.base, label: '缴费基数合计' },
    COLUMN.total,
    COLUMN.unit,
    COLUMN.person,
    COLUMN.lateFee,
    COLUMN.state,
  ],
  totals: DUE_TOTALS,
  opens: { view: 'detail', with: { period: 'period', kind: 'kind', insurance: 'insurance' } },
});
export const detail = defineView({
  id: 'detail',
  title: '补缴明细信息',
  detail: true,
  filter: z.strictObject({ ...PersonAsked, period: Month, kind: z.enum(BACK_KINDS), insurance: Code }),
  filters: [],
  row: DueRow,
  columns: [
    COLUMN.unitNo,
    COLUMN.unitName,
    COLUMN.personNo,
    COLUMN.name,
    COLUMN.socialNo,
    period,
    month,
    COLUMN.insurance,
    COLUMN.base,
    COLUMN.total,
    COLUMN.unit,
    COLUMN.person,
  ],
  totals: DUE_TOTALS,
  exports: true,
});
export const special = defineView({
  id: 'special',
  title: '单位特殊补缴信息',
  filter: z.strictObject({ ...MonthsAsked }),
  filters: [...monthFields('缴费所属期')],
  row: z.strictObject({
    ...SpecialRow.shape,
    kind: z.string(),
    /** Number and name of the 工程项目 it is for; empty for 特殊补缴. */
    project: z.string(),
  }),
  columns: [
    { name: 'period', label: '缴费所属期', as: 'month' },
    { name: 'month', label: '对应缴费所属期', as: 'month' },
    { name: 'serialNo', label: '补缴流水号', as: 'text' },
    { name: 'kind', label: '缴费类型', as: 'text', dictionary: 'due-kind' },
    { name: 'insurance', label: '险种类型', as: 'text', dictionary: 'insurance-kind' },
    { name: 'base', label: '缴费基数', as: 'money' },
    { name: 'total', label: '缴费金额', as: 'money' },
    { name: 'state', label: '缴费标志', as: 'text', dictionary: 'due-state' },
    { name: 'project', label: '工程项目', as: 'text', width: 240 },
    { name: 'by', label: '经办人', as: 'text' },
  ],
});
export const views = [summary, detail, special];
export const querySummary = queryAction(item.id, summary);
export const queryDetail = queryAction(item.id, detail);
export const querySpecial = queryAction(item.id, special);
export const exportDetail = exportAction(item.id, detail);
