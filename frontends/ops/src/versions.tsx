import { Button, callAction, intention, moment, queryClient, useDialogs, useQueryClient, wordsFor } from '@wangting/kit-core';
import { QueryPage, Tag, type QueryColumn } from '@wangting/kit-data';
import type { FieldLayout } from '@wangting/contracts/item';
import { useMemo, useRef } from 'react';
import type { Version } from './latest.ts';
import { ops } from './ops-api.ts';
import css from './ops.module.css';
import { KINDS } from './words.ts';

const STATES = { inForce: '已生效', proposed: '待确认', past: '历史版本' } as const;
const DICTIONARY = '#board-kinds';
const FILTERS: readonly FieldLayout[] = [{ name: 'kind', label: '类别', as: 'select', dictionary: DICTIONARY, placeholder: '全部' }];

/** What a version says, in a line. */
function summary({ kind, value }: Version): string {
  if (value === null) return kind === 'window' ? '不限时间' : '撤下';
  const said = value as Record<string, unknown>;
  if (kind === 'announcement') return String(said.title);
  if (kind === 'banner') return String(said.text);
  if (kind === 'guide') return `${(said.sections as unknown[]).length} 节，${(said.questions as unknown[]).length} 问`;
  const { fromDay, toDay, fromDate, toDate, fromHour, toHour, note } = said;
  return [
    (fromDate ?? toDate) ? `${fromDate ?? ''} 至 ${toDate ?? ''}` : '',
    (fromDay ?? toDay) ? `每月 ${fromDay ?? 1} 日至 ${toDay ?? 31} 日` : '',
    (fromHour ?? toHour) === null ? '' : `每日 ${fromHour ?? 0} 时至 ${toHour ?? 24} 时`,
    note,
  ]
    .filter(Boolean)
    .join('，');
}

const COLUMNS: readonly QueryColumn<Version>[] = [
  { name: 'kind', label: '类别', as: 'text', width: 100, render: ({ kind }) => KINDS[kind] },
  { name: 'value', label: '内容', as: 'text', width: 320, render: summary },
  { name: 'version', label: '版本', as: 'number', width: 70 },
  {
    name: 'state',
    label: '状态',
    as: 'text',
    width: 90,
    render: ({ state }) => (
      <Tag color={state === 'inForce' ? 'success' : state === 'proposed' ? 'processing' : 'default'}>{STATES[state]}</Tag>
    ),
  },
  { name: 'byName', label: '提交人', as: 'text', width: 100 },
  { name: 'at', label: '提交时间', as: 'moment', width: 150 },
  { name: 'confirmedByName', label: '确认人', as: 'text', width: 100 },
  { name: 'confirmedAt', label: '确认时间', as: 'moment', width: 150 },
];

/** 待确认 and 版本记录: who wrote what, who confirmed it. */
export function Versions({ waiting = false }: { waiting?: boolean }) {
  const client = useQueryClient();
  const { modal, message } = useDialogs();
  const once = useRef(intention()).current;
  // Offered like a dictionary, though it is none.
  useMemo(
    () =>
      queryClient.setQueryData(['dictionary', DICTIONARY], {
        name: DICTIONARY,
        title: '类别',
        entries: Object.entries(KINDS).map(([code, label]) => ({ code, label })),
      }),
    [],
  );
  const confirm = (row: Version) =>
    modal.confirm({
      title: `确认这一${KINDS[row.kind]}？`,
      content: (
        <>
          <p style={{ overflowWrap: 'anywhere' }}>{summary(row)}</p>
          <p className={css.quiet}>
            {row.byName} 于 {moment(row.at)} 提交。确认后立即对所有人生效。
          </p>
        </>
      ),
      okText: '确认生效',
      cancelText: '取消',
      onOk: async () => {
        try {
          const { kind, id, version } = row;
          const answer = await once.run((requestKey) => callAction(ops.confirmBoard, { requestKey, kind, id, version }));
          void message.success(answer.message);
        } catch (error) {
          void message.error(wordsFor(error));
        }
        void client.invalidateQueries({ queryKey: ['work', waiting ? 'waiting' : 'versions'] });
        void client.invalidateQueries({ queryKey: ['board'] });
      },
    });
  return (
    <>
      <h1>{waiting ? '待确认' : '版本记录'}</h1>
      <p className={css.quiet} style={{ margin: '4px 0 12px' }}>
        {waiting ? '公告和办理时间由一人提交、另一人确认后生效。' : '每次修改都新增一个版本，历史版本不会改动。'}
      </p>
      <QueryPage<Version>
        name={waiting ? 'waiting' : 'versions'}
        filters={FILTERS}
        columns={waiting ? COLUMNS.filter(({ name }) => !name.startsWith('confirmed')) : COLUMNS}
        rowKey={({ kind, id, version }) => `${kind} ${id} ${version}`}
        fetch={(filter) => callAction(ops.versions, { ...filter, ...(waiting ? { waiting: '1' as const } : {}) } as never)}
        actions={(row) =>
          row.state === 'proposed' && (
            <Button size="small" type="primary" onClick={() => confirm(row)}>
              确认
            </Button>
          )
        }
      />
    </>
  );
}
