import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Day, text } from '../primitives.ts';
import { defineView, exportAction, queryAction } from '../queries.ts';
import { COLUMN, queryItem } from './due-views.ts';

/** 14 外国人互免信息查询. */
export const item = defineItem(queryItem('treaty-query', ['查询本单位外国人的互免协议免缴登记信息。']));

export const exemptions = defineView({
  id: 'exemptions',
  title: '互免信息',
  filter: z.strictObject({
    any: text(50).optional(),
    socialNo: text(30).optional(),
    name: text(50).optional(),
    sex: Code.optional(),
    country: z
      .string()
      .regex(/^[A-Z]{3}$/, '请选择免缴国家')
      .optional(),
    handledFrom: Day.optional(),
    handledTo: Day.optional(),
    valid: z.enum(['1', '0'], '请选择有效性').optional(),
  }),
  filters: [
    { name: 'any', label: '个人编号', as: 'text', placeholder: '个人编号、证件号码、社会保障号码、姓名', personal: true },
    { name: 'socialNo', label: '社会保障号码', as: 'text', personal: true },
    { name: 'name', label: '姓名', as: 'text', personal: true },
    { name: 'sex', label: '性别', as: 'select', dictionary: 'sex' },
    { name: 'country', label: '免缴国家', as: 'country', dictionary: 'country' },
    { name: 'handledFrom', label: '办理时间起始', as: 'day' },
    { name: 'handledTo', label: '办理时间终止', as: 'day' },
    { name: 'valid', label: '有效性', as: 'select', dictionary: 'validity' },
  ],
  row: z.strictObject({
    id: z.string(),
    personNo: z.string(),
    name: z.string(),
    unitNo: z.string(),
    unitName: z.string(),
    country: z.string(),
    at: Day,
    unemployment: z.enum(['1', '0']),
    injury: z.enum(['1', '0']),
    from: Day,
    to: Day,
    valid: z.enum(['1', '0']),
  }),
  columns: [
    COLUMN.personNo,
    COLUMN.name,
    COLUMN.unitNo,
    { ...COLUMN.unitName, label: '单位名称' },
    { name: 'country', label: '免缴国家', as: 'text', dictionary: 'country' },
    { name: 'at', label: '办理时间', as: 'day' },
    { name: 'unemployment', label: '失业保险', as: 'text', dictionary: 'yes-no' },
    { name: 'injury', label: '工伤保险', as: 'text', dictionary: 'yes-no' },
    { name: 'from', label: '开始日期', as: 'day' },
    { name: 'to', label: '终止日期', as: 'day' },
    { name: 'valid', label: '有效性', as: 'text', dictionary: 'validity' },
  ],
  exports: true,
});
export const views = [exemptions];
export const queryExemptions = queryAction(item.id, exemptions);
export const exportExemptions = exportAction(item.id, exemptions);
