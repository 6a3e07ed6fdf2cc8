import {
  Alert,
  Button,
  FailedBy,
  HallLink,
  Input,
  Waiting,
  callAction,
  useCatalogue,
  useDialogs,
  useQuery,
  useSearchParams,
} from '@wangting/kit-core';
import { Tag } from '@wangting/kit-data';
import type { Window } from '@wangting/contracts/identity/board';
import { useState } from 'react';
import { Standing } from './announcements.tsx';
import { Field } from './field.tsx';
import { ItemPicker } from './item-picker.tsx';
import { useLatest, type Latest } from './latest.ts';
import { ops } from './ops-api.ts';
import css from './ops.module.css';
import { useSaving } from './use-saving.ts';

const useBoard = () => useQuery({ queryKey: ['board'], queryFn: () => callAction(ops.board, {}) });

/** 办理时间 of items. What is written here takes the place of the item's own contract, once a second person has confirmed it. */
export function Windows() {
  const [address] = useSearchParams();
  const id = address.get('item');
  const written = useLatest('window');
  const board = useBoard();
  const error = written.error ?? board.error;
  if (error) return <FailedBy error={error} again={() => void Promise.all([written.refetch(), board.refetch()])} />;
  if (!written.data || !board.data) return <Waiting />;
  const row = (itemId: string) => written.data.find((one) => one.id === itemId);
  const shown = (itemId: string) => board.data.windows.find((one) => one.itemId === itemId);
  if (id) return <WindowOf key={`${id} ${row(id)?.newest.version}`} id={id} row={row(id)} window={shown(id)?.window} />;
  return (
    <ItemPicker
      title="办理时间"
      to={(item) => `/ops/windows?item=${item}`}
      note={({ id: item }) => {
        const latest = row(item);
        const now = shown(item);
        return (
          <>
            {now ? <Tag color={now.closed ? 'warning' : 'success'}>{now.closed ? '现在不办理' : '现在办理'}</Tag> : <Tag>不限时间</Tag>}
            {latest?.newest.state === 'proposed' && <Standing row={latest} />}
          </>
        );
      }}
    />
  );
}

const NUMBERS = { fromDay: '每月起日', toDay: '每月止日', fromHour: '每日起（时）', toHour: '每日止（时）' } as const;
const DATES = { fromDate: '起始日期', toDate: '截止日期' } as const;
type Texts = Record<keyof Window, string>;
const textsOf = (window: Window | undefined): Texts => ({
  fromDay: String(window?.fromDay ?? ''),
  toDay: String(window?.toDay ?? ''),
  fromDate: window?.fromDate ?? '',
  toDate: window?.toDate ?? '',
  fromHour: String(window?.fromHour ?? ''),
  toHour: String(window?.toHour ?? ''),
  note: window?.note ?? '',
});
const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));

function WindowOf({ id, row, window }: { id: string; row: Latest | undefined; window: Window | undefined }) {
  const { modal } = useDialogs();
  const name = useCatalogue().data?.find((item) => item.id === id)?.name ?? id;
  const newest = row?.newest.value as Window | null | undefined;
  const [texts, setTexts] = useState(() => textsOf(newest ?? window));
  const { busy, words, problems, save } = useSaving(() => undefined);
  const seenVersion = row?.newest.version ?? 0;
  const write = (next: Window | null) =>
    save((requestKey) => callAction(ops.saveWindow, { requestKey, itemId: id, seenVersion, window: next }));
  const send = () =>
    void write({
      fromDay: numberOf(texts.fromDay),
      toDay: numberOf(texts.toDay),
      fromDate: texts.fromDate || null,
      toDate: texts.toDate || null,
      fromHour: numberOf(texts.fromHour),
      toHour: numberOf(texts.toHour),
      note: texts.note.trim(),
    });
  const field = (key: keyof Window, label: string, type: string) => (
    <Field key={key} label={label} error={problems[key]}>
      {(attributes) => (
        <Input
          {...attributes}
          type={type}
          value={texts[key]}
          onChange={({ target }) => setTexts((now) => ({ ...now, [key]: target.value }))}
        />
      )}
    </Field>
  );
  return (
    <div className={css.form}>
      <p>
        <HallLink to="/ops/windows">返回事项列表</HallLink>
      </p>
      <div className={css.head}>
        <h1>{name}办理时间</h1>
        {row && <Standing row={row} />}
      </div>
      <p className={css.quiet} style={{ marginBottom: 12 }}>
        填写的条件须同时满足，留空为不限。时间为北京时间；不在办理时间内只能暂存，补正不受限制。提交后须由另一名运行维护人员确认。
      </p>
      {(words ?? problems.window) && (
        <Alert type="error" showIcon role="alert" title={words ?? problems.window} style={{ marginBottom: 12 }} />
      )}
      <div className={css.row}>
        {Object.entries(NUMBERS).map(([key, label]) => field(key as keyof Window, label, 'number'))}
        {Object.entries(DATES).map(([key, label]) => field(key as keyof Window, label, 'date'))}
      </div>
      {field('note', '说明（显示给办事人）', 'text')}
      <div className={css.buttons}>
        <Button type="primary" loading={busy} onClick={send}>
          提交
        </Button>
        <Button
          onClick={() =>
            modal.confirm({
              title: '改为不限办理时间？',
              content: '须由另一名运行维护人员确认后生效。',
              okText: '确定',
              cancelText: '取消',
              onOk: () => write(null),
            })
          }
        >
          不限时间
        </Button>
      </div>
    </div>
  );
}
