import { HallLink, Pages, Redirect, isStaff, useCaller, useLocation, type Me } from '@wangting/kit-core';
import type { ReactNode } from 'react';
import { Account } from './account.tsx';
import css from './centre.module.css';
import { Favourites } from './favourites.tsx';
import { Grants } from './grants.tsx';
import { Journal } from './journal.tsx';
import { Messages } from './messages.tsx';
import { MyUnit } from './my-unit.tsx';
import { MyWork } from './my-work.tsx';

interface Entry {
  path: string;
  label: string;
  page: () => ReactNode;
  /** For whom; everybody when absent. */
  shown?: (me: Me) => boolean;
}
const person = (me: Me) => !isStaff(me);
const ENTRIES: readonly Entry[] = [
  { path: 'favourites', label: '我的收藏', page: () => <Favourites />, shown: person },
  { path: 'work', label: '我的办件', page: () => <MyWork />, shown: person },
  { path: 'messages', label: '我的消息', page: () => <Messages /> },
  { path: 'unit', label: '单位信息', page: () => <MyUnit />, shown: ({ unit }) => unit !== null },
  { path: 'grants', label: '联系人授权', page: () => <Grants />, shown: ({ scopes }) => scopes.includes('unit.contacts') },
  { path: 'account', label: '账号安全', page: () => <Account /> },
  { path: 'journal', label: '办事日志', page: () => <Journal /> },
];

/** 个人中心. */
export default function Centre() {
  const { pathname } = useLocation();
  const me = useCaller();
  const entries = ENTRIES.filter(({ shown }) => shown?.(me) ?? true);
  return (
    <div className={css.page}>
      <nav className={css.menu} aria-label="个人中心">
        <ul>
          {entries.map(({ path, label }) => (
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
          at={Object.fromEntries(entries.map(({ path, page }) => [`/centre/${path}`, page]))}
          otherwise={<Redirect to={isStaff(me) ? '/centre/account' : '/centre/work'} />}
        />
      </div>
    </div>
  );
}
