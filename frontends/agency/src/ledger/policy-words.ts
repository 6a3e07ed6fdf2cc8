import { percent, valueLabel } from '@wangting/contracts/policies/words';
import { fenToPlainYuan, rateToPpm, yuanToFen } from '@wangting/contracts/standards/money';

/** How the values of a table of rates are typed. */
type Unit = '元' | '%' | '是或否';
export interface PolicyField {
  path: string;
  label: string;
  unit: Unit;
  value: number | boolean;
}
export type Values = Readonly<Record<string, string>>;
const unitOf = (key: string): Unit => (key.endsWith('Fen') ? '元' : '%');

export function typed(value: number | boolean, unit: Unit): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  return unit === '元' ? fenToPlainYuan(value) : percent(value);
}

/** The amounts, rates and switches of a value that a person may change; lists stay as they are. */
export function fieldsOf(value: Record<string, unknown>): PolicyField[] {
  return Object.entries(value).flatMap(([key, of]): PolicyField[] => {
    if (typeof of === 'boolean') return [{ path: key, label: valueLabel(key), unit: '是或否', value: of }];
    if (typeof of === 'number' && (/(Ppm|Fen)/.test(key) || Number(key) > 0))
      return [{ path: key, label: valueLabel(key), unit: unitOf(key), value: of }];
    if (key === 'factorPpm' && typeof of === 'object' && of)
      return Object.entries(of as Record<string, number>).map(([one, ppm]) => ({
        path: `${key}.${one}`,
        label: `${valueLabel(key)} ${valueLabel(one)}`,
        unit: '%',
        value: ppm,
      }));
    return [];
  });
}

/** The value with what was typed in its place; undefined when something is neither a number nor 是 or 否 where that is asked. */
export function parsed(
  value: Record<string, unknown>,
  fields: readonly PolicyField[],
  typedIn: Values,
): Record<string, unknown> | undefined {
  const next = structuredClone(value);
  for (const { path, unit } of fields) {
    const text = (typedIn[path] ?? '').trim();
    const read = readAs(text, unit);
    if (read === null) return undefined;
    const [key = '', inner] = path.split('.');
    if (inner === undefined) next[key] = read;
    else (next[key] as Record<string, number | boolean>)[inner] = read;
  }
  return next;
}
function readAs(text: string, unit: Unit): number | boolean | null {
  if (unit === '是或否') return text === '是' ? true : text === '否' ? false : null;
  return unit === '元' ? yuanToFen(text) : rateToPpm(`${text.replace(/%$/, '')}%`);
}

/** The month or day before; undefined when it is neither. */
export function before(key: string): string | undefined {
  if (/^\d{4}(0[1-9]|1[0-2])$/.test(key)) return key.endsWith('01') ? `${Number(key.slice(0, 4)) - 1}12` : String(Number(key) - 1);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(key) || Number.isNaN(Date.parse(key))) return undefined;
  return new Date(Date.parse(key) - 86_400_000).toISOString().slice(0, 10);
}
