import { Hall, Pages, PanelOnError, Waiting } from '@wangting/kit-core';
import { lazy, Suspense, type ComponentType } from 'react';
import { Door } from './door.tsx';
import { PublicFrame } from './public-frame.tsx';

const open = (title: string, load: () => Promise<{ default: ComponentType }>) => {
  const Page = lazy(load);
  return () => (
    <PublicFrame title={title}>
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    </PublicFrame>
  );
};

/** Pages that need no login, each fetched when somebody asks for it. */
const OPEN = {
  '/register': open('注册', () => import('./pages/register.tsx')),
  '/forgot': open('忘记密码', () => import('./pages/forgot.tsx')),
  '/progress': open('办件进度查询', () => import('./pages/progress.tsx')),
  '/announcements': open('公告', () => import('./pages/announcements.tsx')),
  '/guides/*': open('办事指南', () => import('./pages/guides.tsx')),
  '/verify': open('证明验证', () => import('./pages/verify.tsx')),
  '/simulator': open('模拟器', () => import('./pages/simulator.tsx')),
};

/** The root of the hall: public pages for everybody, the door for all others. */
export function Shell() {
  return (
    <Hall>
      <PanelOnError>
        <Pages at={OPEN} otherwise={<Door />} />
      </PanelOnError>
    </Hall>
  );
}
