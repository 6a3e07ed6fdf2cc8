import {
  Alert,
  Button,
  Checkbox,
  Empty,
  FailedBy,
  HallLink,
  Waiting,
  callAction,
  moment,
  useDialogs,
  useMutation,
  useQuery,
  useQueryClient,
  useSearchParams,
  wordsFor,
} from '@wangting/kit-core';
import { Select, Tag } from '@wangting/kit-data';
import type { Message, MessageKind } from '@wangting/contracts/identity/messages';
import { portal } from '../portal-api.ts';
import { useTitle } from '../title.tsx';
import { KINDS_OF_MESSAGE, SMS } from '../words.ts';
import css from './centre.module.css';

const SIZE = 20;
const TONES: Partial<Record<MessageKind, string>> = {
  correct: 'warning',
  refuse: 'error',
  reject: 'error',
  done: 'success',
  signing: 'processing',
};
const KINDS = Object.entries(KINDS_OF_MESSAGE).map(([value, label]) => ({ value, label }));
const isKind = (value: string | null): value is MessageKind => value !== null && value in KINDS_OF_MESSAGE;

/** 我的消息: 补正, 办结, 文书待签收, copies of text messages. It grows by itself while one looks at it. */
export function Messages() {
  useTitle('我的消息');
  const client = useQueryClient();
  const { message } = useDialogs();
  const [address, setAddress] = useSearchParams();
  const asked = address.get('kind');
  const kind = isKind(asked) ? asked : undefined;
  const unread = address.get('unread') === '1';
  const page = Math.max(1, Number(address.get('page')) || 1);
  const change = (next: Record<string, string | undefined>) =>
    setAddress((now) => {
      now.delete('page');
      for (const [name, value] of Object.entries(next)) {
        if (value) now.set(name, value);
        else now.delete(name);
      }
      return now;
    });

  const list = useQuery({
    queryKey: ['messages', 'list', kind, unread, page],
    queryFn: () =>
      callAction(portal.messages, { page, size: SIZE, ...(kind ? { kind } : {}), ...(unread ? { unread: '1' as const } : {}) }),
    placeholderData: (before) => before,
  });
  const settle = {
    onSuccess: () => client.invalidateQueries({ queryKey: ['messages'] }),
    onError: (error: unknown) => void message.error(wordsFor(error)),
  };
  const read = useMutation({ mutationFn: (id: string) => callAction(portal.readMessages, { ids: [id] }), ...settle });
  const readAll = useMutation({ mutationFn: (upTo: string) => callAction(portal.readAll, { upTo }), ...settle });

  if (list.error && !list.data) return <FailedBy error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Waiting />;
  const { rows, total, unread: left } = list.data;
  const newest = rows[0];
  const last = Math.max(1, Math.ceil(total / SIZE));
  return (
    <>
      <h1>我的消息</h1>
      <div className={css.tools}>
        <Select
          aria-label="消息类型"
          allowClear
          placeholder="全部类型"
          style={{ width: 140 }}
          value={kind ?? null}
          options={KINDS}
          onChange={(value: string | null) => change({ kind: value ?? undefined })}
        />
        <Checkbox checked={unread} onChange={({ target }) => change({ unread: target.checked ? '1' : undefined })}>
          只看未读
        </Checkbox>
        <span role="status" className={css.quiet}>
          未读 {left} 条
        </span>
        {newest && left > 0 && page === 1 && (
          <Button size="small" loading={readAll.isPending} onClick={() => readAll.mutate(newest.at)}>
            全部标为已读
          </Button>
        )}
      </div>
      {list.error && <Alert type="warning" showIcon title={wordsFor(list.error, '查询')} />}
      {rows.length === 0 ? (
        <Empty description={unread ? '没有未读消息' : '暂无消息'} />
      ) : (
        <ul className={css.notices}>
          {rows.map((row) => (
            <One key={row.id} row={row} busy={read.isPending} onRead={() => read.mutate(row.id)} />
          ))}
        </ul>
      )}
      {total > SIZE && (
        <nav className={css.tools} aria-label="分页">
          <span className={css.quiet}>共 {total} 条</span>
          <Button size="small" disabled={page <= 1} onClick={() => change({ page: String(page - 1) })}>
            上一页
          </Button>
          <span>
            {page} / {last}
          </span>
          <Button size="small" disabled={page >= last} onClick={() => change({ page: String(page + 1) })}>
            下一页
          </Button>
        </nav>
      )}
    </>
  );
}

function One({ row, busy, onRead }: { row: Message; busy: boolean; onRead: () => void }) {
  return (
    <li className={css.notice} data-read={row.read}>
      <div>
        <h2>
          <Tag color={TONES[row.kind] ?? 'default'}>{KINDS_OF_MESSAGE[row.kind]}</Tag>
          {!row.read && '【未读】'}
          {row.title}
        </h2>
        <p>{row.text}</p>
        {row.sms.map(({ to, state, at }) => (
          <p key={to + at} className={css.small}>
            短信副本：{to}　{SMS[state]}　{moment(at)}
          </p>
        ))}
      </div>
      <time dateTime={row.at}>{moment(row.at)}</time>
      {row.link && (
        <HallLink to={row.link} aria-label={`查看“${row.title}”`} onClick={() => !row.read && onRead()}>
          查看
        </HallLink>
      )}
      {!row.read && (
        <Button size="small" disabled={busy} aria-label={`将“${row.title}”标为已读`} onClick={onRead}>
          标为已读
        </Button>
      )}
    </li>
  );
}
