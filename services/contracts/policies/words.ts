import { fenToYuan } from '../standards/money.ts';
import { isPeriod, periodLabel } from '../standards/period.ts';
import type { PolicyState } from './policy.ts';

/** How the values of a table of rates are called. A value is kept in ppm or fen; a person sees per cent or yuan. */
const LABELS: Readonly<Record<string, string>> = {
  unitPpm: '单位费率',
  personPpm: '个人费率',
  averageFen: '月平均工资',
  floorFen: '缴费基数下限',
  capFen: '缴费基数上限',
  ratePpm: '费率',
  ratePpmPerDay: '每日费率',
  capAtPrincipal: '以本金为限',
  charged: '停保当月缴费',
  factorPpm: '系数',
  projectFactorPpm: '工程项目系数',
  byFundMonths: '按基金可支付月数',
  atLeast: '不少于（月）',
  classOne: '一类浮动档次',
  others: '二至八类浮动档次',
  newUnit: '新单位档次',
  thresholds: '支缴率界限',
  upToPercent: '支缴率低于',
  step: '档次',
  riskClass: '风险类别',
};
const CLASSES = ['', '一类', '二类', '三类', '四类', '五类', '六类', '七类', '八类'];
export const valueLabel = (key: string): string => LABELS[key] ?? CLASSES[Number(key)] ?? key;

export const POLICY_STATES: Readonly<Record<PolicyState, string>> = { checked: '已核对', derived: '推得', unverified: '待核' };

/** Per cent of a rate in ppm, without trailing noughts: 7000 → 0.7. */
export const percent = (ppm: number): string => String(ppm / 10_000);

/** One line: 单位费率 0.7%，个人费率 0.3%. */
export function shownValue(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'number' ? `${one}%` : `（${shownValue(one)}）`)).join('、');
  return Object.entries(value as Record<string, unknown>)
    .map(([key, of]) => `${valueLabel(key)} ${shownPart(key, of)}`)
    .join('，');
}
function shownPart(key: string, of: unknown): string {
  if (typeof of === 'boolean') return of ? '是' : '否';
  if (of === null) return '不限';
  if (typeof of === 'object') return Array.isArray(of) ? shownValue(of) : `（${shownValue(of)}）`;
  if (key === 'riskClass') return CLASSES[Number(of)] ?? String(of);
  if (key === 'atLeast') return String(of);
  if (key === 'newUnit' || key === 'step' || key === 'upToPercent') return `${String(of)}%`;
  return key.endsWith('Fen') ? `${fenToYuan(Number(of))} 元` : `${percent(Number(of))}%`;
}

/** 202404 → 2024年04月; days and years stay. */
export const keyShown = (key: string): string => (isPeriod(key) ? periodLabel(key) : key);
/** 2024年01月至2024年12月; 2026年01月起. */
export const validityShown = (from: string, to: string | null): string =>
  to === null ? `${keyShown(from)}起` : `${keyShown(from)}至${keyShown(to)}`;
