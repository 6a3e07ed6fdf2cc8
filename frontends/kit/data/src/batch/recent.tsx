import { BATCH_STATES, type BatchItem } from '@wangting/contracts/batch';
import { Button, batchApi, callAction, moment, useQuery } from '@wangting/kit-core';
import css from './batch.module.css';
import { isWorking } from './words.ts';

/** What the unit sent lately: the way back to a batch that went on without the page. */
export function Recent({ item, current, onOpen }: { item: BatchItem; current: string | undefined; onOpen: (batchId: string) => void }) {
  const { data } = useQuery({ queryKey: ['batches', item.id], queryFn: () => callAction(batchApi(item.id).mine, {}), staleTime: 5_000 });
  const others = (data?.batches ?? []).filter(({ batchId }) => batchId !== current);
  if (!others.length) return null;
  const open = current === undefined && others.some((view) => isWorking(view) || view.state === 'checked');
  return (
    <details className={css.panel} open={open}>
      <summary>最近的批次（{others.length}）</summary>
      <ul className={css.recent}>
        {others.map((view) => (
          <li key={view.batchId}>
            <strong>{BATCH_STATES[view.state]}</strong>
            <span>{view.fileName}</span>
            <small>
              {moment(view.at)}　{isWorking(view) ? `${view.percent}%` : view.message}
            </small>
            <Button size="small" aria-label={`查看 ${view.fileName} ${moment(view.at)}`} onClick={() => onOpen(view.batchId)}>
              查看
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
