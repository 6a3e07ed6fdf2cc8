import { PURPOSES } from '@wangting/contracts/files/upload';
import { putObject } from '../objects.ts';
import { unsealJson } from '../sealed.ts';
import { cellsOf } from './check.ts';
import { CHUNK } from './job.ts';
import type { BatchModels, BatchRowDoc } from './models.ts';
import type { BatchRules } from './rules.ts';
import { errorsOf, templateOf } from './xlsx.ts';

const XLSX = PURPOSES.batch.types.xlsx;

export const putTemplate = async ({ item }: BatchRules, key: string): Promise<void> => putObject(key, await templateOf(item), XLSX);

/** 导出错误信息: the rows of one tab as they were typed, each with what is wrong with it. */
export async function putErrors(
  models: BatchModels,
  { item }: BatchRules,
  { batchId, tab, key }: { batchId: string; tab: 'bad' | 'failed'; key: string },
): Promise<void> {
  const labels = new Map(item.batch.columns.map(({ name, label }) => [name, label]));
  async function* lines() {
    let after = -1;
    for (;;) {
      const rows = await models.rows
        .find({ batchId, state: tab, rowNo: { $gt: after } })
        .sort({ rowNo: 1 })
        .limit(CHUNK)
        .lean<BatchRowDoc[]>();
      for (const { sealed, issues } of rows) {
        const cells = tab === 'bad' ? unsealJson<string[]>(sealed) : cellsOf(item, unsealJson(sealed));
        const fields = [...new Set(issues.map(({ field }) => labels.get(field) ?? ''))].filter(Boolean);
        yield [...cells, fields.join('、'), issues.map(({ message }) => message).join('；')];
      }
      if (rows.length < CHUNK) return;
      after = rows.at(-1)?.rowNo ?? after;
    }
  }
  await putObject(key, await errorsOf(item, lines()), XLSX);
}
