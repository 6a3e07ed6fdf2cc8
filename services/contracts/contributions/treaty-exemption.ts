import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Day, filled, text } from '../primitives.ts';
import { UNIT_SECTION } from './due-views.ts';

const MESSAGES = {
  submitted: '提交成功',
  saved: '暂存成功，请通过点击右侧材料上传上传材料，上传完成后点击提交！',
  done: '互免协议免缴登记成功',
  noPerson: '未查询到该人员信息',
  notInsured: '该人员未在本单位参保或已停保',
  onlyForeigners: '仅外国人可办理互免协议免缴登记',
  otherCountry: '互免国家（地区）与该人员的国籍不一致',
  noAgreement: '{country}没有在该日期生效的双边社会保险协定',
  /** items.md 20. */
  notCovered: '{country}协定不包含{insurance}',
  order: '协议结束时间应晚于协议开始时间',
  tooLong: '免缴期限不能超过{n}个月',
  tooLongAltogether: '按{country}协定，一人累计免缴不能超过{n}个月，该人员以往已免缴{used}',
  overlap: '与该人员已有的免缴记录期间重叠，请核对',
  noRefund: '免缴期间内已缴费的月份不自动退费，需要退费的请到经办机构办理',
} as const;

export const TreatyExemptionInput = z
  .strictObject({
    personNo: filled(50, '个人编号'),
    country: z.string().regex(/^[A-Z]{3}$/, '请选择互免国家或地区'),
    personKind: Code,
    from: Day,
    to: Day,
    insurances: z.array(z.enum(['210', '410'])).min(1, '请选择互免险种'),
    note: text(500, '备注').optional(),
  })
  .superRefine(({ from, to }, context) => {
    if (to <= from) context.addIssue({ code: 'custom', path: ['to'], message: MESSAGES.order });
  });
export type TreatyExemptionInput = z.infer<typeof TreatyExemptionInput>;

/** 20 互免协议免缴登记. */
export const item = defineItem({
  id: 'treaty-exemption',
  input: TreatyExemptionInput,
  sections: [
    UNIT_SECTION,
    {
      title: '人员信息',
      fields: [
        {
          name: 'personNo',
          label: '个人编号',
          as: 'lookup',
          lookup: 'person',
          required: true,
          placeholder: '个人编号、证件号码、社会保障号码、姓名',
          personal: true,
        },
        { name: 'name', label: '姓名', as: 'show' },
        { name: 'sex', label: '性别', as: 'show', dictionary: 'sex' },
        { name: 'socialNo', label: '社会保障号码', as: 'show' },
        { name: 'nationality', label: '国籍或地区', as: 'show', dictionary: 'country' },
        { name: 'idType', label: '证件类型', as: 'show', dictionary: 'id-type' },
      ],
    },
    {
      title: '免缴信息',
      fields: [
        { name: 'country', label: '互免国家/地区', as: 'country', dictionary: 'country', required: true },
        { name: 'personKind', label: '人员类别', as: 'select', dictionary: 'treaty-person-kind', required: true },
        { name: 'from', label: '协议开始时间', as: 'day', required: true },
        { name: 'to', label: '协议结束时间', as: 'day', required: true },
        {
          name: 'insurances',
          label: '互免险种',
          as: 'checks',
          dictionary: 'insurance-kind',
          required: true,
          hint: '各国协定均不含工伤保险',
        },
        { name: 'note', label: '备注', as: 'textarea', span: 3 },
      ],
    },
    {
      title: '历史免缴信息',
      fields: [
        {
          name: 'history',
          label: '历史免缴信息',
          as: 'show',
          span: 4,
          columns: [
            { name: 'country', label: '免缴国家', as: 'show', dictionary: 'country' },
            { name: 'at', label: '办理时间', as: 'show' },
            { name: 'unemployment', label: '失业保险', as: 'show', dictionary: 'yes-no' },
            { name: 'injury', label: '工伤保险', as: 'show', dictionary: 'yes-no' },
            { name: 'from', label: '开始日期', as: 'show' },
            { name: 'to', label: '终止日期', as: 'show' },
            { name: 'valid', label: '有效性', as: 'show', dictionary: 'validity' },
          ],
        },
      ],
    },
  ],
  materials: [
    {
      id: 'coverage',
      name: '对方国家经办机构出具的参保证明',
      min: 1,
      max: 99,
      note: 'Certificate of Coverage；塞尔维亚为《法律适用证明》',
    },
    { id: 'passport', name: '护照', min: 1, max: 99 },
    { id: 'work-permit', name: '外国人工作许可证', min: 0, max: 99 },
    { id: 'contract', name: '劳动合同或派遣证明', min: 0, max: 99 },
  ],
  prints: [],
  flow: { levels: 1 },
  draft: true,
  mainButton: '提交',
  notice: [
    '与我国签有双边社会保险协定国家的人员，凭对方国家出具的参保证明办理；提交后即时生效。',
    '免缴自协议开始时间所在月起，至协议结束时间所在月止；期满后自动恢复缴费。',
    MESSAGES.noRefund + '。',
  ],
  messages: MESSAGES,
  shows: ['unitNo', 'unitName', 'unitType', 'creditCode', 'name', 'sex', 'socialNo', 'nationality', 'idType', 'history'],
});
