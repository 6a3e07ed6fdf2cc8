import { BATCH_TABS, type BatchItem, type BatchRow, type BatchTab, type BatchView } from '@wangting/contracts/batch';
import type { Column } from '@wangting/contracts/item';
import { Button, Empty, FailedBy, batchApi, callAction, useDialogs, useQuery, useQueryClient, wordsFor } from '@wangting/kit-core';
import { useState } from 'react';
import { Table, Tabs, type TableColumnsType } from '../antd.ts';
import { Shown } from '../form/shown.tsx';
import { rangeWords } from '../query/address.ts';
import { Pager } from '../query/pager.tsx';
import { keepFile } from './keep-file.ts';
import css from './batch.module.css';

const countOf = (view: BatchView, tab: BatchTab): number =>
  tab === 'bad' ? view.bad : tab === 'failed' ? view.failed : view.state === 'saved' ? view.saved : view.good - view.failed;

/** The three tabs of block B9, each with its count, its page, and what can be exported of it. */
export function BatchRows({ item, view }: { item: BatchItem; view: BatchView }) {
  const [tab, setTab] = useState<BatchTab>(() => (view.good === 0 && view.bad > 0 ? 'bad' : 'good'));
  return (
    <Tabs
      activeKey={tab}
      onChange={(key) => setTab(key as BatchTab)}
      items={(Object.keys(BATCH_TABS) as BatchTab[]).map((key) => ({
        key,
        label: `${BATCH_TABS[key]}（${countOf(view, key)}）`,
        children: key === tab && <Rows key={`${view.batchId} ${key}`} item={item} view={view} tab={key} />,
      }))}
    />
  );
}

function Rows({ item, view, tab }: { item: BatchItem; view: BatchView; tab: BatchTab }) {
  const { message, modal } = useDialogs();
  const client = useQueryClient();
  const [{ page, size }, setPlace] = useState({ page: 1, size: 10 });
  const [exporting, setExporting] = useState(false);
  const api = batchApi(item.id);
  const query = useQuery({
    queryKey: ['batch-rows', item.id, view.batchId, tab, page, size, view.state],
    queryFn: () => callAction(api.rows, { batchId: view.batchId, tab, page, size }),
    placeholderData: (before) => before,
    ...(view.state === 'saving' ? { refetchInterval: 2_000 } : {}),
  });
  async function exportErrors(which: 'bad' | 'failed') {
    setExporting(true);
    try {
      keepFile(await callAction(api.errors, { batchId: view.batchId, tab: which }));
    } catch (error) {
      void message.error(wordsFor(error));
    } finally {
      setExporting(false);
    }
  }
  const undo = ({ no, rowNo }: BatchRow) =>
    modal.confirm({
      title: '撤销',
      content: `确定撤销序号 ${no}（文件第 ${rowNo} 行）的办理吗？其他人员不受影响。`,
      okText: '确定撤销',
      cancelText: '取消',
      async onOk() {
        try {
          void message.success((await callAction(api.undo, { batchId: view.batchId, rowNo })).message);
        } catch (error) {
          void message.error(wordsFor(error));
        }
        await client.invalidateQueries({ queryKey: ['batch-rows', item.id, view.batchId] });
      },
    });
  if (query.error && !query.data) return <FailedBy error={query.error} again={() => void query.refetch()} />;
  const rows = query.data?.rows ?? [];
  return (
    <>
      {tab !== 'good' && (
        <div className={css.above}>
          <span>改正后可直接重新上传：多出的“错误字段”“错误原因”两列不影响导入。</span>
          <Button loading={exporting} disabled={rows.length === 0} onClick={() => void exportErrors(tab)}>
            {tab === 'bad' ? '导出错误信息' : '导出失败人员信息'}
          </Button>
        </div>
      )}
      <Table<BatchRow>
        size="small"
        rowKey={({ rowNo }) => rowNo}
        columns={tab === 'good' ? goodColumns(item, view, undo) : wrongColumns(item, tab)}
        dataSource={rows}
        pagination={false}
        loading={{ spinning: query.isPending, delay: 200 }}
        scroll={rows.length ? { x: 'max-content' } : {}}
        locale={{ emptyText: query.isPending ? <span>正在读取…</span> : <Empty description="暂无内容" /> }}
      />
      {query.data && (
        <Pager
          words={rangeWords(query.data.total, page, size)}
          total={query.data.total}
          page={page}
          size={size}
          onPage={(at, by) => setPlace({ page: at, size: by })}
        />
      )}
    </>
  );
}

const FIELD_OF = {
  text: 'text',
  money: 'money',
  day: 'day',
  month: 'month',
  moment: 'text',
  code: 'select',
  number: 'number',
  masked: 'text',
} as const;
const cell = (column: Column, row: BatchRow) => <Shown field={{ ...column, as: FIELD_OF[column.as] }} value={row.values[column.name]} />;
const number = (title: string, of: (row: BatchRow) => number) => ({
  key: title,
  title,
  width: 72,
  align: 'center' as const,
  render: (_: unknown, row: BatchRow) => of(row),
});

function goodColumns(item: BatchItem, view: BatchView, undo: (row: BatchRow) => void): TableColumnsType<BatchRow> {
  return [
    number('序号', ({ no }) => no),
    ...item.batch.preview.map((column) => ({
      key: column.name,
      title: column.label,
      ...(column.width ? { width: column.width } : {}),
      align: column.as === 'money' || column.as === 'number' ? ('right' as const) : ('left' as const),
      // What the rules want the clerk to know stands with what he noted himself.
      render: (_: unknown, row: BatchRow) =>
        column.name === 'note' && row.notes.length ? (
          <Lines lines={[...(row.values.note ? [String(row.values.note)] : []), ...row.notes]} />
        ) : (
          cell(column, row)
        ),
    })),
    ...(item.batch.undo && view.state === 'saved' ? [undoColumn(undo)] : []),
  ];
}
/** 撤销 on the day of 保存; one that stopped half way can be pressed again on any day. */
const undoColumn = (undo: (row: BatchRow) => void) => ({
  key: 'undo',
  title: '操作',
  width: 110,
  fixed: 'right' as const,
  render: (_: unknown, row: BatchRow) =>
    row.undo === 'done' ? (
      '已撤销'
    ) : row.undo ? (
      <Button size="small" onClick={() => undo(row)} aria-label={`撤销序号 ${row.no}`}>
        {row.undo === 'begun' ? '继续撤销' : '撤销'}
      </Button>
    ) : (
      '—'
    ),
});

function wrongColumns(item: BatchItem, tab: 'bad' | 'failed'): TableColumnsType<BatchRow> {
  const { unique, name, columns } = item.batch;
  const labelOf = (field: string) => columns.find((column) => column.name === field)?.label ?? field;
  const text = (field: string, width: number) => ({
    key: field,
    title: labelOf(field),
    width,
    render: (_: unknown, row: BatchRow) => cell({ name: field, label: '', as: 'text' }, row),
  });
  const issues = (title: string, of: (issue: BatchRow['issues'][number]) => string, width: number) => ({
    key: title,
    title,
    width,
    render: (_: unknown, row: BatchRow) => <Lines lines={row.issues.map(of)} />,
  });
  return [
    number('序号', ({ no }) => no),
    number('行号', ({ rowNo }) => rowNo),
    text(unique, 200),
    text(name, 140),
    ...(tab === 'bad'
      ? [issues('错误字段', ({ label }) => label || '整行', 160), issues('错误原因', ({ message }) => message, 420)]
      : [issues('失败原因', ({ message }) => message, 520)]),
  ];
}
const Lines = ({ lines }: { lines: readonly string[] }) => (
  <ul className={css.lines}>
    {lines.map((line, index) => (
      <li key={index}>{line}</li>
    ))}
  </ul>
);
