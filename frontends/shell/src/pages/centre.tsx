import { HallLink, Navigate, Route, Routes, useLocation } from '@wangting/kit-core';
import css from './centre.module.css';
import { Favourites } from './favourites.tsx';
import { Messages } from './messages.tsx';
import { MyUnit } from './my-unit.tsx';
import { MyWork } from './my-work.tsx';

const PAGES = [
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
          {PAGES.map(({ path, label }) => (
            <li key={path}><HallLink to={`/centre/${path}`} aria-current={pathname.startsWith(`/centre/${path}`) ? 'page' : undefined}>{label}</HallLink></li>
          ))}
        </ul>
      </nav>
      <div className={css.panel}>
        <Routes>
          <Route path="favourites" element={<Favourites />} />
          <Route path="work" element={<MyWork />} />
          <Route path="messages" element={<Messages />} />
          <Route path="unit" element={<MyUnit />} />
          <Route path="*" element={<Navigate replace to="/centre/work" />} />
        </Routes>
      </div>
    </div>
  );
}
