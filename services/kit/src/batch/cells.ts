import type { BatchColumn } from '@wangting/contracts/batch';
import { codeFrom, labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { dictionaries } from '@wangting/contracts/dictionaries/index';
import { toHalfWidth } from '@wangting/contracts/standards/checked';
import { isDay } from '@wangting/contracts/standards/day';
import { fenToPlainYuan, yuanToFen } from '@wangting/contracts/standards/money';
import type { Cell } from './sheet.ts';

type Meaning = { value: string | number } | { wrong: string };
const wrong = (message: string): Meaning => ({ wrong: message });

const dictionaryOf = (column: BatchColumn) => {
  const found = dictionaries.get(column.dictionary as never);
  if (!found) throw new Error(`column ${column.name}: no dictionary ${column.dictionary}`);
  return found;
};

/** What is missing, in the words of the forms. */
export const missing = ({ as, label }: BatchColumn): string => `${as === 'code' || as === 'day' ? '请选择' : '请填写'}${label}`;

/** What a cell means for its column. Full-width digits and blanks around are no error; what cannot be trusted is. */
export function meaning(column: BatchColumn, cell: Cell): Meaning {
  if (cell.kind === 'formula') return wrong('单元格含有公式，请粘贴为数值');
  if (cell.kind === 'fault') return wrong('单元格的值有误，请重新填写');
  const text = cell.text.replace(/[\u200B-\u200D\uFEFF]/g, '').trim();
  if (column.as === 'day') return dayOf(column, cell.kind === 'day' ? cell.text : toHalfWidth(text));
  if (cell.kind === 'day') return wrong(`${column.label}不应是日期，请将单元格设为文本后重新填写`);
  if (column.as === 'money') return moneyOf(column, cell.kind, toHalfWidth(text));
  if (cell.kind === 'number') {
    // A spreadsheet keeps fifteen digits of a number; what stood behind them is gone.
    if (/[eE]/.test(text) || text.replace(/\D/g, '').length > 15)
      return wrong('号码被存为数字，末尾的数位已丢失，请将单元格设为文本后重新填写');
    if (column.as === 'text') return { value: text };
  }
  if (column.as === 'text') return { value: text };
  const dictionary = dictionaryOf(column);
  // A code typed as a number has lost its leading zeros.
  const padded = /^\d+$/.test(text) ? text.padStart(dictionary.entries[0]?.code.length ?? 0, '0') : text;
  const code = codeFrom(dictionary, toHalfWidth(text)) ?? codeFrom(dictionary, text) ?? codeFrom(dictionary, padded);
  return code === undefined ? wrong(`请从列表中选择${column.label}`) : { value: code };
}

const DAY_FORMS = [
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日$/,
];
const MONTH_FORMS = [/^(\d{4})(\d{2})$/, /^(\d{4})[-/.](\d{1,2})$/, /^(\d{4}) ?年 ?(\d{1,2}) ?月$/];
function dayOf({ label, month }: BatchColumn, text: string): Meaning {
  for (const form of month ? [...DAY_FORMS, ...MONTH_FORMS] : DAY_FORMS) {
    const match = form.exec(text);
    if (!match) continue;
    const day = [match[1], match[2]?.padStart(2, '0'), (match[3] ?? '1').padStart(2, '0')].join('-');
    return isDay(day) ? { value: day } : wrong(`${label}不是有效的日期`);
  }
  return wrong(`${label}格式应为 2024-04-01${month ? ' 或 202404' : ''}`);
}

function moneyOf({ label }: BatchColumn, kind: Cell['kind'], text: string): Meaning {
  // 7000.1 may stand in the file as 7000.1000000000004: the two decimals that were typed are meant.
  const number = kind === 'number' ? Number(text) : NaN;
  const typed = Number.isFinite(number) && Math.abs(number - Number(number.toFixed(2))) < 1e-6 ? number.toFixed(2) : text;
  const fen = yuanToFen(typed);
  return fen === null || fen < 0 ? wrong(`${label}应为金额，单位元，最多两位小数`) : { value: fen };
}

/** A value as somebody would have typed it: for the file to be corrected. */
export function typed(column: BatchColumn, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (column.as === 'money') return fenToPlainYuan(Number(value));
  return column.as === 'code' ? labelOf(dictionaryOf(column), String(value)) : String(value);
}
