import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Code, Day, text } from '../primitives.ts';

const MESSAGES = {
  people: '单位尚有{n}名参保人员，请先办理人员停保登记',
  debt: '单位尚有未缴清的社会保险费{money}元，请缴清后办理',
  unbilled:
    '单位{months}的社会保险费尚未核定，能否注销暂不能确定。请待应缴核定（每月25日起）并缴清后再申请，已填内容可暂存；急需办理的，请联系经办机构提前核定',
  open: '单位存在未办结的业务：{items}，请办结后再申请注销',
  project: '工程项目“{name}”尚在参保有效期内，请到经办机构办理项目变更后再申请注销',
  notNormal: '单位登记状态为“{state}”，不能办理注销登记',
  unknownReason: '请从列表中选择注销原因',
  closedAhead: '注销日期不能晚于今天',
  closedBefore: '注销日期不能早于工商成立日期',
  late: '距注销日期已超过30日（社会保险法第五十七条）',
  confirm: '注销后单位只能查询和打印，不能再办理业务，是否继续？',
  saved: '暂存成功，请点击右侧材料上传，上传完成后点击提交！',
  submitted: '提交成功，等待经办机构审核',
  done: '单位已注销',
} as const;

export const UnitClosingInput = z.strictObject({
  closingReason: Code,
  closedOn: Day,
  note: text(200, '备注').optional(),
});
export type UnitClosingInput = z.infer<typeof UnitClosingInput>;

/**
 * 单位注销登记, beside the 43 items. What must be settled first is shown when the page opens, refused when it is sent, and looked at once
 * more when the decision is carried out.
 */
export const item = defineItem({
  id: 'unit-closing',
  input: UnitClosingInput,
  sections: [
    {
      title: '单位信息',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show' },
        { name: 'unitName', label: '单位名称', as: 'show', span: 2 },
        { name: 'creditCode', label: '统一社会信用代码', as: 'show' },
      ],
    },
    {
      title: '注销前核查',
      fields: [
        {
          name: 'checks',
          label: '注销前核查',
          as: 'show',
          span: 4,
          columns: [
            { name: 'what', label: '核查项', as: 'show' },
            { name: 'found', label: '核查结果', as: 'show' },
          ],
        },
      ],
    },
    {
      title: '注销信息',
      fields: [
        { name: 'closingReason', label: '注销原因', as: 'select', dictionary: 'closing-reason', required: true },
        { name: 'closedOn', label: '注销日期', as: 'day', required: true, hint: '登记机关核准注销的日期' },
        { name: 'note', label: '备注', as: 'text', span: 2 },
      ],
    },
  ],
  materials: [{ id: 'closing-proof', name: '注销证明', min: 1, max: 99, note: '登记机关注销通知书、法院裁定书或批准文件' }],
  prints: [],
  flow: { levels: 1, legal: { days: 10, of: 'working' }, promise: { days: 3, of: 'working' } },
  draft: true,
  mainButton: '提交',
  notice: [
    '用人单位依法终止的，应当自终止之日起30日内办理注销登记（社会保险法第五十七条）。',
    '注销前须为全部人员办理停保，缴清社会保险费，办结其他业务。停保当月的社会保险费自当月25日起核定，核定并缴清后方可注销。',
    '注销后保留查询和打印，不能再办理业务。',
  ],
  messages: MESSAGES,
  shows: ['unitNo', 'unitName', 'creditCode', 'checks'],
});
