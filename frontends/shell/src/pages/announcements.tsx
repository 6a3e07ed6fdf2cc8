import { Empty, FailedBy, Waiting, moment, useBoard, useSearchParams, type Board } from '@wangting/kit-core';
import { Paragraphs } from './paragraphs.tsx';
import css from './board.module.css';

type Announcement = Board['announcements'][number];

/** What stands on top stays there; the others follow, newest first. */
export const inOrder = (all: readonly Announcement[]): Announcement[] =>
  all.toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || b.from.localeCompare(a.from));

/** 公告, for everybody. `?id=` opens one of them. */
export default function Announcements() {
  const board = useBoard();
  const [address] = useSearchParams();
  const wanted = address.get('id');
  if (board.error && !board.data) return <FailedBy error={board.error} again={() => void board.refetch()} />;
  if (!board.data) return <Waiting />;
  const all = inOrder(board.data.announcements);
  return (
    <section className={css.box} aria-labelledby="announcements-title">
      <h1 id="announcements-title">公告</h1>
      {all.length === 0 && <Empty description="暂无公告" />}
      {all.map(({ id, title, text, from, pinned }) => (
        <details key={id} className={css.one} open={wanted === id || (!wanted && all.length === 1)}>
          <summary>
            {pinned && <span className={css.pin}>置顶</span>}
            {title}
            <time dateTime={from}>{moment(from)}</time>
          </summary>
          <Paragraphs text={text} />
        </details>
      ))}
    </section>
  );
}
