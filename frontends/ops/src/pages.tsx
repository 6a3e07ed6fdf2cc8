import { Failed, FailedBy, HallLink, Pages, Redirect, useCaller, useLocation } from '@wangting/kit-core';
import { lazy, Suspense, type ReactNode } from 'react';
import { Announcements } from './announcements.tsx';
import { BannerPage } from './banner.tsx';
import { Departments } from './departments.tsx';
import { Guides } from './guides.tsx';
import css from './ops.module.css';
import { Ratings } from './ratings.tsx';
import { Versions } from './versions.tsx';
import { Windows } from './windows.tsx';

const Matrix = lazy(() => import('./matrix.tsx'));

const ENTRIES: readonly { path: string; label: string; page: () => ReactNode }[] = [
  { path: 'announcements', label: '公告', page: () => <Announcements /> },
  { path: 'banner', label: '维护通知', page: () => <BannerPage /> },
  { path: 'guides', label: '办事指南', page: () => <Guides /> },
  { path: 'windows', label: '办理时间', page: () => <Windows /> },
  { path: 'waiting', label: '待确认', page: () => <Versions waiting /> },
  { path: 'versions', label: '版本记录', page: () => <Versions /> },
  { path: 'ratings', label: '好差评', page: () => <Ratings /> },
  { path: 'departments', label: '交换机构', page: () => <Departments /> },
  {
    path: 'roles',
    label: '权限矩阵',
    page: () => (
      <Suspense fallback={null}>
        <Matrix />
      </Suspense>
    ),
  },
];

/** 运行维护. */
export default function Ops() {
  const { pathname } = useLocation();
  const { scopes } = useCaller();
  if (!scopes.includes('staff.ops'))
    return (
      <Failed title="没有权限" extra={<HallLink to="/">返回首页</HallLink>}>
        本栏目仅限运行维护人员使用。
      </Failed>
    );
  return (
    <div className={css.page}>
      <nav className={css.menu} aria-label="运行维护">
        <ul>
          {ENTRIES.map(({ path, label }) => (
            <li key={path}>
              <HallLink to={`/ops/${path}`} aria-current={pathname.startsWith(`/ops/${path}`) ? 'page' : undefined}>
                {label}
              </HallLink>
            </li>
          ))}
          <li>
            <HallLink to="/agency/dues">应缴核定</HallLink>
          </li>
        </ul>
      </nav>
      <div className={css.panel}>
        <Pages
          at={{
            '/ops': () => <Redirect to="/ops/announcements" />,
            ...Object.fromEntries(ENTRIES.map(({ path, page }) => [`/ops/${path}`, page])),
          }}
          otherwise={<FailedBy error={new Error('no such page')} />}
        />
      </div>
    </div>
  );
}
