import { callAction, queryClient } from '@wangting/kit-core';
import { QueryPage, type QueryColumn } from '@wangting/kit-data';
import { useMemo } from 'react';
import type { FieldLayout } from '@wangting/contracts/item';
import { portal } from '../portal-api.ts';
import { useTitle } from '../title.tsx';
import css from './centre.module.css';

type Row = Awaited<ReturnType<typeof ask>>['rows'][number];
const ask = (filter: Record<string, unknown>) => callAction(portal.journal, filter as never);

const RESULTS = '#journal-results';
const FILTERS: readonly FieldLayout[] = [
  { name: 'result', label: '结果', as: 'select', dictionary: RESULTS, placeholder: '全部' },
  { name: 'from', label: '提交时间起', as: 'day' },
  { name: 'to', label: '提交时间止', as: 'day' },
];
const COLUMNS: readonly QueryColumn<Row>[] = [
  { name: 'at', label: '提交时间', as: 'moment', width: 150 },
  { name: 'title', label: '操作', as: 'text', width: 190 },
  { name: 'ok', label: '结果', as: 'text', width: 72, render: ({ ok }) => (ok ? '成功' : '未成功') },
  { name: 'answer', label: '答复', as: 'text', width: 240 },
  { name: 'serialNo', label: '业务流水号', as: 'text', width: 176 },
  { name: 'unitName', label: '办理单位', as: 'text', width: 150 },
];

/** 办事日志: what I sent and what was answered; never what was typed. */
export function Journal() {
  useTitle('办事日志');
  // Offered like a dictionary, though it is none.
  useMemo(
    () =>
      queryClient.setQueryData(['dictionary', RESULTS], {
        name: RESULTS,
        title: '结果',
        entries: [
          { code: 'ok', label: '成功' },
          { code: 'refused', label: '未成功' },
        ],
      }),
    [],
  );
  return (
    <>
      <h1>办事日志</h1>
      <p className={css.quiet} style={{ marginBottom: 12 }}>
        您提交的每一次操作和系统的答复。不记录填写的内容。
      </p>
      <QueryPage<Row> name="journal" filters={FILTERS} columns={COLUMNS} rowKey={({ id }) => id} fetch={ask} />
    </>
  );
}
