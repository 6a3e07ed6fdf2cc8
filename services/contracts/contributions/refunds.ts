import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Id, Month } from '../primitives.ts';
import { defineView, exportAction, queryAction } from '../queries.ts';
import { COLUMN, monthFields, MonthsAsked, PERSON_FIELDS, PersonAsked, queryItem, SpecialRow } from './due-views.ts';
import { SignedFen } from './ledger.ts';

/** 退费, 基数差退费, 比例差退费. */
export const REFUND_KINDS = ['41', '42', '43'] as const;

/** 19 单位人员退费信息查询. */
export const item = defineItem(queryItem('refunds', ['查询人员退费、基数差退费、比例差退费以及单位特殊退费。双击汇总行查看明细。']));

const Refund = {
  id: z.string(),
  personId: Id,
  personNo: z.string(),
  name: z.string(),
  socialNo: z.string(),
  /** Money that goes back, positive fen; `interest` is 0 by default (policy §4). */
  total: SignedFen,
  injury: SignedFen,
  unemployment: SignedFen,
  interest: SignedFen,
};
const money = <N extends 'total' | 'injury' | 'unemployment' | 'interest' | 'base'>(name: N, label: string) =>
  ({ name, label, as: 'money' }) as const;

export const summary = defineView({
  id: 'summary',
  title: '退费汇总',
  filter: z.strictObject({ ...PersonAsked, ...MonthsAsked }),
  filters: [...PERSON_FIELDS, ...monthFields('费款所属期')],
  row: z.strictObject({ ...Refund, period: Month, kind: z.string(), months: z.int(), state: z.string() }),
  columns: [
    COLUMN.personNo,
    COLUMN.socialNo,
    COLUMN.name,
    COLUMN.period,
    { ...COLUMN.kind, label: '退费类型' },
    { name: 'months', label: '退费月数', as: 'number' },
    money('total', '退费金额'),
    money('injury', '工伤退费金额'),
    money('unemployment', '失业退费金额'),
    money('interest', '利息'),
    { ...COLUMN.state, label: '退费状态' },
  ],
  opens: { view: 'detail', with: { personId: 'personId', period: 'period', kind: 'kind' } },
  exports: true,
});
export const detail = defineView({
  id: 'detail',
  title: '退费明细',
  detail: true,
  filter: z.strictObject({ personId: Id, period: Month, kind: z.enum(REFUND_KINDS) }),
  filters: [],
  row: z.strictObject({ ...Refund, month: Month, base: SignedFen }),
  columns: [
    COLUMN.personNo,
    COLUMN.socialNo,
    COLUMN.name,
    COLUMN.month,
    money('base', '退费基数'),
    money('total', '退费金额'),
    money('injury', '工伤退费金额'),
    money('unemployment', '失业退费金额'),
    money('interest', '利息'),
  ],
});
export const special = defineView({
  id: 'special',
  title: '单位特殊退费汇总',
  filter: z.strictObject({ ...MonthsAsked }),
  filters: [...monthFields('费款所属期')],
  row: SpecialRow,
  columns: [
    { name: 'serialNo', label: '退费流水号', as: 'text' },
    { name: 'period', label: '费款所属期', as: 'month' },
    { name: 'insurance', label: '险种类型', as: 'text', dictionary: 'insurance-kind' },
    { name: 'total', label: '退费金额', as: 'money' },
    { name: 'state', label: '退费状态', as: 'text', dictionary: 'due-state' },
    { name: 'by', label: '经办人', as: 'text' },
    { name: 'at', label: '经办时间', as: 'moment' },
  ],
  opens: { view: 'special-detail', with: { serialNo: 'serialNo' } },
});
export const specialDetail = defineView({
  id: 'special-detail',
  title: '单位特殊退费明细',
  detail: true,
  filter: z.strictObject({ serialNo: z.string().regex(/^\d{20}$/, '退费流水号不正确') }),
  filters: [],
  row: z.strictObject({ ...SpecialRow.shape, note: z.string() }),
  columns: [
    { name: 'serialNo', label: '退费流水号', as: 'text' },
    { name: 'month', label: '对应费款所属期', as: 'month' },
    { name: 'insurance', label: '险种类型', as: 'text', dictionary: 'insurance-kind' },
    { name: 'base', label: '退费基数', as: 'money' },
    { name: 'total', label: '退费金额', as: 'money' },
    { name: 'note', label: '备注', as: 'text' },
  ],
});
export const views = [summary, detail, special, specialDetail];
export const querySummary = queryAction(item.id, summary);
export const queryDetail = queryAction(item.id, detail);
export const querySpecial = queryAction(item.id, special);
export const querySpecialDetail = queryAction(item.id, specialDetail);
export const exportSummary = exportAction(item.id, summary);
