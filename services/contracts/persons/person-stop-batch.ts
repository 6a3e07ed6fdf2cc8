import { z } from 'zod';
import { UNIT_BLOCK } from '../blocks.ts';
import { defineBatch } from '../batch.ts';
import { Code, Day, filled, text } from '../primitives.ts';
import { normaliseCode } from '../standards/checked.ts';
import { checkNumber } from '../standards/numbers.ts';
import { item as single } from './person-stop.ts';

/** One line of the file: whom, and the fields of item 4. Which insurances stop follows from the person, unless the reason ends one alone. */
export const StopRow = z.strictObject({
  personNo: text(20, '个人编号')
    .overwrite((value) => checkNumber('person', value).normalised)
    .refine((value) => checkNumber('person', value).ok, '个人编号格式不正确')
    .optional(),
  idNumber: filled(30, '证件号码').overwrite(normaliseCode),
  name: filled(50, '姓名'),
  to: Day,
  reason: Code,
  detail: z.enum(['1', '2'], single.messages.detailNeeded).optional(),
  deathOn: Day.optional(),
  contractEndOn: Day.optional(),
  insurance: z.enum(['210', '410'], '请从列表中选择停保险种').optional(),
  note: text(200, '备注').optional(),
  /** No column: what stops, in words, as 校验 found it. */
  stops: text(50).optional(),
});
export type StopRow = z.infer<typeof StopRow>;

const MESSAGES = {
  ...single.messages,
  done: '保存完成，成功{a}条，失败{b}条',
  openInjury: '存在未办结工伤业务，请单笔办理',
  drawing: '该人员正在享受失业保险待遇，请通过人员停保登记单笔办理',
  otherName: '证件号码与姓名不一致',
  otherNo: '个人编号与证件号码不一致',
  earlyRetirement: '该人员未达到法定退休年龄，处于弹性提前退休期内，请确认已办理退休手续',
  notice: '非因本人意愿中断就业，请及时出具终止或者解除劳动关系的证明，并告知其享受失业保险待遇的权利',
  /** `{no}` only when it is a case of this unit. */
  open: '该人员存在未办结的同类业务（流水号：{no}），不能重复申请',
  openElsewhere: '该人员存在未办结的同类业务，不能重复申请',
} as const;

/** 5 人员停保登记（批量）. */
export const item = defineBatch(
  {
    id: 'person-stop-batch',
    input: z.strictObject({}),
    sections: [
      {
        title: '单位信息',
        fields: [...UNIT_BLOCK],
      },
    ],
    materials: [],
    prints: [],
    flow: { levels: 0 },
    draft: false,
    mainButton: '保存',
    notice: [
      '操作步骤：模板下载 → 填写 → 选择文件 → 文件上传 → 校验 → 校验成功后保存。',
      '支持 .xlsx 或 .csv（UTF-8、GB18030 编码），一次不超过 100,000 行、40 MB。',
      '停保日期不早于本次参保日期，不晚于本月最后一日；早于上月的，请到经办机构办理。停保当月仍按规定缴费。',
      '死亡的填写死亡日期；解除、终止劳动合同的填写解除合同日期；劳动合同期满终止的还须填写原因细分。',
      '存在未办结工伤业务、处于停工留薪期或正在享受失业保险待遇的人员，请通过人员停保登记单笔办理。',
      '非因本人意愿中断就业的，用人单位应当自终止或者解除劳动关系之日起15日内将失业人员名单报经办机构（社会保险法第五十条）。',
    ],
    messages: MESSAGES,
    shows: ['unitNo', 'unitName', 'unitType'],
  },
  {
    version: 1,
    undo: true,
    unique: 'idNumber',
    name: 'name',
    row: StopRow,
    columns: [
      { name: 'personNo', label: '个人编号', as: 'text', hint: '可不填；填写的须与证件号码一致', example: '' },
      { name: 'idNumber', label: '证件号码', as: 'text', required: true, example: '（示例）', width: 24 },
      { name: 'name', label: '姓名', as: 'text', required: true, example: '示例' },
      { name: 'to', label: '停保日期', as: 'day', required: true, example: '2024-04-30' },
      { name: 'reason', label: '停保原因', as: 'code', dictionary: 'stop-reason', required: true, example: '本人辞职', width: 36 },
      {
        name: 'detail',
        label: '原因细分',
        as: 'code',
        dictionary: 'stop-detail',
        hint: '劳动合同期满终止的必填；其他原因可不填',
        example: '',
        width: 36,
      },
      { name: 'deathOn', label: '死亡日期', as: 'day', hint: '停保原因为死亡的必填', example: '' },
      {
        name: 'contractEndOn',
        label: '解除合同日期',
        as: 'day',
        hint: '停保原因为解除、终止劳动合同的必填',
        example: '2024-04-30',
        width: 16,
      },
      {
        name: 'insurance',
        label: '停保险种',
        as: 'code',
        dictionary: 'insurance-kind',
        hint: '险种终止类原因可只停一个险种；不填为在本单位的全部险种',
        example: '',
      },
      { name: 'note', label: '备注', as: 'text', example: '', width: 30 },
    ],
    preview: [
      { name: 'personNo', label: '个人编号', as: 'text', width: 140 },
      { name: 'idNumber', label: '证件号码', as: 'masked', width: 190 },
      { name: 'name', label: '姓名', as: 'text', width: 100 },
      { name: 'to', label: '停保日期', as: 'day', width: 120 },
      { name: 'reason', label: '停保原因', as: 'code', dictionary: 'stop-reason', width: 220 },
      { name: 'stops', label: '险种类型', as: 'text', width: 160 },
      { name: 'note', label: '备注', as: 'text', width: 240 },
    ],
  },
);
