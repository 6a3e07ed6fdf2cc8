import { randomUUID } from 'node:crypto';
import type { stream } from 'exceljs';
import type { z } from 'zod';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { dictionaries } from '@wangting/contracts/dictionaries/index';
import { headOf } from '@wangting/contracts/catalogue';
import type { Column } from '@wangting/contracts/item';
import { exportAction, type View } from '@wangting/contracts/queries';
import { isPeriod, periodLabel } from '@wangting/contracts/standards/period';
import { ruleContext } from './applications/actions.ts';
import type { RuleContext } from './applications/rules.ts';
import { realNow, today } from './clock.ts';
import { refuse } from './errors.ts';
import { implement, type Implemented } from './implement.ts';
import type { Asked, Found } from './queries.ts';
import { drained, objectWriter } from './object-writer.ts';
import { addressOf, sweepObjects } from './objects.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Rows of one file: what spreadsheet programs open without complaint. */
const MOST = 200_000;
const PAGE = 500;
const KEPT_MS = 3_600_000;
type Row = Record<string, unknown>;

/** 导出 one view of an item: `each` brings every row that matches, in chunks, and the file is written while they come. */
export function implementExport<F extends z.ZodObject, R extends z.ZodObject>(
  itemId: string,
  view: View<F, R>,
  each: (asked: RuleContext & { filter: z.infer<F> }) => AsyncIterable<readonly z.infer<R>[]>,
): Implemented {
  return implement(exportAction(itemId, view), async (request) => {
    const { filter } = request.input as { filter: z.infer<F> };
    const name = `${headOf(itemId).name}_${view.title}_${today().replaceAll('-', '')}.xlsx`;
    const columns = [...view.columns, ...(view.fileColumns ?? [])];
    return exportSheet(name, columns, each({ ...ruleContext(request as never), filter }) as AsyncIterable<readonly Row[]>);
  }) as unknown as Implemented;
}

/** Chunks of a view whose matches are few, from what brings its pages. */
export async function* byPages<F, R>(
  find: (asked: Asked<F>) => Promise<Found<R>>,
  asked: RuleContext & { filter: F },
): AsyncGenerator<R[]> {
  for (let skip = 0; ; skip += PAGE) {
    const { rows, total } = await find({ ...asked, skip, size: PAGE });
    yield rows;
    if (skip + PAGE >= total) return;
  }
}

/** Writes rows as .xlsx straight into the object store, a chunk at a time, and signs the address. Files are swept after an hour. */
async function exportSheet(
  name: string,
  columns: readonly Column[],
  chunks: AsyncIterable<readonly Row[]>,
): Promise<{ url: string; name: string; rows: number }> {
  const { default: exceljs } = await import('exceljs');
  const key = `exports/${randomUUID()}`;
  const { out, stored, drop } = objectWriter(key, XLSX);
  try {
    const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
    const rows = await writeRows(book, columns, chunks, () => drained(out));
    // Of a store that fails the book never hears, and would wait for good.
    await Promise.race([book.commit(), stored]);
    await stored;
    void sweepObjects('exports/', realNow() - KEPT_MS).catch(() => undefined);
    return { url: await addressOf(key, name, XLSX), name, rows };
  } catch (error) {
    drop(error);
    throw error;
  }
}
async function writeRows(
  book: stream.xlsx.WorkbookWriter,
  columns: readonly Column[],
  chunks: AsyncIterable<readonly Row[]>,
  room: () => Promise<void>,
): Promise<number> {
  const sheet = book.addWorksheet('导出', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = columns.map(({ label, as, width }) => ({
    header: label,
    width: Math.max(10, Math.round((width ?? 120) / 8)),
    style: { numFmt: as === 'money' ? '#,##0.00' : as === 'number' ? '0' : '@' },
  }));
  let rows = 0;
  for await (const chunk of chunks) {
    rows += chunk.length;
    if (rows > MOST) throw refuse(`导出超过${MOST}条，请缩小查询范围后重试`);
    for (const row of chunk) sheet.addRow(columns.map((column) => cellOf(column, row[column.name]))).commit();
    await room();
  }
  return rows;
}

/** A value as people read it: money as a number of yuan, codes in words, months as 2024年04月. */
function cellOf({ as, dictionary }: Column, value: unknown): string | number {
  if (value === null || value === undefined) return '';
  const known = dictionary ? dictionaries.get(dictionary) : undefined;
  if (known) return labelOf(known, String(value));
  if (as === 'money' && typeof value === 'number') return value / 100;
  if (as === 'number' && typeof value === 'number') return value;
  if (as === 'month' && isPeriod(String(value))) return periodLabel(String(value));
  return String(value);
}
