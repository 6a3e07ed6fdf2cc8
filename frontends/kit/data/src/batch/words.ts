import type { BatchView } from '@wangting/contracts/batch';
import { OLD_WORKBOOK, PURPOSES } from '@wangting/contracts/files/upload';
import { sentenceOf } from '@wangting/contracts/errors';

export const ACCEPT = '.xlsx,.csv';
/** The service looks at the content; this only spares a useless upload. */
export function unfitTable(file: { name: string; size: number }): string | undefined {
  const { bytes } = PURPOSES.batch;
  if (file.size === 0) return '文件为空，未上传。请重新选择文件';
  if (/\.xls$/i.test(file.name)) return OLD_WORKBOOK;
  if (!/\.(xlsx|csv)$/i.test(file.name)) return sentenceOf('FILE_TYPE_REFUSED', { allowed: 'xlsx、csv' });
  if (file.size > bytes) return sentenceOf('FILE_TOO_LARGE', { limit: `${bytes / 1024 / 1024} MB` });
  return undefined;
}

export const isWorking = (view: Pick<BatchView, 'state'> | undefined): boolean => view?.state === 'checking' || view?.state === 'saving';

/** 3725 → 约 1 小时 3 分钟. */
export function durationWords(seconds: number): string {
  if (seconds < 60) return `约 ${Math.max(1, seconds)} 秒`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `约 ${minutes} 分钟` : `约 ${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟`;
}

/** One line beside the bar: what is being done, how far, how fast, how long still. */
export function progressWords(view: BatchView): string {
  if (view.cancelling) return '正在取消…';
  if (view.queued) return view.message || '前面还有批次正在处理，请稍候';
  const done =
    view.state === 'saving'
      ? `已保存 ${view.saved} 条${view.failed ? `，失败 ${view.failed} 条` : ''}，共 ${view.good} 条`
      : `已校验 ${view.rows} 条`;
  return [
    done,
    view.perSecond !== null && `每秒 ${view.perSecond} 条`,
    view.secondsLeft !== null && `剩余${durationWords(view.secondsLeft)}`,
  ]
    .filter(Boolean)
    .join('，');
}
