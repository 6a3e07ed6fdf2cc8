/** Kinds and states of contributions (policy §4, codes ours). */
import { defineDictionary } from './dictionary.ts';

export const dueKind = defineDictionary({
  name: 'due-kind',
  title: '缴费类型',
  source: '【补】policy §4',
  entries: [
    { code: '10', label: '正常应缴' },
    { code: '21', label: '断缴补缴补收' },
    { code: '22', label: '基数差补' },
    { code: '23', label: '比例差补' },
    { code: '31', label: '特殊补缴' },
    { code: '41', label: '退费' },
    { code: '42', label: '基数差退费' },
    { code: '43', label: '比例差退费' },
    { code: '51', label: '单位特殊退费' },
    { code: '61', label: '滞纳金' },
    { code: '62', label: '利息' },
    { code: '71', label: '工程项目缴费' },
  ],
});

export const dueState = defineDictionary({
  name: 'due-state',
  title: '缴费标志',
  source: '【补】policy §4；手册用已实缴、欠费、退费',
  entries: [
    { code: '0', label: '未缴' },
    { code: '1', label: '已实缴' },
    { code: '2', label: '欠费' },
    { code: '3', label: '缓缴' },
    { code: '4', label: '已退费' },
    { code: '5', label: '核销' },
  ],
});

export const treatyPersonKind = defineDictionary({
  name: 'treaty-person-kind',
  title: '互免人员类别',
  source: '【补】policy §11.1',
  entries: [
    { code: '1', label: '派遣人员' },
    { code: '2', label: '短期就业人员' },
    { code: '3', label: '自雇人员、投资者' },
    { code: '4', label: '船员' },
    { code: '5', label: '航空器机组人员' },
    { code: '6', label: '外交领事人员' },
    { code: '7', label: '公务人员' },
    { code: '8', label: '例外人员' },
    { code: '9', label: '随行家属' },
  ],
});

export const projectKind = defineDictionary({
  name: 'project-kind',
  title: '工程项目类别',
  source: '【补】policy §11.2',
  entries: [
    { code: '01', label: '房屋建筑' },
    { code: '02', label: '市政' },
    { code: '03', label: '公路' },
    { code: '04', label: '铁路' },
    { code: '05', label: '水利' },
    { code: '06', label: '能源（电力）' },
    { code: '07', label: '机场' },
    { code: '08', label: '通信' },
    { code: '09', label: '矿山' },
    { code: '99', label: '其他' },
  ],
});

export const overAgeKind = defineDictionary({
  name: 'over-age-kind',
  title: '延长缴费认定类型',
  source: '【补】items 12',
  entries: [
    { code: '01', label: '延长缴费至满最低缴费年限' },
    { code: '02', label: '弹性延迟退休' },
    { code: '03', label: '高级专家延迟退休' },
    { code: '04', label: '女干部（女高工）延长' },
    { code: '99', label: '其他' },
  ],
});
