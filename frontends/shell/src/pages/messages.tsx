import {
  Button,
  Empty,
  FailedBy,
  HallLink,
  Waiting,
  api,
  callAction,
  moment,
  useMutation,
  useQuery,
  useQueryClient,
  wordsFor,
  useDialogs,
} from '@wangting/kit-core';
import css from './centre.module.css';

export function Messages() {
  const client = useQueryClient();
  const { message } = useDialogs();
  const notices = useQuery({ queryKey: ['notices'], queryFn: () => callAction(api.notices, {}) });
  const read = useMutation({
    mutationFn: (id: string) => callAction(api.readNotice, { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['notices'] }),
    onError: (error) => void message.error(wordsFor(error)),
  });
  if (notices.error) return <FailedBy error={notices.error} again={() => void notices.refetch()} />;
  if (!notices.data) return <Waiting />;
  const { rows } = notices.data;
  return (
    <>
      <h1>我的消息</h1>
      {rows.length === 0 ? (
        <Empty description="暂无消息" />
      ) : (
        <ul className={css.notices}>
          {rows.map((row) => (
            <li key={row.id} className={css.notice} data-read={row.read}>
              <div>
                <h2>
                  {!row.read && '【未读】'}
                  {row.title}
                </h2>
                <p>{row.text}</p>
              </div>
              <time dateTime={row.at}>{moment(row.at)}</time>
              {row.link && (
                <HallLink to={row.link} onClick={() => !row.read && read.mutate(row.id)}>
                  查看
                </HallLink>
              )}
              {!row.read && (
                <Button size="small" disabled={read.isPending} aria-label={`将“${row.title}”标为已读`} onClick={() => read.mutate(row.id)}>
                  标为已读
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
