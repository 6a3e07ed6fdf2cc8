import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Month, YesNo, filled } from '../primitives.ts';
import { monthsBetween } from '../standards/period.ts';

/** People of one certificate: more than one make a roster. */
export const MAX_PEOPLE = 50;
/** The longest period one certificate covers. */
export const MAX_MONTHS = 120;
const MESSAGES = {
  noPerson: '未查询到该人员信息',
  noPayment: '未查询到缴费记录，无法打印',
  noLedger: '缴费明细暂未提供，暂不能打印',
  periodReversed: '开始缴费所属期不能晚于结束缴费所属期',
  periodTooLong: '起止所属期不能超过10年',
  periodAhead: '结束缴费所属期不能晚于本月',
  notRegistered: '单位尚未办理社会保险登记，不能打印人员参保证明',
  done: '证明已生成',
  next: '请下载或打印；证明自开具之日起3个月内可以验证',
} as const;

/** Both given must be in order and not too far apart. */
export function periodIssues({ fromMonth, toMonth }: { fromMonth: string; toMonth: string }): { path: string; message: string }[] {
  const apart = monthsBetween(fromMonth, toMonth);
  if (apart < 0) return [{ path: 'fromMonth', message: MESSAGES.periodReversed }];
  return apart >= MAX_MONTHS ? [{ path: 'toMonth', message: MESSAGES.periodTooLong }] : [];
}

export const PersonCertificateInput = z.strictObject({
  personNos: z.array(filled(20, '个人编号'), '请先添加人员').min(1, '请先添加人员').max(MAX_PEOPLE, `一次最多${MAX_PEOPLE}人`),
  fromMonth: Month,
  toMonth: Month,
  /** 完整显示 of numbers on a roster; who printed it so is on record. */
  whole: YesNo.optional(),
});

/** 11 单位人员参保证明打印. Its main action is `person-certificate-print.ts`. */
export const item = defineItem({
  id: 'person-certificate',
  input: PersonCertificateInput,
  sections: [
    {
      title: '单位信息',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show' },
        { name: 'unitName', label: '单位全称', as: 'show', span: 2 },
        { name: 'unitType', label: '单位类型', as: 'show' },
      ],
    },
    {
      title: '查询条件',
      fields: [
        { name: 'personNos', label: '个人编号', as: 'lookup', lookup: 'personNo', required: true, placeholder: '请输入个人编号查询' },
        { name: 'fromMonth', label: '开始缴费所属期', as: 'month', required: true },
        { name: 'toMonth', label: '结束缴费所属期', as: 'month', required: true },
        { name: 'whole', label: '名册完整显示证件号码', as: 'yesno' },
      ],
    },
  ],
  materials: [],
  prints: [{ id: 'person-certificate', name: '社会保险参保缴费证明（单位人员）', stage: 'approved' }],
  flow: { levels: 0 },
  draft: false,
  mainButton: '打印',
  notice: [
    '可以打印人员在本单位的参保缴费证明，只统计已实缴的月份。',
    `一人为明细证明；添加多人（最多${MAX_PEOPLE}人）为名册证明，证件号码默认脱敏。`,
    '证明加盖经办机构业务专用章，自开具之日起3个月内可凭验证码或二维码核验。',
  ],
  messages: MESSAGES,
  columns: [
    { name: 'insurance', label: '险种类型', as: 'text', width: 90 },
    { name: 'state', label: '参保状态', as: 'text', width: 90 },
    { name: 'unitName', label: '缴费单位名称', as: 'text', width: 180 },
    { name: 'unitNo', label: '缴费单位', as: 'text', width: 110 },
    { name: 'unit', label: '单位缴费', as: 'text', width: 100 },
    { name: 'person', label: '个人缴费', as: 'text', width: 100 },
    { name: 'base', label: '缴费基数和', as: 'text', width: 110 },
    { name: 'year', label: '缴费年度', as: 'text', width: 90 },
    { name: 'months', label: '实缴月份', as: 'text', width: 100 },
    { name: 'count', label: '实缴月数', as: 'number', width: 90 },
    { name: 'agency', label: '经办机构', as: 'text', width: 200 },
    { name: 'area', label: '参保地', as: 'text', width: 120 },
  ],
  shows: ['unitNo', 'unitName', 'unitType', 'asOf'],
});
