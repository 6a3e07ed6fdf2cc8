import type { View } from '@wangting/contracts/queries';
import {
  FailedBy,
  Waiting,
  callAction,
  endpoint,
  itemApi,
  money,
  plain,
  useQuery,
  useSearchParams,
  type Endpoint,
} from '@wangting/kit-core';
import { useCallback, useMemo, useState } from 'react';
import { Tabs } from '../antd.ts';
import { Sections } from '../form/sections.tsx';
import { ItemHead } from '../item/item-head.tsx';
import type { ItemPageProps } from '../item/fill-in.tsx';
import { typedAt } from './address.ts';
import { Bars } from './bars.tsx';
import { ExportButton } from './export-button.tsx';
import { QueryPage, type Page } from './query-page.tsx';
import css from './query.module.css';

type Row = { id: string } & Record<string, unknown>;
interface Answer extends Page<Row> {
  totals?: Record<string, number>;
}
const NOTHING = () => undefined;
/** A chosen row's values stand in the address beside the filter, under names of their own: the filter of the list stays as it was. */
const chosen = (name: string) => `of-${name}`;

/** A query item from its views: one tab each, filters, table, 合计, 查看明细 by double click, 导出. */
export function QueryItemPage({ item, head, views }: ItemPageProps & { views: readonly View[] }) {
  const opening = useQuery({ queryKey: ['open', item.id], queryFn: () => callAction(itemApi(item.id).open, {}), staleTime: 60_000 });
  const [address, setAddress] = useSearchParams();
  const view = views.find(({ id }) => id === address.get('view')) ?? views[0];
  if (opening.error) return <FailedBy error={opening.error} again={() => void opening.refetch()} />;
  if (!opening.data || !view) return <Waiting rows={6} />;
  const go = (id: string, values: Record<string, string> = {}) =>
    setAddress((now) => {
      const next = new URLSearchParams(now);
      next.set('view', id);
      next.delete('page');
      for (const [name, value] of Object.entries(values)) next.set(chosen(name), value);
      return next;
    });
  return (
    <>
      <ItemHead item={item} head={head} />
      <Sections
        sections={item.sections}
        values={{}}
        shows={opening.data.shows}
        problems={{}}
        locked={() => true}
        disabled
        onChange={NOTHING}
        onLookup={() => Promise.resolve()}
        tabs={{}}
        onTab={NOTHING}
      />
      <Tabs
        activeKey={view.id}
        onChange={(id) => go(id)}
        destroyOnHidden
        items={views.map((one) => ({
          key: one.id,
          label: one.opens ? `${one.title}（双击查看明细）` : one.title,
          children: one.id === view.id && <ViewTable key={one.id} itemId={item.id} view={one} onOpen={go} />,
        }))}
      />
    </>
  );
}

function ViewTable({
  itemId,
  view,
  onOpen,
}: {
  itemId: string;
  view: View;
  onOpen: (view: string, values: Record<string, string>) => void;
}) {
  const [address] = useSearchParams();
  const [totals, setTotals] = useState<Record<string, number>>();
  const names = useMemo(() => Object.keys(view.filter.shape), [view]);
  const also = useMemo(() => ['view', ...names.map(chosen)], [names]);
  const ask = useMemo(
    () => endpoint(`POST /items/${itemId}/query/${view.id}`, 20_000) as unknown as Endpoint<Record<string, unknown>, Answer>,
    [itemId, view.id],
  );
  const filterOf = useCallback(
    (given: Record<string, unknown>) =>
      Object.fromEntries(
        names.flatMap((name) => {
          const value = (view.detail ? given[chosen(name)] : undefined) ?? given[name];
          return value === undefined || value === '' ? [] : [[name, value]];
        }),
      ),
    [names, view.detail],
  );
  const fetch = useCallback(
    ({ page, size, ...given }: { page: number; size: number; [name: string]: string | number | undefined }) =>
      callAction(ask, { filter: filterOf(given), page, size }),
    [ask, filterOf],
  );
  const onPage = useCallback((page: Page<Row>) => setTotals((page as Answer).totals), []);
  if (view.detail && !names.some((name) => address.has(chosen(name))))
    return <p className={css.hint}>请先在汇总中双击一行，或按“查看”。</p>;
  const { opens, bars } = view;
  return (
    <>
      <div className={css.above}>
        {view.totals && totals && (
          <dl className={css.totals} aria-label="合计">
            {view.totals.map(({ name, label, as }) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd>{as === 'money' ? `${money(totals[name])} 元` : plain(totals[name])}</dd>
              </div>
            ))}
          </dl>
        )}
        {view.exports && (
          <ExportButton itemId={itemId} view={view} filter={filterOf({ ...Object.fromEntries(address), ...typedAt(address) })} />
        )}
      </div>
      <QueryPage<Row>
        name={`${itemId}:${view.id}`}
        filters={view.filters}
        columns={view.columns}
        also={also}
        fetch={fetch}
        onPage={onPage}
        rowKey={({ id }) => id}
        {...(bars
          ? {
              picture: (rows: readonly Row[]) => (
                <Bars title={view.title} rows={rows} by={bars.by} of={view.columns.filter(({ name }) => bars.of.includes(name))} />
              ),
            }
          : {})}
        {...(opens
          ? {
              onOpen: (row: Row) =>
                onOpen(opens.view, Object.fromEntries(Object.entries(opens.with).map(([name, from]) => [name, String(row[from] ?? '')]))),
            }
          : {})}
      />
    </>
  );
}
