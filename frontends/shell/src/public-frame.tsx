import { HallLink, useQueryClient } from '@wangting/kit-core';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import css from './frame.module.css';
import { Accessibility, AccessibilityButton } from './accessibility.tsx';

export const HALL = '社会保险网上办事大厅';
export const AREA = '陕西省';
const Banner = lazy(() => import('./banner.tsx'));

/** Stands on paper only, in place of header and navigation. */
export const PrintedHead = ({ whose = '' }: { whose?: string }) => (
  <div className={css.printed} aria-hidden="true">
    <strong>
      {HALL}（{AREA}）
    </strong>
    <span>{whose}</span>
  </div>
);

/** The frame of pages that need no login. */
export function PublicFrame({ title, atDoor = false, children }: { title: string; atDoor?: boolean; children: ReactNode }) {
  const inside = Boolean(useQueryClient().getQueryData(['me']));
  useEffect(() => {
    document.title = `${title} - ${HALL}`;
  }, [title]);
  return (
    <>
      <a className={css.skip} href="#content">
        跳到主要内容
      </a>
      <Accessibility />
      <PrintedHead />
      <header className={css.header}>
        <HallLink className={css.mark} to="/">
          {HALL}
          <span className={css.area}>{AREA}</span>
        </HallLink>
        <nav className={css.right} aria-label="公共服务">
          <AccessibilityButton className={css.tool} />
          <HallLink className={css.tool} to="/announcements">
            公告
          </HallLink>
          <HallLink className={css.tool} to="/guides">
            办事指南
          </HallLink>
          <HallLink className={css.tool} to="/progress">
            办件进度
          </HallLink>
          <HallLink className={css.tool} to="/verify">
            证明验证
          </HallLink>
          {!atDoor && (
            <HallLink className={css.tool} to="/">
              {inside ? '返回大厅' : '登录'}
            </HallLink>
          )}
        </nav>
      </header>
      <Suspense fallback={null}>
        <Banner />
      </Suspense>
      <main id="content" tabIndex={-1} className={css.public}>
        {children}
      </main>
      <footer className={css.footer}>
        本大厅办理失业保险、工伤保险单位业务。养老保险、医疗保险业务请前往相应大厅。咨询电话 <a href="tel:12333">12333</a>
      </footer>
    </>
  );
}
