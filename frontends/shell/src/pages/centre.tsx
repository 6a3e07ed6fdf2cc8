import { HallLink, Pages, Redirect, useLocation } from '@wangting/kit-core';
import css from './centre.module.css';
import { Favourites } from './favourites.tsx';
import { Messages } from './messages.tsx';
import { MyUnit } from './my-unit.tsx';
import { MyWork } from './my-work.tsx';

const MENU = [
  { path: 'favourites', label: '我的收藏' },
  { path: 'work', label: '我的办件' },
  { path: 'messages', label: '我的消息' },
  { path: 'unit', label: '单位信息' },
];

/** 个人中心. */
export default function Centre() {
  const { pathname } = useLocation();
  return (
    <div className={css.page}>
      <nav className={css.menu} aria-label="个人中心">
        <ul>
          {MENU.map(({ path, label }) => (
            <li key={path}>
              <HallLink to={`/centre/${path}`} aria-current={pathname.startsWith(`/centre/${path}`) ? 'page' : undefined}>
                {label}
              </HallLink>
            </li>
          ))}
        </ul>
      </nav>
      <div className={css.panel}>
        <Pages
          at={{
            '/centre/favourites': () => <Favourites />,
            '/centre/work': () => <MyWork />,
            '/centre/messages': () => <Messages />,
            '/centre/unit': () => <MyUnit />,
          }}
          otherwise={<Redirect to="/centre/work" />}
        />
      </div>
    </div>
  );
}
