import { Alert, Button, Checkbox, Empty, FailedBy, Input, Modal, Waiting, callAction, moment, useQuery } from '@wangting/kit-core';
import { Tag } from '@wangting/kit-data';
import { useState } from 'react';
import { Field } from './field.tsx';
import { ops } from './ops-api.ts';
import css from './ops.module.css';
import { useSaving } from './use-saving.ts';

const list = () => callAction(ops.departments, {});
type Row = Awaited<ReturnType<typeof list>>['departments'][number];
type Door = Awaited<ReturnType<typeof list>>['doors'][number];

/** 交换机构: who may push data to us, by which public key, through which doors. We hold no private key. */
export function Departments() {
  const found = useQuery({ queryKey: ['board', 'departments'], queryFn: list });
  const [edited, setEdited] = useState<Row | 'new'>();
  if (found.error) return <FailedBy error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  const { departments, doors } = found.data;
  const titleOf = (id: string) => doors.find((door) => door.id === id)?.title ?? id;
  return (
    <>
      <div className={css.head}>
        <h1>交换机构</h1>
        <Button type="primary" onClick={() => setEdited('new')}>
          登记机构
        </Button>
      </div>
      <p className={css.quiet} style={{ marginBottom: 12 }}>
        对方用自己的私钥签名来文，本厅只保存公钥。保存后即时生效：更换公钥后原密钥立即失效，停用后来文一律拒收。
      </p>
      {departments.length === 0 && <Empty description="暂无交换机构" />}
      <ul className={css.list}>
        {departments.map((row) => (
          <li key={row.code}>
            <div>
              <h2>
                {row.name}　<span className={css.quiet}>{row.code}</span>
              </h2>
              <p className={css.quiet}>
                接口：{row.doors.length ? row.doors.map(titleOf).join('、') : '未开通'}　最近来文：
                {row.lastAt ? moment(row.lastAt) : '尚无'}　更新于 {moment(row.at)}
              </p>
            </div>
            {row.disabled ? <Tag color="error">已停用</Tag> : <Tag color="success">启用</Tag>}
            <Button size="small" aria-label={`编辑 ${row.name}`} onClick={() => setEdited(row)}>
              编辑
            </Button>
          </li>
        ))}
      </ul>
      {edited && (
        <Edit
          key={edited === 'new' ? 'new' : edited.code}
          row={edited === 'new' ? undefined : edited}
          doors={doors}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

function Edit({ row, doors, onClose }: { row: Row | undefined; doors: readonly Door[]; onClose: () => void }) {
  const [now, setNow] = useState({
    code: row?.code ?? '',
    name: row?.name ?? '',
    publicKey: row?.publicKey ?? '',
    doors: row?.doors ?? [],
    disabled: row?.disabled ?? false,
  });
  const { busy, words, problems, save } = useSaving(onClose);
  const set = (change: Partial<typeof now>) => setNow((before) => ({ ...before, ...change }));
  const send = () =>
    void save((requestKey) =>
      callAction(ops.saveDepartment, {
        ...now,
        code: now.code.trim(),
        name: now.name.trim(),
        publicKey: now.publicKey.trim(),
        requestKey,
        ...(row && { seenRev: row.rev }),
      }),
    );
  const toggle = (id: string, on: boolean) => set({ doors: on ? [...now.doors, id] : now.doors.filter((door) => door !== id) });
  return (
    <Modal
      open
      width={720}
      title={row ? `编辑交换机构：${row.code}` : '登记交换机构'}
      onCancel={onClose}
      okText="保存"
      cancelText="取消"
      okButtonProps={{ loading: busy }}
      onOk={send}
    >
      {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 12 }} />}
      <div className={css.row}>
        <Field label="机构代码" error={problems.code}>
          {(attributes) => (
            <Input
              {...attributes}
              disabled={Boolean(row)}
              maxLength={40}
              placeholder="例如 tax-610000"
              value={now.code}
              onChange={({ target }) => set({ code: target.value })}
            />
          )}
        </Field>
        <Field label="机构名称" error={problems.name}>
          {(attributes) => <Input {...attributes} maxLength={60} value={now.name} onChange={({ target }) => set({ name: target.value })} />}
        </Field>
      </div>
      <Field label="公钥（Ed25519，PEM 格式）" error={problems.publicKey}>
        {(attributes) => (
          <Input.TextArea
            {...attributes}
            autoSize={{ minRows: 4, maxRows: 8 }}
            style={{ fontFamily: 'monospace' }}
            placeholder="-----BEGIN PUBLIC KEY-----"
            value={now.publicKey}
            onChange={({ target }) => set({ publicKey: target.value })}
          />
        )}
      </Field>
      <div className={css.field} role="group" aria-label="可用接口">
        <span>可用接口</span>
        {doors.map(({ id, title }) => (
          <div key={id}>
            <Checkbox checked={now.doors.includes(id)} onChange={({ target }) => toggle(id, target.checked)}>
              {title}
            </Checkbox>
          </div>
        ))}
        {problems.doors && <div className={css.error}>{problems.doors}</div>}
      </div>
      <Checkbox checked={now.disabled} onChange={({ target }) => set({ disabled: target.checked })}>
        停用
      </Checkbox>
    </Modal>
  );
}
