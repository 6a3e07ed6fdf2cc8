import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code } from '../primitives.ts';
import { defineView, exportAction, queryAction } from '../queries.ts';
import {
  COLUMN,
  DueRow,
  INSURANCE_FIELD,
  monthFields,
  MonthsAsked,
  PERSON_FIELDS,
  PersonAsked,
  queryItem,
  STATE_FIELD,
} from './due-views.ts';

/** 18 人员应缴实缴明细查询. */
export const item = defineItem(
  queryItem('person-payments', ['填写个人编号、社会保障号码或姓名后查询该人员在本单位的应缴、实缴、欠费和退费；退费行为负数。']),
);

const money = (name: 'paid' | 'paidUnit' | 'paidPerson' | 'owed' | 'refund', label: string) =>
  ({ name, label, as: 'money', width: 100 }) as const;
export const dues = defineView({
  id: 'dues',
  title: '应缴实缴明细',
  filter: z.strictObject({
    ...PersonAsked,
    ...MonthsAsked,
    insurance: Code.optional(),
    state: Code.optional(),
  }),
  filters: [...PERSON_FIELDS, ...monthFields('费款所属期'), INSURANCE_FIELD, STATE_FIELD],
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
    { ...COLUMN.total, label: '应缴总额' },
    { ...COLUMN.unit, label: '应缴单位' },
    { ...COLUMN.person, label: '应缴个人' },
    money('paid', '实缴总额'),
    money('paidUnit', '实缴单位'),
    money('paidPerson', '实缴个人'),
    money('owed', '欠费金额'),
    money('refund', '退费金额'),
    COLUMN.state,
    COLUMN.paidOn,
    { ...COLUMN.unitName, label: '缴费单位' },
  ],
  totals: [
    { name: 'total', label: '应缴总额', as: 'money' },
    { name: 'paid', label: '实缴总额', as: 'money' },
    { name: 'owed', label: '欠费金额', as: 'money' },
    { name: 'refund', label: '退费金额', as: 'money' },
  ],
  exports: true,
});
export const views = [dues];
export const queryDues = queryAction(item.id, dues);
export const exportDues = exportAction(item.id, dues);
