import { HallLink, setDisplay, useDisplay } from '@wangting/kit-core';
import { useEffect, type ReactNode } from 'react';
import css from './frame.module.css';
import { Accessibility } from './accessibility.tsx';

export const HALL = '社会保险网上办事大厅';
export const AREA = '陕西省';

/** The frame of pages that need no login. */
export function PublicFrame({ title, children }: { title: string; children: ReactNode }) {
  const { toolbar } = useDisplay();
  useEffect(() => {
    document.title = `${title} - ${HALL}`;
  }, [title]);
  return (
    <>
      <a className={css.skip} href="#content">
        跳到主要内容
      </a>
      <Accessibility />
      <header className={css.header}>
        <HallLink className={css.mark} to="/">
          {HALL}
          <span className={css.area}>{AREA}</span>
        </HallLink>
        <div className={css.right}>
          <button type="button" className={css.tool} aria-expanded={toolbar} onClick={() => setDisplay({ toolbar: !toolbar })}>
            无障碍
          </button>
          <HallLink className={css.tool} to="/verify">
            证明验证
          </HallLink>
          <HallLink className={css.tool} to="/">
            登录
          </HallLink>
        </div>
      </header>
      <main id="content" tabIndex={-1} className={css.public}>
        {children}
      </main>
      <footer className={css.footer}>本大厅办理失业保险、工伤保险单位业务。养老保险、医疗保险业务请前往相应大厅。</footer>
    </>
  );
}
