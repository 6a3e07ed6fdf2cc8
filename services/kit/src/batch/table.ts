import { MAX_BATCH_ROWS, type BatchColumn, type BatchItem } from '@wangting/contracts/batch';
import { PURPOSES } from '@wangting/contracts/files/upload';
import { issuesOf } from '../implement.ts';
import { meaning, missing } from './cells.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import type { ReadRow } from './rules.ts';
import { FileRefused, type Sheet, type SheetRow } from './sheet.ts';
import { ERROR_COLUMNS, versionOf } from './xlsx.ts';

const VERSION = '模板版本：';
/** A row of the template with its cells as they were typed, by column. */
export interface TableRow extends ReadRow {
  cells: string[];
}
export interface Table {
  rows(): AsyncGenerator<TableRow>;
  share: Sheet['share'];
  merged: Sheet['merged'];
}

/** A file of the item's template as rows with values. What is wrong with the file as a whole is thrown as FileRefused, here or while reading. */
export async function readTable(item: BatchItem, file: Buffer, type: string): Promise<Table> {
  const isCsv = type === PURPOSES.batch.types.csv;
  const sheet = await (isCsv ? readCsv : readXlsx)(file);
  return { share: () => sheet.share(), merged: () => sheet.merged(), rows: () => rowsOf(item, sheet, isCsv) };
}

async function* rowsOf(item: BatchItem, sheet: Sheet, isCsv: boolean): AsyncGenerator<TableRow> {
  const { columns } = item.batch;
  let versioned = false;
  let places: number[] | undefined;
  let count = 0;
  for await (const row of sheet.rows()) {
    if (!places) {
      if (!versioned && hasVersion(item, row)) {
        versioned = true;
        continue;
      }
      // A payroll system writes CSV with the same header and no version.
      if (!versioned && !isCsv) throw new FileRefused('不是本事项的模板，请重新下载模板填写后上传');
      places = placesOf(columns, row);
      continue;
    }
    const cells = places.map((at) => row.cells[at]);
    if (!cells.some(Boolean)) continue;
    const typed = cells.map((cell) => cell?.text.trim() ?? '');
    if (columns.every(({ example }, at) => example === typed[at])) continue;
    count += 1;
    if (count > MAX_BATCH_ROWS) throw new FileRefused(`文件超过 ${MAX_BATCH_ROWS} 行，请拆分后上传`);
    yield valuesOf(item, row.rowNo, cells, typed);
  }
  if (!places) throw new FileRefused('文件中没有表头，请重新下载模板填写后上传');
  if (!count) throw new FileRefused('文件中没有数据，请按模板填写后上传');
}

function hasVersion(item: BatchItem, { cells }: SheetRow): boolean {
  const found = cells.find((cell) => cell?.text.trim().startsWith(VERSION))?.text.trim();
  if (found === undefined) return false;
  if (found !== versionOf(item)) throw new FileRefused(`模板不正确：文件为“${found}”，应为“${versionOf(item)}”，请重新下载模板填写后上传`);
  return true;
}
/** Where each column of the template lies in the file: by its word, so that a column may have been moved. */
function placesOf(columns: readonly BatchColumn[], { cells }: SheetRow): number[] {
  const words = Array.from(cells, (cell) => (cell?.text ?? '').replace(/[\s*＊]/g, ''));
  const bare = (label: string) => label.replace(/\s/g, '');
  const unknown = words.find(
    (word) => word && !columns.some(({ label }) => bare(label) === word) && !(ERROR_COLUMNS as readonly string[]).includes(word),
  );
  if (unknown) throw new FileRefused(`模板不正确：不认识的列“${unknown.slice(0, 20)}”，请重新下载模板填写后上传`);
  const twice = words.find((word, at) => word && words.indexOf(word) !== at);
  if (twice) throw new FileRefused(`模板不正确：列“${twice}”出现两次，请重新下载模板填写后上传`);
  return columns.map(({ label }) => {
    const at = words.indexOf(bare(label));
    if (at < 0) throw new FileRefused(`模板不正确：缺少列“${label}”，请重新下载模板填写后上传`);
    return at;
  });
}

/** Each cell by itself: what it means, whether its field accepts that. One wrong cell hides none of the others. */
function valuesOf(item: BatchItem, rowNo: number, cells: readonly SheetRow['cells'][number][], typed: string[]): TableRow {
  const { columns, row } = item.batch;
  const found: TableRow = { rowNo, cells: typed, values: {}, issues: [], notes: [] };
  columns.forEach((column, at) => {
    const field = column.name;
    const add = (message: string) => void found.issues.push({ field, message });
    const cell = cells[at];
    if (!cell) {
      if (column.required === true) add(missing(column));
      return;
    }
    const meant = meaning(column, cell);
    if ('wrong' in meant) return add(meant.wrong);
    const checked = row.shape[field]?.safeParse(meant.value);
    if (!checked) throw new Error(`column ${field} is no field of the row`);
    if (checked.success) found.values[field] = checked.data;
    else for (const { message } of issuesOf(checked.error)) add(message);
  });
  return found;
}
