import path from 'node:path';
import { itemTable, type ItemRow, type ItemState } from './table.ts';

/** `npm run items`: the table of all 43 items; `-- --json` prints it as `{"items": […]}`. */
const WORD: Record<ItemState, string> = { done: '已完成 done', partial: '部分 partial', missing: '建设中 not yet' };

const items = await itemTable(path.resolve(import.meta.dirname, '../..'));
process.stdout.write(`${process.argv.includes('--json') ? JSON.stringify({ items }) : tableOf(items)}\n`);

function tableOf(rows: readonly ItemRow[]): string {
  const head = ['No', '事项 Item', 'Id', 'State', 'Service', 'Page', 'Tests'];
  const lines = rows.map((row) => [
    String(row.no).padStart(2),
    row.name,
    row.id,
    WORD[row.state],
    row.service,
    row.page ?? '—',
    row.tests.length > 1 ? `${row.tests[0]} +${row.tests.length - 1}` : (row.tests[0] ?? '—'),
  ]);
  const count = (state: ItemState) => rows.filter((row) => row.state === state).length;
  return `${aligned([head, ...lines])}\n\n${rows.length} items: ${count('done')} done, ${count('partial')} partial, ${count('missing')} not yet`;
}

function aligned(lines: readonly string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  const pad = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell));
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

/** Columns of a terminal: a Chinese character or full-width sign takes two. */
function widthOf(text: string): number {
  return [...text].reduce(
    (sum, character) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1),
    0,
  );
}
