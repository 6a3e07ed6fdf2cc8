import { z } from 'zod';
import { UNIT_BLOCK } from '../blocks.ts';
import { defineBatch } from '../batch.ts';
import { YesNo, text } from '../primitives.ts';
import { checkNumber } from '../standards/numbers.ts';
import { Fields, item as single } from './person-enrolment.ts';

export const PersonEnrolmentBatchInput = z.strictObject({
  /** 实际用工单位, one for the whole batch; only for 劳务派遣 and 人力资源 units. */
  hostUnitNo: text(20, '实际用工单位编号')
    .overwrite((value) => checkNumber('unit', value).normalised)
    .refine((value) => checkNumber('unit', value).ok, '实际用工单位编号格式不正确')
    .optional(),
});

/** One line of the file: the same fields as item 2, by the same checks. 办理方式 follows from 个人编号. */
export const EnrolmentRow = Fields.pick({
  personNo: true,
  idType: true,
  idNumber: true,
  name: true,
  sex: true,
  birthDate: true,
  ethnicGroup: true,
  nationality: true,
  householdKind: true,
  householdAddress: true,
  mobile: true,
  workStartOn: true,
  identity: true,
  from: true,
  declaredBase: true,
  migrantWorker: true,
  femaleCadre: true,
  education: true,
}).extend({ note: text(200, '备注').optional(), migrantWorker: YesNo.optional() });
export type EnrolmentRow = z.infer<typeof EnrolmentRow>;

const MESSAGES = {
  ...single.messages,
  done: '保存完成，成功{a}条，失败{b}条',
  drawing: '该人员正在享受失业保险待遇，请通过人员参保登记单笔办理',
  single: '{reason}，请通过人员参保登记单笔办理',
  injuryElsewhere: '该人员存在其他单位工伤保险参保信息',
  /** `{no}` only when it is a case of this unit. */
  open: '该人员存在未办结的同类业务（流水号：{no}），不能重复申请',
  openElsewhere: '该人员存在未办结的同类业务，不能重复申请',
  tooManyMisses: '证件号码、姓名与个人编号不一致的人员过多，已暂停校验，请核对人员信息后一小时再试',
} as const;

/** 3 人员参保登记（批量）. */
export const item = defineBatch(
  {
    id: 'person-enrolment-batch',
    input: PersonEnrolmentBatchInput,
    sections: [
      {
        title: '单位信息',
        fields: [...UNIT_BLOCK],
      },
      {
        title: '实际用工单位信息',
        fields: [
          {
            name: 'hostUnitNo',
            label: '单位编号',
            as: 'lookup',
            lookup: 'hostUnit',
            placeholder: '请输入单位编号查询',
            hint: '劳务派遣、人力资源单位必填，一个批次填写一个',
          },
          { name: 'hostUnitName', label: '单位名称', as: 'show', span: 2 },
          { name: 'hostCreditCode', label: '统一社会信用代码', as: 'show' },
        ],
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
      '新参保不填个人编号；续保填写个人编号、证件号码和姓名，三项须一致。',
      '校验一次列出全部错误，可导出错误信息，改正后直接重新上传；只保存校验成功的人员。',
      '外国人、补缴超过3个月、超过法定退休年龄、正在享受失业保险待遇、曾以退休原因停保的人员，请通过人员参保登记单笔办理。',
    ],
    messages: MESSAGES,
    shows: ['unitNo', 'unitName', 'unitType', 'hostUnitName', 'hostCreditCode'],
  },
  {
    version: 1,
    undo: true,
    unique: 'idNumber',
    name: 'name',
    row: EnrolmentRow,
    columns: [
      { name: 'personNo', label: '个人编号', as: 'text', hint: '续保填写；新参保不填', example: '' },
      { name: 'idType', label: '证件类型', as: 'code', dictionary: 'id-type', required: true, example: '居民身份证', width: 20 },
      { name: 'idNumber', label: '证件号码', as: 'text', required: true, example: '（示例）', width: 24 },
      { name: 'name', label: '姓名', as: 'text', required: true, example: '示例' },
      { name: 'sex', label: '性别', as: 'code', dictionary: 'sex', hint: '居民身份证可不填，由证件号码得出', example: '女' },
      { name: 'birthDate', label: '出生日期', as: 'day', hint: '居民身份证可不填，由证件号码得出', example: '1992-06-15' },
      {
        name: 'ethnicGroup',
        label: '民族',
        as: 'code',
        dictionary: 'ethnic-group',
        required: 'rules',
        hint: '新参保必填',
        example: '汉族',
      },
      { name: 'nationality', label: '国籍或地区', as: 'code', dictionary: 'country', hint: '不填为中国', example: '中国' },
      {
        name: 'householdKind',
        label: '户籍性质',
        as: 'code',
        dictionary: 'household-kind',
        required: 'rules',
        hint: '新参保必填',
        example: '统一居民户口',
        width: 20,
      },
      { name: 'householdAddress', label: '户籍地址', as: 'text', example: '', width: 30 },
      { name: 'mobile', label: '移动电话', as: 'text', required: true, example: '19900001234', width: 16 },
      { name: 'workStartOn', label: '参加工作时间', as: 'day', required: 'rules', hint: '新参保必填', example: '2015-07-01' },
      {
        name: 'identity',
        label: '参保身份',
        as: 'code',
        dictionary: 'insured-identity',
        required: true,
        example: '职工（劳动合同制）',
        width: 24,
      },
      { name: 'from', label: '参保开始时间', as: 'day', month: true, required: true, example: '2024-04-01' },
      { name: 'declaredBase', label: '缴费基数', as: 'money', required: true, hint: '申报工资，按月', example: '7000.00' },
      { name: 'migrantWorker', label: '农民工标识', as: 'code', dictionary: 'yes-no', example: '否' },
      { name: 'femaleCadre', label: '是否女干部', as: 'code', dictionary: 'yes-no', hint: '女性必填', example: '否' },
      { name: 'education', label: '学历', as: 'code', dictionary: 'education', example: '' },
      { name: 'note', label: '备注', as: 'text', example: '', width: 30 },
    ],
    preview: [
      { name: 'personNo', label: '个人编号', as: 'text', width: 140 },
      { name: 'idNumber', label: '证件号码', as: 'masked', width: 190 },
      { name: 'name', label: '姓名', as: 'text', width: 120 },
      { name: 'identity', label: '参保身份', as: 'code', dictionary: 'insured-identity', width: 180 },
      { name: 'from', label: '参保开始时间', as: 'day', width: 130 },
      { name: 'migrantWorker', label: '农民工标识', as: 'code', dictionary: 'yes-no', width: 110 },
      { name: 'ethnicGroup', label: '民族', as: 'code', dictionary: 'ethnic-group', width: 100 },
      { name: 'idType', label: '证件类型', as: 'code', dictionary: 'id-type', width: 130 },
      { name: 'sex', label: '性别', as: 'code', dictionary: 'sex', width: 70 },
      { name: 'birthDate', label: '出生日期', as: 'day', width: 120 },
      { name: 'nationality', label: '国籍或地区', as: 'code', dictionary: 'country', width: 110 },
      { name: 'note', label: '备注', as: 'text', width: 260 },
    ],
  },
);
