import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type ExcelJS from 'exceljs';
import { MAX_BATCH_ROWS, type BatchColumn, type BatchItem } from '@wangting/contracts/batch';
import { headOf } from '@wangting/contracts/catalogue';
import { offeredOn } from '@wangting/contracts/dictionaries/dictionary';
import { dictionaries } from '@wangting/contracts/dictionaries/index';
import { today } from '../clock.ts';

/** The only place that knows exceljs, which is fetched when the first workbook is made. */
const exceljs = async (): Promise<typeof ExcelJS> => (await import('exceljs')).default;

/** Rows above the data: title with version, headers. */
export const VERSION_ROW = 1;
export const HEADER_ROW = 2;
/** Added to a file of errors, and passed over when it is sent in again. */
export const ERROR_COLUMNS = ['错误字段', '错误原因'] as const;
const DICTIONARIES = '字典';
const GUIDE = '填写说明';
const FORMS = { text: '文本', code: '从列表中选择，或填写代码', day: '日期，如 2024-04-01', money: '金额，单位元，最多两位小数' };

/** `模板版本：3.1`: item 3, first edition. Stands in the sheet, so that it survives being saved as CSV. */
export const versionOf = (item: BatchItem): string => `模板版本：${headOf(item.id).no}.${item.batch.version}`;
export const headerOf = ({ label, required }: BatchColumn): string => (required ? `${label}*` : label);
export const fileNameOf = (item: BatchItem, what: string): string => `${headOf(item.id).name}${what}.xlsx`;

type Lists = ReadonlyMap<string, string>;
interface Table {
  item: BatchItem;
  /** Beyond the template's columns: 错误字段, 错误原因. */
  more?: readonly string[];
  rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>;
  style?: Partial<ExcelJS.Style>;
}

/** The template: version, headers, an example row that is passed over when it is left in, drop-downs, columns of text. */
export const templateOf = (item: BatchItem): Promise<Buffer> =>
  write({ item, rows: [item.batch.columns.map(({ example }) => example)], style: { font: { italic: true, color: { argb: 'FF8C8C8C' } } } });
/** Rows with what is wrong with them, in the form of the template: corrected, it can be sent in as it is. */
export const errorsOf = (item: BatchItem, rows: AsyncIterable<readonly string[]>): Promise<Buffer> =>
  write({ item, more: ERROR_COLUMNS, rows });

async function write(table: Table): Promise<Buffer> {
  const { stream } = await exceljs();
  const out = new PassThrough();
  const whole = buffer(out);
  const book = new stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const lists = listsOf(table.item);
  await dataSheet(book, table, lists);
  guideSheet(book, table.item);
  dictionarySheet(book, lists);
  await book.commit();
  return whole;
}

/** Where each dictionary's words lie on the hidden sheet. */
function listsOf({ batch }: BatchItem): Lists {
  const names = [...new Set(batch.columns.flatMap(({ dictionary }) => dictionary ?? []))];
  return new Map(names.map((name, at) => [name, String.fromCharCode(65 + at)]));
}
const wordsOf = (dictionary: string): string[] => {
  const found = dictionaries.get(dictionary);
  return found ? offeredOn(found, today()).map(({ label }) => label) : [];
};

async function dataSheet(book: ExcelJS.stream.xlsx.WorkbookWriter, { item, more = [], rows, style }: Table, lists: Lists): Promise<void> {
  const { columns } = item.batch;
  const sheet = book.addWorksheet(headOf(item.id).name, { views: [{ state: 'frozen', xSplit: 0, ySplit: HEADER_ROW }] });
  // Text keeps numbers, leading zeros and dates as they are typed.
  sheet.columns = [
    ...columns.map(({ as, label, width }) => ({
      width: width ?? Math.max(12, label.length * 2 + 4),
      style: { numFmt: as === 'money' ? '0.00' : '@' },
    })),
    ...more.map(() => ({ width: 40 })),
  ];
  sheet.addRow([headOf(item.id).name, versionOf(item)]).commit();
  const header = sheet.addRow([...columns.map(headerOf), ...more]);
  header.eachCell((cell, at) => {
    cell.font = { bold: true, color: { argb: at > columns.length || columns[at - 1]?.required ? 'FFCF1322' : 'FF000000' } };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE6F4FF' } };
  });
  header.commit();
  // Not among the public types: one rule for a whole column.
  const validations = (sheet as unknown as { dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void } }).dataValidations;
  columns.forEach(({ dictionary, label }, at) => {
    const words = dictionary ? wordsOf(dictionary) : [];
    if (!dictionary || !words.length) return;
    const letter = sheet.getColumn(at + 1).letter;
    validations.add(`${letter}${HEADER_ROW + 1}:${letter}${MAX_BATCH_ROWS + HEADER_ROW}`, {
      type: 'list',
      allowBlank: true,
      formulae: [`'${DICTIONARIES}'!$${lists.get(dictionary)}$1:$${lists.get(dictionary)}$${words.length}`],
      showErrorMessage: true,
      errorStyle: 'warning',
      errorTitle: label,
      error: `请从列表中选择${label}，或填写其代码`,
    });
  });
  for await (const cells of rows) {
    const row = sheet.addRow(cells.map((text) => text || null));
    if (style) row.eachCell((cell) => Object.assign(cell, style));
    row.commit();
  }
  sheet.commit();
}

function guideSheet(book: ExcelJS.stream.xlsx.WorkbookWriter, { batch }: BatchItem): void {
  const sheet = book.addWorksheet(GUIDE);
  sheet.columns = [{ width: 20 }, { width: 10 }, { width: 30 }, { width: 60 }];
  sheet.addRow(['列', '必填', '格式', '说明']).commit();
  for (const { label, required, as, month, hint = '' } of batch.columns)
    sheet.addRow([label, required ? '是' : '否', month ? `${FORMS[as]} 或 202404` : FORMS[as], hint]).commit();
  sheet.addRow([]).commit();
  for (const line of [
    '灰色斜体的一行是示例，填写时可覆盖；未修改的示例行不会导入。',
    `一次最多 ${MAX_BATCH_ROWS} 行。请勿合并单元格、使用公式或改动表头。`,
  ])
    sheet.addRow([line]).commit();
  sheet.commit();
}
function dictionarySheet(book: ExcelJS.stream.xlsx.WorkbookWriter, lists: Lists): void {
  const sheet = book.addWorksheet(DICTIONARIES, { state: 'veryHidden' });
  const columns = [...lists.keys()].map(wordsOf);
  const longest = Math.max(0, ...columns.map(({ length }) => length));
  for (let at = 0; at < longest; at += 1) sheet.addRow(columns.map((words) => words[at] ?? null)).commit();
  sheet.commit();
}
