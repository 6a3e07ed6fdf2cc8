import { z } from 'zod';
import { defineItem } from '../item.ts';
import { filled } from '../primitives.ts';

const MESSAGES = {
  noPerson: '未查询到该人员信息',
  noPayment: '该人员{year}年度在本单位无缴费记录',
  nobody: '{year}年度本单位没有缴费记录，无法批量打印',
  yearAhead: '年度不能晚于本年度',
  noLedger: '缴费明细暂未提供，暂不能打印个人权益记录单',
  notRegistered: '单位尚未办理社会保险登记，不能打印个人权益记录单',
  swept: '压缩包只保存7天，已过期删除；如仍需要，请重新批量打印',
  done: '个人权益记录单已生成',
  next: '请下载或打印；记录单自打印之日起3个月内可以验证',
} as const;

export const Year = z.string().regex(/^(19|20)\d{2}$/, '年度格式应为 2024');
export const RightsRecordInput = z.strictObject({ personNo: filled(20, '个人编号'), year: Year });

/** 9 个人权益单. Its main action is `rights-record-print.ts`: a paper is issued, no application is made. */
export const item = defineItem({
  id: 'rights-record',
  input: RightsRecordInput,
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
      title: '人员与年度',
      fields: [
        { name: 'personNo', label: '个人编号', as: 'lookup', lookup: 'personNo', required: true, placeholder: '请输入个人编号查询' },
        { name: 'socialNo', label: '社会保障号码', as: 'show' },
        { name: 'personName', label: '姓名', as: 'show' },
        { name: 'sex', label: '性别', as: 'show' },
        { name: 'year', label: '年度', as: 'year', required: true },
      ],
    },
  ],
  materials: [],
  prints: [{ id: 'rights-record', name: '个人权益记录单', stage: 'approved' }],
  flow: { levels: 0 },
  draft: false,
  mainButton: '打印',
  notice: [
    '可以打印所选年度在本单位有缴费记录的人员的个人权益记录单；本年度的记录截至打印当日。',
    '记录单加盖经办机构业务专用章，自打印之日起3个月内可凭验证码或二维码核验。',
    '可以一次打印全部人员：生成后以压缩包下载，每人一份；每次打印均有记录。',
  ],
  messages: MESSAGES,
  shows: ['unitNo', 'unitName', 'unitType', 'asOf'],
});
