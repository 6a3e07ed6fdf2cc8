/** Unemployment subsidies (policy §10.2, codes ours). */
import { defineDictionary } from './dictionary.ts';

export const refundUse = defineDictionary({
  name: 'refund-use',
  title: '稳岗返还资金用途',
  source: 'policy §10.1；代码为补',
  entries: [
    { code: '1', label: '职工生活补助' },
    { code: '2', label: '缴纳社会保险费' },
    { code: '3', label: '转岗培训' },
    { code: '4', label: '技能提升培训' },
    { code: '5', label: '降低生产经营成本' },
  ],
});

export const subsidyStatus = defineDictionary({
  name: 'subsidy-status',
  title: '补贴办理状态',
  source: '【补】policy §10.2',
  entries: [
    { code: '01', label: '待推送' },
    { code: '02', label: '待单位确认' },
    { code: '03', label: '已确认' },
    { code: '04', label: '确认不通过' },
    { code: '05', label: '待初审' },
    { code: '06', label: '待复核' },
    { code: '07', label: '待公示' },
    { code: '08', label: '公示通过' },
    { code: '09', label: '待拨付' },
    { code: '10', label: '已到账' },
    { code: '11', label: '拨付失败（退票）' },
  ],
});
