import { z } from 'zod';
import { UNIT_BLOCK } from '../blocks.ts';
import { defineItem } from '../item.ts';
import { Code, Day, Fen, text } from '../primitives.ts';
import { defineView, exportAction, queryAction } from '../queries.ts';

const MESSAGES = { reversed: '参保日期起不能晚于参保日期止' } as const;

/** 单位人员花名册 (beside the catalogue): who is or was insured through the unit, a line per insurance. */
export const item = defineItem({
  id: 'roster',
  input: z.strictObject({}),
  sections: [
    {
      title: '单位信息',
      fields: [
        ...UNIT_BLOCK,
        { name: 'unemployment', label: '失业保险参保人数', as: 'show' },
        { name: 'injury', label: '工伤保险参保人数', as: 'show' },
      ],
    },
  ],
  materials: [],
  prints: [],
  flow: { levels: 0 },
  draft: false,
  mainButton: '查询',
  notice: ['姓名、证件号码、个人编号按完整内容精确查询。', '导出内容含个人信息（证件号码隐去中间位），请妥善保管。'],
  messages: MESSAGES,
  shows: ['unitNo', 'unitName', 'unitType', 'unemployment', 'injury'],
});

export const people = defineView({
  id: 'people',
  title: '花名册',
  filter: z
    .strictObject({
      name: text(50, '姓名').optional(),
      idNumber: text(30, '证件号码').optional(),
      personNo: text(20, '个人编号').optional(),
      insurance: z.enum(['210', '410'], '请从列表中选择险种类型').optional(),
      state: z.enum(['1', '2'], '请从列表中选择参保状态').optional(),
      from: Day.optional(),
      to: Day.optional(),
    })
    .refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], error: MESSAGES.reversed }),
  filters: [
    { name: 'name', label: '姓名', as: 'text', personal: true },
    { name: 'idNumber', label: '证件号码', as: 'text', personal: true },
    { name: 'personNo', label: '个人编号', as: 'text', placeholder: '请输入个人编号查询' },
    { name: 'insurance', label: '险种类型', as: 'select', dictionary: 'insurance-kind' },
    { name: 'state', label: '参保状态', as: 'select', dictionary: 'enrolment-status' },
    { name: 'from', label: '参保日期起', as: 'day' },
    { name: 'to', label: '参保日期止', as: 'day' },
  ],
  row: z.strictObject({
    id: z.string(),
    personNo: z.string(),
    name: z.string(),
    idMasked: z.string(),
    sex: Code,
    insurance: Code,
    identity: Code,
    from: Day,
    to: Day.nullable(),
    state: Code,
    base: Fen,
    // In the file alone.
    migrantWorker: Code.optional(),
    dutyKind: Code.optional(),
    dutyLevel: Code.optional(),
    employmentKind: Code.optional(),
    contractFrom: Day.optional(),
    contractTo: Day.optional(),
    note: z.string().optional(),
    stopReason: Code.optional(),
    stopNote: z.string().optional(),
  }),
  columns: [
    { name: 'personNo', label: '个人编号', as: 'text', width: 130 },
    { name: 'name', label: '姓名', as: 'text', width: 110 },
    { name: 'idMasked', label: '证件号码', as: 'masked', width: 180 },
    { name: 'sex', label: '性别', as: 'code', dictionary: 'sex', width: 64 },
    { name: 'insurance', label: '险种类型', as: 'code', dictionary: 'insurance-kind', width: 100 },
    { name: 'identity', label: '参保身份', as: 'code', dictionary: 'insured-identity', width: 160 },
    { name: 'from', label: '本次参保日期', as: 'day', width: 120 },
    { name: 'to', label: '停保日期', as: 'day', width: 120 },
    { name: 'state', label: '参保状态', as: 'code', dictionary: 'enrolment-status', width: 100 },
    { name: 'base', label: '缴费基数（元）', as: 'money', width: 130 },
  ],
  exports: true,
  fileColumns: [
    { name: 'migrantWorker', label: '农民工标识', as: 'code', dictionary: 'yes-no', width: 100 },
    { name: 'dutyKind', label: '行政职务类别', as: 'code', dictionary: 'duty-kind', width: 110 },
    { name: 'dutyLevel', label: '行政职务级别', as: 'code', dictionary: 'duty-level', width: 110 },
    { name: 'employmentKind', label: '用工形式', as: 'code', dictionary: 'employment-kind', width: 110 },
    { name: 'contractFrom', label: '劳动合同起始日期', as: 'day', width: 140 },
    { name: 'contractTo', label: '劳动合同终止日期', as: 'day', width: 140 },
    { name: 'note', label: '备注', as: 'text', width: 200 },
    { name: 'stopReason', label: '停保原因', as: 'code', dictionary: 'stop-reason', width: 200 },
    { name: 'stopNote', label: '停保备注', as: 'text', width: 200 },
  ],
});
export const views = [people];
export const queryRoster = queryAction(item.id, people);
export const exportRoster = exportAction(item.id, people);
