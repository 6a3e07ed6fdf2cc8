import { HallLink, day, useBoard } from '@wangting/kit-core';
import { inOrder } from './announcements.tsx';
import css from './board.module.css';

const SHOWN = 5;
/** The newest announcements under the login. Nothing depends on them: without an answer there is nothing to see. */
export default function LoginBoard() {
  const all = inOrder(useBoard().data?.announcements ?? []).slice(0, SHOWN);
  if (all.length === 0) return null;
  return (
    <section className={css.login} aria-labelledby="board-title">
      <h2 id="board-title">公告</h2>
      <ul>
        {all.map(({ id, title, from, pinned }) => (
          <li key={id}>
            {pinned && <span className={css.pin}>置顶</span>}
            <HallLink to={`/announcements?id=${id}`}>{title}</HallLink>
            <time dateTime={from}>{day(from)}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}
