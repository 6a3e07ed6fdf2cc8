import type { Column, FieldLayout } from '@wangting/contracts/item';
import {
  Alert,
  Button,
  Empty,
  FailedBy,
  day,
  keepInput,
  keptInput,
  moment,
  money,
  month,
  newRequestKey,
  onSessionChange,
  plain,
  useQuery,
  useSearchParams,
  wordsFor,
} from '@wangting/kit-core';
import { useEffect, useState, useSyncExternalStore, type FormEvent, type ReactNode } from 'react';
import { Table, type TableColumnsType } from '../antd.ts';
import { labelIn, useDictionary } from '../dictionary.ts';
import { Control } from '../form/control.tsx';
import {
  TYPED,
  askedFor,
  filterFrom,
  forgetTyped,
  keepTyped,
  pageFrom,
  rangeWords,
  sameFilter,
  split,
  toAddress,
  type Filter,
} from './address.ts';
import { Pager } from './pager.tsx';
import css from './query.module.css';

export interface Page<R> {
  rows: R[];
  total: number;
  page: number;
  size: number;
}
export interface QueryColumn<R> extends Omit<Column, 'name'> {
  name: string;
  render?: (row: R) => ReactNode;
}

interface Props<R> {
  /** Names the query in the cache and the remembered filter. */
  name: string;
  filters: readonly FieldLayout[];
  columns: readonly QueryColumn<R>[];
  fetch: (filter: { page: number; size: number; [name: string]: string | number | undefined }) => Promise<Page<R>>;
  rowKey: (row: R) => string;
  /** 查看明细: by the button, by double click, by Enter. */
  onOpen?: (row: R) => void;
  actions?: (row: R) => ReactNode;
  /** Of the column 操作: as wide as its buttons, so that it does not stand over the rows. */
  actionsWidth?: number;
  /** Part of the address that is not in the filter bar (the tab in front). */
  also?: readonly string[];
  refetchEvery?: number;
  /** Told what came, for counts beside the table. */
  onPage?: (page: Page<R>) => void;
  /** Drawn above the table from all rows; then all of them are one page. */
  picture?: (rows: readonly R[]) => ReactNode;
}

const WHOLE = { page: 1, size: 100 };

// What one person typed is not for the next one, nor under another hat.
onSessionChange(forgetTyped);

const WIDE = window.matchMedia('(min-width: 800px)');
const onWidth = (tell: () => void) => {
  WIDE.addEventListener('change', tell);
  return () => WIDE.removeEventListener('change', tell);
};
/** Room for a column that stays in place while the others move; a phone that is turned gains or loses it. */
const useWide = () => useSyncExternalStore(onWidth, () => WIDE.matches);

const PAPER = window.matchMedia('print');
const onPaper = (tell: () => void) => {
  PAPER.addEventListener('change', tell);
  return () => PAPER.removeEventListener('change', tell);
};
/** On paper a table is one table, whose head stands on every page; on screen antd makes it two, so that the head can stay while rows scroll. */
const usePaper = () => useSyncExternalStore(onPaper, () => PAPER.matches);

/** What the query of these filters asks now, for what stands beside its table (导出, 打印). */
export const useAsked = (filters: readonly FieldLayout[]): Filter => askedFor(useSearchParams()[0], filters, []);

/** Filters, table, pager. What is asked is in the address, except what was typed; what was asked last comes back. */
export function QueryPage<R extends object>({
  name,
  filters,
  columns,
  fetch,
  rowKey,
  onOpen,
  actions,
  actionsWidth = 168,
  also = [],
  refetchEvery,
  onPage,
  picture,
}: Props<R>) {
  const [address, setAddress] = useSearchParams();
  const wide = useWide();
  const paper = usePaper();
  const remembered = `query:${name}`;
  useEffect(() => {
    const last = keptInput(remembered);
    if (last && address.size === 0) setAddress(toAddress(last), { replace: true });
    // Only when the page opens without a filter of its own.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const filter = askedFor(address, filters, also);
  const { page, size } = picture ? WHOLE : pageFrom(address);
  const query = useQuery({
    queryKey: ['work', name, filter, page, size],
    queryFn: () => fetch({ ...filter, page, size }),
    placeholderData: (before: Page<R> | undefined) => before,
    staleTime: 2_000,
    ...(refetchEvery ? { refetchInterval: refetchEvery } : {}),
  });
  useEffect(() => {
    if (query.data) onPage?.(query.data);
  }, [query.data, onPage]);

  const ask = (next: Filter, at = 1, by = size) => {
    const { harmless, typed } = split(next, filters);
    const handle = Object.keys(typed).length ? { [TYPED]: keepTyped(typed, () => newRequestKey().slice(0, 8)) } : {};
    keepInput(remembered, { ...harmless, ...handle });
    setAddress(picture ? toAddress({ ...harmless, ...handle }) : toAddress({ ...harmless, ...handle }, at, by));
    if (at === page && by === size && sameFilter(next, filter)) void query.refetch();
  };
  const withTabs = (values: Filter) => ({ ...filterFrom(address, also), ...values });

  const shown: TableColumnsType<R> = [
    { key: '#', title: '序号', width: 64, align: 'center', render: (_: unknown, __: R, index: number) => (page - 1) * size + index + 1 },
    ...columns.map((column) => ({
      key: column.name,
      title: column.label,
      ...(column.width && !paper ? { width: column.width } : {}),
      align: column.as === 'money' || column.as === 'number' ? ('right' as const) : ('left' as const),
      render: (_: unknown, row: R) =>
        column.render ? column.render(row) : <Cell column={column} value={(row as Record<string, unknown>)[column.name]} />,
    })),
    ...(!paper && (onOpen || actions)
      ? [
          {
            key: 'actions',
            title: '操作',
            ...(wide ? { fixed: 'end' as const } : {}),
            width: actions ? actionsWidth : 88,
            render: (_: unknown, row: R) => (
              <span style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
                {onOpen && (
                  <Button size="small" onClick={() => onOpen(row)}>
                    查看
                  </Button>
                )}
                {actions?.(row)}
              </span>
            ),
          },
        ]
      : []),
  ];

  const empty = !query.data?.rows.length;
  return (
    <>
      {filters.length > 0 && (
        <FilterBar
          key={JSON.stringify(filter)}
          filters={filters}
          filter={filter}
          busy={query.isFetching}
          onAsk={(values) => ask(withTabs(values))}
          onClear={() => ask(withTabs({}))}
        />
      )}
      {query.error && query.data && <Alert type="warning" showIcon title={wordsFor(query.error, '查询')} style={{ marginBottom: 12 }} />}
      {query.data && picture?.(query.data.rows)}
      {query.error && !query.data ? (
        <FailedBy error={query.error} again={() => void query.refetch()} />
      ) : (
        <div className={css.table}>
          <Table<R>
            size="small"
            sticky={!paper}
            showHeader={wide || !empty}
            rowKey={rowKey}
            columns={empty ? shown.map(({ width: _width, fixed: _fixed, ...column }) => column) : shown}
            dataSource={query.data?.rows ?? []}
            pagination={false}
            loading={{ spinning: query.isPending, delay: 200 }}
            // With nothing in it there is nothing to scroll to, and a box that scrolls but takes no focus is closed to the keyboard: then all heads share the width.
            scroll={empty || paper ? {} : { x: 'max-content' }}
            locale={{ emptyText: query.isPending ? <span>正在读取…</span> : <Empty description="暂无内容" /> }}
            {...(onOpen
              ? {
                  onRow: (row: R) => ({
                    onDoubleClick: () => onOpen(row),
                    onKeyDown: (event: React.KeyboardEvent) => event.key === 'Enter' && event.target === event.currentTarget && onOpen(row),
                    tabIndex: 0,
                    style: { cursor: 'pointer' },
                  }),
                }
              : {})}
          />
          {query.data && !picture && (
            <Pager
              words={rangeWords(query.data.total, page, size)}
              total={query.data.total}
              page={page}
              size={size}
              onPage={(at, by) => ask(filter, at, by)}
            />
          )}
        </div>
      )}
    </>
  );
}

function FilterBar({
  filters,
  filter,
  busy,
  onAsk,
  onClear,
}: {
  filters: readonly FieldLayout[];
  filter: Filter;
  busy: boolean;
  onAsk: (values: Filter) => void;
  onClear: () => void;
}) {
  const [values, setValues] = useState<Record<string, unknown>>(filter);
  const send = (event: FormEvent) => {
    event.preventDefault();
    onAsk(
      Object.fromEntries(
        Object.entries(values)
          .filter(([, value]) => value !== undefined && value !== '')
          .map(([key, value]) => [key, String(value)]),
      ),
    );
  };
  return (
    <details className={css.filters} data-asked={Object.keys(filter).length > 0} open>
      <summary>查询条件</summary>
      <form className={css.grid} onSubmit={send} noValidate role="search">
        {filters.map((field) => (
          <div key={field.name}>
            <label id={`q-${field.name}-label`} className={css.label} htmlFor={`q-${field.name}`}>
              {field.label}
            </label>
            <Control
              field={field}
              id={`q-${field.name}`}
              value={values[field.name]}
              invalid={false}
              describedBy={undefined}
              disabled={false}
              onChange={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
            />
          </div>
        ))}
        <div className={css.buttons}>
          <Button type="primary" htmlType="submit" loading={busy ? { delay: 300 } : false}>
            查询
          </Button>
          <Button onClick={onClear}>清除</Button>
        </div>
      </form>
    </details>
  );
}

function Cell<R>({ column, value }: { column: QueryColumn<R>; value: unknown }) {
  const { data } = useDictionary(column.dictionary);
  if (column.dictionary) return <>{value ? labelIn(data, value) : plain(value)}</>;
  switch (column.as) {
    case 'money':
      return <span className={css.number}>{money(value)}</span>;
    case 'month':
      return <>{month(value)}</>;
    case 'day':
      return <span className={css.number}>{day(value)}</span>;
    case 'moment':
      return <span className={css.number}>{moment(value)}</span>;
    case 'number':
      return <span className={css.number}>{plain(value)}</span>;
    default:
      return <>{plain(value)}</>;
  }
}
