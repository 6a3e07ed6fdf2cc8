import { z } from 'zod';
import { defineItem } from '../item.ts';
import { defineView, exportAction, queryAction } from '../queries.ts';
import {
  basis,
  COLUMN,
  DUE_TOTALS,
  DueAsked,
  DueRow,
  INSURANCE_FIELD,
  KIND_FIELD,
  monthFields,
  MonthsAsked,
  opensBasis,
  PERSON_FIELDS,
  PersonAsked,
  queryItem,
  STATE_FIELD,
} from './due-views.ts';

/** 15 单位人员月缴费明细查询. */
export const item = defineItem(
  queryItem('monthly-payments', [
    '按费款所属期查询本单位人员的缴费明细，不填所属期时查询最近12个月，一次不超过24个月。双击一行查看其费率依据。',
  ]),
);

export const months = defineView({
  id: 'months',
  title: '月缴费明细',
  filter: z.strictObject({ ...PersonAsked, ...MonthsAsked, ...DueAsked }),
  filters: [...PERSON_FIELDS, ...monthFields('费款所属期'), INSURANCE_FIELD, KIND_FIELD, STATE_FIELD],
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
    COLUMN.unitRate,
    COLUMN.personRate,
    COLUMN.total,
    COLUMN.unit,
    COLUMN.person,
    COLUMN.state,
    COLUMN.paidOn,
  ],
  totals: DUE_TOTALS,
  opens: opensBasis,
  exports: true,
});
export const views = [months, basis];
export const queryMonths = queryAction(item.id, months);
export const queryBasis = queryAction(item.id, basis);
export const exportMonths = exportAction(item.id, months);
