/** Answers and states that many items share (standards §10; items §1.4). */
import { STATUSES } from '../application.ts';
import { defineDictionary } from './dictionary.ts';

export const yesNo = defineDictionary({
  name: 'yes-no',
  title: '是否',
  source: '通用',
  entries: [
    { code: '1', label: '是' },
    { code: '0', label: '否' },
  ],
});

export const validity = defineDictionary({
  name: 'validity',
  title: '有效标志',
  source: 'LD/T 92 AAE100',
  entries: [
    { code: '1', label: '有效' },
    { code: '0', label: '无效' },
  ],
});

export const reviewStatus = defineDictionary({
  name: 'review-status',
  title: '审核状态',
  source: '单位网厅手册',
  entries: [
    { code: '0', label: '未审核' },
    { code: '1', label: '审核通过' },
    { code: '2', label: '审核不通过' },
  ],
});

export const deliveryMethod = defineDictionary({
  name: 'delivery-method',
  title: '送达方式',
  source: '【补】standards §10',
  entries: [
    { code: '1', label: '电子送达' },
    { code: '2', label: '邮寄送达' },
    { code: '3', label: '直接送达（现场领取）' },
    { code: '4', label: '留置送达' },
    { code: '5', label: '公告送达' },
  ],
});

export const deliveryState = defineDictionary({
  name: 'delivery-state',
  title: '签收状态',
  source: '【补】items 29',
  entries: [
    { code: '1', label: '待签收' },
    { code: '2', label: '已签收' },
    { code: '3', label: '已送达' },
  ],
});

export const payMethod = defineDictionary({
  name: 'pay-method',
  title: '发放方式',
  source: '单位网厅手册',
  entries: [
    { code: '1', label: '银行发放' },
    { code: '2', label: '社保卡发放' },
    { code: '3', label: '单位代发' },
  ],
});

export const payeeKind = defineDictionary({
  name: 'payee-kind',
  title: '发放对象',
  source: '【补】items B8',
  entries: [
    { code: '1', label: '本人' },
    { code: '2', label: '单位' },
    { code: '3', label: '供养亲属' },
  ],
});

export const applicantKind = defineDictionary({
  name: 'applicant-kind',
  title: '申请人类别',
  source: '【补】items B8',
  entries: [
    { code: '1', label: '用人单位' },
    { code: '2', label: '工伤职工本人' },
    { code: '3', label: '近亲属' },
    { code: '4', label: '供养亲属' },
  ],
});

/** The same states and codes as `STATUSES`, for filters and exports. */
export const applicationStatus = defineDictionary({
  name: 'application-status',
  title: '办件状态',
  source: '【补】items §1.4',
  entries: Object.values(STATUSES).map(({ code, label }) => ({ code: String(code), label })),
});
