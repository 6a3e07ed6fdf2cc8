import {
  Alert,
  Button,
  Checkbox,
  Empty,
  FailedBy,
  Input,
  Modal,
  Waiting,
  callAction,
  instant,
  moment,
  newRequestKey,
  useDialogs,
} from '@wangting/kit-core';
import { Tag } from '@wangting/kit-data';
import type { z } from 'zod';
import type { Announcement } from '@wangting/contracts/identity/board';
import { useState } from 'react';
import { Field } from './field.tsx';
import { useLatest, type Latest } from './latest.ts';
import { ops } from './ops-api.ts';
import css from './ops.module.css';
import { useSaving } from './use-saving.ts';
import { instantOf, wallOf } from './wall.ts';

type Value = z.infer<typeof Announcement>;
const valueOf = ({ newest }: Latest) => newest.value as Value | null;

/** 公告: written by one person of operations, in force once another one has confirmed it. */
export function Announcements() {
  const list = useLatest('announcement');
  const [edited, setEdited] = useState<{ id: string; seenVersion: number; value: Value }>();
  const { modal } = useDialogs();
  const saving = useSaving(() => setEdited(undefined));
  if (list.error) return <FailedBy error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Waiting />;
  const rows = list.data.toSorted((a, b) => b.newest.at.localeCompare(a.newest.at));
  const takeDown = ({ id, newest }: Latest) =>
    modal.confirm({
      title: '撤下公告？',
      content: '撤下须由另一名运行维护人员确认后生效，历史版本保留。',
      okText: '确定',
      cancelText: '取消',
      onOk: () =>
        saving.save((requestKey) => callAction(ops.saveAnnouncement, { requestKey, id, seenVersion: newest.version, announcement: null })),
    });
  return (
    <>
      <div className={css.head}>
        <h1>公告</h1>
        <Button
          type="primary"
          onClick={() =>
            setEdited({ id: newRequestKey(), seenVersion: 0, value: { title: '', text: '', pinned: false, from: instant(), to: null } })
          }
        >
          新增公告
        </Button>
      </div>
      {saving.words && !edited && <Alert type="error" showIcon role="alert" title={saving.words} />}
      {rows.length === 0 && <Empty description="暂无公告" />}
      <ul className={css.list}>
        {rows.map((row) => {
          const value = valueOf(row);
          const before = row.inForce?.value as Value | null | undefined;
          return (
            <li key={row.id}>
              <div>
                <h2>{value?.title ?? `（撤下）${before?.title ?? ''}`}</h2>
                <p className={css.quiet}>
                  {value && `${moment(value.from)} 至 ${value.to ? moment(value.to) : '长期'}　`}第 {row.newest.version} 版　
                  {moment(row.newest.at)}
                </p>
              </div>
              {value?.pinned && <Tag color="warning">置顶</Tag>}
              <Standing row={row} />
              <Button
                size="small"
                onClick={() =>
                  setEdited({
                    id: row.id,
                    seenVersion: row.newest.version,
                    value: value ?? before ?? { title: '', text: '', pinned: false, from: instant(), to: null },
                  })
                }
              >
                编辑
              </Button>
              {value && (
                <Button size="small" onClick={() => takeDown(row)}>
                  撤下
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {edited && <Edit key={edited.id} {...edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

/** Does what was written last already hold? */
export function Standing({ row }: { row: Latest }) {
  if (row.newest.state === 'proposed') return <Tag color="processing">待另一人确认</Tag>;
  return row.newest.value === null ? <Tag>已撤下</Tag> : <Tag color="success">已生效</Tag>;
}

function Edit({ id, seenVersion, value, onClose }: { id: string; seenVersion: number; value: Value; onClose: () => void }) {
  const [now, setNow] = useState({ ...value, from: wallOf(value.from), to: value.to ? wallOf(value.to) : '' });
  const [late, setLate] = useState<string>();
  const { busy, words, problems, save } = useSaving(onClose);
  const set = (change: Partial<typeof now>) => setNow((before) => ({ ...before, ...change }));
  const send = () => {
    const from = instantOf(now.from);
    const to = now.to ? instantOf(now.to) : null;
    if (!from || to === undefined) return setLate('请填写起止时间');
    setLate(undefined);
    void save((requestKey) =>
      callAction(ops.saveAnnouncement, {
        requestKey,
        id,
        seenVersion,
        announcement: { title: now.title.trim(), text: now.text.trim(), pinned: now.pinned, from, to },
      }),
    );
  };
  return (
    <Modal
      open
      width={760}
      title={seenVersion === 0 ? '新增公告' : '编辑公告'}
      onCancel={onClose}
      okText="提交"
      cancelText="取消"
      okButtonProps={{ loading: busy }}
      onOk={send}
    >
      {(words ?? late) && <Alert type="error" showIcon role="alert" title={words ?? late} style={{ marginBottom: 12 }} />}
      <Field label="标题" error={problems.title}>
        {(attributes) => <Input {...attributes} maxLength={80} value={now.title} onChange={({ target }) => set({ title: target.value })} />}
      </Field>
      <Field label="内容（每行一段）" error={problems.text}>
        {(attributes) => (
          <Input.TextArea
            {...attributes}
            maxLength={5000}
            autoSize={{ minRows: 6, maxRows: 16 }}
            value={now.text}
            onChange={({ target }) => set({ text: target.value })}
          />
        )}
      </Field>
      <div className={css.row}>
        <Field label="开始时间" error={problems.from}>
          {(attributes) => (
            <Input {...attributes} type="datetime-local" value={now.from} onChange={({ target }) => set({ from: target.value })} />
          )}
        </Field>
        <Field label="结束时间（不填为长期）" error={problems.to}>
          {(attributes) => (
            <Input {...attributes} type="datetime-local" value={now.to} onChange={({ target }) => set({ to: target.value })} />
          )}
        </Field>
      </div>
      <Checkbox checked={now.pinned} onChange={({ target }) => set({ pinned: target.checked })}>
        置顶
      </Checkbox>
    </Modal>
  );
}
