import { Alert, Button, FailedBy, Input, Waiting, callAction, instant, useDialogs } from '@wangting/kit-core';
import { Radio } from '@wangting/kit-data';
import type { z } from 'zod';
import type { Banner } from '@wangting/contracts/identity/board';
import { useState } from 'react';
import { Field } from './field.tsx';
import { useLatest } from './latest.ts';
import { ops } from './ops-api.ts';
import css from './ops.module.css';
import { useSaving } from './use-saving.ts';
import { instantOf, wallOf } from './wall.ts';

type Value = z.infer<typeof Banner>;
const LEVELS = [
  { value: 'info', label: '一般通知' },
  { value: 'warning', label: '重要提示' },
  { value: 'away', label: '停机维护（期间暂停提交业务）' },
] as const;

/** 维护通知: the strip over every page. In force at once: what is urgent does not wait for a second person. */
export function BannerPage() {
  const list = useLatest('banner');
  if (list.error) return <FailedBy error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Waiting />;
  const [row] = list.data;
  const version = row?.newest.version ?? 0;
  return (
    <>
      <h1>维护通知</h1>
      <p className={css.quiet} style={{ marginBottom: 12 }}>
        保存后立即显示在所有页面顶部，无需他人确认。
      </p>
      <Edit key={version} seenVersion={version} value={(row?.newest.value as Value | null | undefined) ?? undefined} />
    </>
  );
}

function Edit({ seenVersion, value }: { seenVersion: number; value: Value | undefined }) {
  const { modal } = useDialogs();
  const [now, setNow] = useState({
    text: value?.text ?? '',
    level: value?.level ?? 'info',
    from: wallOf(value?.from ?? instant()),
    to: value?.to ? wallOf(value.to) : '',
  });
  const [late, setLate] = useState<string>();
  const { busy, words, problems, save } = useSaving(() => undefined);
  const set = (change: Partial<typeof now>) => setNow((before) => ({ ...before, ...change }));
  const write = (banner: Value | null) => save((requestKey) => callAction(ops.saveBanner, { requestKey, seenVersion, banner }));
  const send = () => {
    const from = instantOf(now.from);
    const to = now.to ? instantOf(now.to) : null;
    if (!from || to === undefined) return setLate('请填写起止时间');
    setLate(undefined);
    void write({ text: now.text.trim(), level: now.level, from, to });
  };
  return (
    <div className={css.form}>
      {value ? (
        <Alert type="info" showIcon title={`当前为第 ${seenVersion} 版`} style={{ marginBottom: 12 }} />
      ) : (
        <Alert type="info" showIcon title="当前没有维护通知" style={{ marginBottom: 12 }} />
      )}
      {(words ?? late) && <Alert type="error" showIcon role="alert" title={words ?? late} style={{ marginBottom: 12 }} />}
      <Field label="内容" error={problems.text}>
        {(attributes) => (
          <Input.TextArea
            {...attributes}
            maxLength={200}
            autoSize={{ minRows: 2 }}
            value={now.text}
            onChange={({ target }) => set({ text: target.value })}
          />
        )}
      </Field>
      <div className={css.field}>
        <span id="banner-level">级别</span>
        <Radio.Group
          aria-labelledby="banner-level"
          value={now.level}
          options={[...LEVELS]}
          onChange={({ target }) => set({ level: target.value as Value['level'] })}
        />
      </div>
      <div className={css.row}>
        <Field label="开始时间" error={problems.from}>
          {(attributes) => (
            <Input {...attributes} type="datetime-local" value={now.from} onChange={({ target }) => set({ from: target.value })} />
          )}
        </Field>
        <Field label="结束时间（不填为直到撤下）" error={problems.to}>
          {(attributes) => (
            <Input {...attributes} type="datetime-local" value={now.to} onChange={({ target }) => set({ to: target.value })} />
          )}
        </Field>
      </div>
      <div className={css.buttons}>
        <Button type="primary" loading={busy} onClick={send}>
          保存并发布
        </Button>
        {value && (
          <Button
            onClick={() =>
              modal.confirm({
                title: '撤下维护通知？',
                okText: '确定',
                cancelText: '取消',
                onOk: () => write(null),
              })
            }
          >
            撤下
          </Button>
        )}
      </div>
    </div>
  );
}
