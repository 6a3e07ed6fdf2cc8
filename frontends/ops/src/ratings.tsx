import { Empty, FailedBy, Waiting, callAction, useQuery } from '@wangting/kit-core';
import { QueryPage, type QueryColumn } from '@wangting/kit-data';
import { ops } from './ops-api.ts';
import css from './ops.module.css';
import { STARS } from './words.ts';

const ask = (filter: object) => callAction(ops.ratingSummary, filter as never);
type Answer = Awaited<ReturnType<typeof ask>>;
type Row = Answer['rows'][number];

const COLUMNS: readonly QueryColumn<Row>[] = [
  { name: 'at', label: '评价时间', as: 'moment', width: 150 },
  { name: 'itemName', label: '事项名称', as: 'text', width: 200 },
  { name: 'stars', label: '满意度', as: 'text', width: 120, render: ({ stars }) => STARS[stars - 1] },
  { name: 'words', label: '意见和建议', as: 'text', width: 420 },
];

/** 好差评: how many of each per item, and the newest words, without who said them. */
export function Ratings() {
  const summary = useQuery({ queryKey: ['ratings'], queryFn: () => ask({ page: 1, size: 1 }) });
  return (
    <>
      <h1 style={{ marginBottom: 12 }}>好差评</h1>
      {summary.error && <FailedBy error={summary.error} again={() => void summary.refetch()} />}
      {summary.isPending && <Waiting />}
      {summary.data?.items.length === 0 && <Empty description="暂无评价" />}
      {summary.data && summary.data.items.length > 0 && (
        <div className={css.matrix} style={{ marginBottom: 20 }} tabIndex={0} role="region" aria-label="各事项评价">
          <table>
            <thead>
              <tr>
                <th scope="col">事项名称</th>
                {STARS.map((words) => (
                  <th key={words} scope="col">
                    {words}
                  </th>
                ))}
                <th scope="col">合计</th>
                <th scope="col">满意率</th>
              </tr>
            </thead>
            <tbody>
              {summary.data.items.map(({ itemId, itemName, counts, total }) => (
                <tr key={itemId}>
                  <th scope="row">{itemName}</th>
                  {counts.map((count, index) => (
                    <td key={STARS[index]}>{count}</td>
                  ))}
                  <td>{total}</td>
                  <td>{total === 0 ? '—' : `${Math.round((counts.slice(2).reduce((sum, count) => sum + count, 0) / total) * 100)}%`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <QueryPage<Row> name="ratings" filters={[]} columns={COLUMNS} rowKey={({ itemId, at }) => `${itemId} ${at}`} fetch={ask} />
    </>
  );
}
