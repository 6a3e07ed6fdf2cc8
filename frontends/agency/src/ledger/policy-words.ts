import { fenToPlainYuan, rateToPpm, yuanToFen } from '@wangting/contracts/standards/money';
import { money } from '@wangting/kit-core';

/** How the values of a table of rates are called, shown and typed. A value is kept in ppm or fen; a person sees per cent or yuan. */
const LABELS: Readonly<Record<string, string>> = {
  unitPpm: '单位费率',
  personPpm: '个人费率',
  averageFen: '月平均工资',
  floorFen: '缴费基数下限',
  capFen: '缴费基数上限',
  ratePpm: '费率',
  ratePpmPerDay: '每日费率',
  capAtPrincipal: '以本金为限',
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
};
const CLASSES = ['', '一类', '二类', '三类', '四类', '五类', '六类', '七类', '八类'];
const labelOf = (key: string): string => LABELS[key] ?? CLASSES[Number(key)] ?? key;

type Unit = '元' | '%';
export interface PolicyField {
  path: string;
  label: string;
  unit: Unit;
  value: number;
}
export type Values = Readonly<Record<string, string>>;
const unitOf = (key: string): Unit => (key.endsWith('Fen') ? '元' : '%');

/** Per cent of a rate in ppm, without trailing noughts: 7000 → 0.7. */
const percent = (ppm: number): string => String(ppm / 10_000);
export const typed = (value: number, unit: Unit): string => (unit === '元' ? fenToPlainYuan(value) : percent(value));

/** The amounts and rates of a value that a person may change; switches and lists stay as they are. */
export function fieldsOf(value: Record<string, unknown>): PolicyField[] {
  return Object.entries(value).flatMap(([key, of]): PolicyField[] => {
    if (typeof of === 'number' && (/(Ppm|Fen)/.test(key) || Number(key) > 0))
      return [{ path: key, label: labelOf(key), unit: unitOf(key), value: of }];
    if (key === 'factorPpm' && typeof of === 'object' && of)
      return Object.entries(of as Record<string, number>).map(([one, ppm]) => ({
        path: `${key}.${one}`,
        label: `${labelOf(key)} ${labelOf(one)}`,
        unit: '%',
        value: ppm,
      }));
    return [];
  });
}

/** The value with what was typed in its place; undefined when something is no number. */
export function parsed(
  value: Record<string, unknown>,
  fields: readonly PolicyField[],
  typedIn: Values,
): Record<string, unknown> | undefined {
  const next = structuredClone(value);
  for (const { path, unit } of fields) {
    const text = (typedIn[path] ?? '').trim();
    const number = unit === '元' ? yuanToFen(text) : rateToPpm(`${text.replace(/%$/, '')}%`);
    if (number === null) return undefined;
    const [key = '', inner] = path.split('.');
    if (inner === undefined) next[key] = number;
    else (next[key] as Record<string, number>)[inner] = number;
  }
  return next;
}

/** One line: 单位费率 0.7%，个人费率 0.3%. */
export function shownValue(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => (typeof one === 'number' ? `${one}%` : `（${shownValue(one)}）`)).join('、');
  return Object.entries(value as Record<string, unknown>)
    .map(([key, of]) => `${labelOf(key)} ${shownPart(key, of)}`)
    .join('，');
}
function shownPart(key: string, of: unknown): string {
  if (typeof of === 'boolean') return of ? '是' : '否';
  if (of === null) return '不限';
  if (typeof of === 'object') return Array.isArray(of) ? shownValue(of) : `（${shownValue(of)}）`;
  if (key === 'atLeast') return String(of);
  if (key === 'newUnit' || key === 'step' || key === 'upToPercent') return `${String(of)}%`;
  return key.endsWith('Fen') ? `${money(of)} 元` : `${percent(Number(of))}%`;
}

/** 202404 → 2024年04月; days and years stay. */
export const keyShown = (key: string): string => (/^\d{6}$/.test(key) ? `${key.slice(0, 4)}年${key.slice(4)}月` : key);
/** The month or day before; undefined when it is neither. */
export function before(key: string): string | undefined {
  if (/^\d{4}(0[1-9]|1[0-2])$/.test(key)) return key.endsWith('01') ? `${Number(key.slice(0, 4)) - 1}12` : String(Number(key) - 1);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(key) || Number.isNaN(Date.parse(key))) return undefined;
  return new Date(Date.parse(key) - 86_400_000).toISOString().slice(0, 10);
}
