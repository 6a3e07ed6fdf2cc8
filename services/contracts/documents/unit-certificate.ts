import { z } from 'zod';
import { defineItem } from '../item.ts';
import { Month } from '../primitives.ts';
import { monthsBetween } from '../standards/period.ts';

export const CERTIFIED = { '210': '失业保险', '410': '工伤保险' } as const;
export type CertifiedInsurance = keyof typeof CERTIFIED;
/** The longest period one certificate covers. */
export const MAX_MONTHS = 24;
/** Months back from this one when nobody says otherwise. */
export const DEFAULT_MONTHS = 12;

const MESSAGES = {
  /** `{insurance}` is the name of the insurance. */
  notInsured: '单位未参加{insurance}',
  notRegistered: '单位尚未办理社会保险登记，不能打印单位参保证明',
  periodReversed: '开始所属期不能晚于结束所属期',
  periodTooLong: `起止所属期不能超过${MAX_MONTHS}个月`,
  periodAhead: '结束所属期不能晚于本月',
  noMonths: '缴费明细暂未提供',
  done: '证明已生成',
  next: '请下载或打印；证明自开具之日起3个月内可以验证',
} as const;

/** 起止所属期: either may be left out; both given must be in order and not too far apart. */
export function periodIssues({ fromMonth, toMonth }: { fromMonth?: string; toMonth?: string }): { path: string; message: string }[] {
  if (!fromMonth || !toMonth) return [];
  const apart = monthsBetween(fromMonth, toMonth);
  if (apart < 0) return [{ path: 'fromMonth', message: MESSAGES.periodReversed }];
  return apart >= MAX_MONTHS ? [{ path: 'toMonth', message: MESSAGES.periodTooLong }] : [];
}

export const UnitCertificateInput = z.strictObject({
  insurance: z.enum(['210', '410', 'all'], '请选择险种'),
  fromMonth: Month.optional(),
  toMonth: Month.optional(),
});

/** 10 单位参保证明打印. Its main action is `unit-certificate-print.ts`: a paper is issued, no application is made. */
export const item = defineItem({
  id: 'unit-certificate',
  input: UnitCertificateInput,
  sections: [
    {
      title: '单位信息',
      fields: [
        { name: 'unitNo', label: '单位编号', as: 'show' },
        { name: 'unitName', label: '单位名称', as: 'show', span: 2 },
        { name: 'unitType', label: '单位类型', as: 'show' },
        { name: 'creditCode', label: '统一社会信用代码', as: 'show' },
        { name: 'unitState', label: '登记状态', as: 'show' },
        { name: 'area', label: '参保地', as: 'show' },
        { name: 'agency', label: '经办机构', as: 'show' },
      ],
    },
    {
      title: '打印内容',
      fields: [
        // The page shows one card per insurance and one for 全部险种 (`all`); a click prints.
        { name: 'insurance', label: '险种', as: 'select', dictionary: 'insurance-kind', required: true, default: 'all' },
        { name: 'fromMonth', label: '开始所属期', as: 'month', hint: `默认最近${DEFAULT_MONTHS}个月` },
        { name: 'toMonth', label: '结束所属期', as: 'month', hint: `起止不超过${MAX_MONTHS}个月` },
      ],
    },
  ],
  materials: [],
  prints: [{ id: 'unit-certificate', name: '社会保险单位参保证明', stage: 'approved' }],
  flow: { levels: 0 },
  draft: false,
  mainButton: '打印',
  notice: [
    '单位已参加所选险种的，可以打印社会保险单位参保证明。',
    '证明加盖经办机构业务专用章，自开具之日起3个月内可凭验证码或二维码核验。',
    '有效期内再次打印取得同一份证明；需要新的证明请选择补打新版，将产生新的验证码。',
  ],
  messages: MESSAGES,
  /** `insurances`: one row per insurance of the unit (`{insurance, name, from, state, stateName}`); `asOf`: when the unit's data was last heard. */
  shows: ['unitNo', 'unitName', 'unitType', 'creditCode', 'unitState', 'area', 'agency', 'insurances', 'asOf'],
});
