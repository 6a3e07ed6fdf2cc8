import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Day, text } from '../primitives.ts';
import { defineView, queryAction } from '../queries.ts';
import { COLUMN, PERSON_FIELDS, PersonAsked, queryItem } from './due-views.ts';

/** 12 延长缴费认定查询 (the catalogue's 超龄缴费认定查询; both names find it). */
export const item = defineItem(
  queryItem('overage-findings', [
    '查询经办机构对本单位超过法定退休年龄人员作出的延长缴费认定。输入个人编号查询，或直接查询本单位全部认定。',
  ]),
);

export const findings = defineView({
  id: 'findings',
  title: '延长缴费认定信息',
  filter: z.strictObject({ ...PersonAsked, kind: Code.optional(), agency: text(50).optional() }),
  filters: [
    ...PERSON_FIELDS,
    { name: 'kind', label: '认定类型', as: 'select', dictionary: 'over-age-kind' },
    { name: 'agency', label: '经办部门', as: 'text' },
  ],
  row: z.strictObject({
    id: z.string(),
    personNo: z.string(),
    socialNo: z.string(),
    name: z.string(),
    kind: z.string(),
    on: Day,
    valid: z.enum(['1', '0']),
    note: z.string(),
    by: z.string(),
    agency: z.string(),
    unitNo: z.string(),
    unitName: z.string(),
  }),
  columns: [
    COLUMN.personNo,
    COLUMN.socialNo,
    COLUMN.name,
    { name: 'kind', label: '延长缴费认定类型', as: 'text', dictionary: 'over-age-kind' },
    { name: 'on', label: '延长缴费认定日期', as: 'day' },
    { name: 'valid', label: '有效标记', as: 'text', dictionary: 'validity' },
    { name: 'note', label: '备注', as: 'text' },
    { name: 'by', label: '经办人', as: 'text' },
    { name: 'agency', label: '经办部门', as: 'text' },
    COLUMN.unitNo,
    { ...COLUMN.unitName, label: '单位名称' },
  ],
});
export const views = [findings];
export const queryFindings = queryAction(item.id, findings);
