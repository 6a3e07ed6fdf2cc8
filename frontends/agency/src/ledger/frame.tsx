import { Failed, HallLink, useCaller, useLocation } from '@wangting/kit-core';
import { useEffect, type ReactNode } from 'react';
import { ledgerPagesOf } from './pages.ts';
import css from './ledger.module.css';

/** Title and neighbours of a page of the ledger. */
export function LedgerFrame({ title, children }: { title: string; children: ReactNode }) {
  const { scopes } = useCaller();
  const { pathname } = useLocation();
  const mine = ledgerPagesOf(scopes);
  useEffect(() => {
    document.title = `${title} - 社会保险网上办事大厅`;
  }, [title]);
  if (!mine.some(({ path }) => pathname.startsWith(path)))
    return (
      <Failed page title="您不能使用此页面" extra={<HallLink to="/agency">返回待办</HallLink>}>
        此项工作由其他岗位办理。如需办理，请联系运行维护人员调整岗位。
      </Failed>
    );
  return (
    <>
      <h1>{title}</h1>
      <nav className={css.nav} aria-label="征缴台账">
        {mine.map(({ path, label }) => (
          <HallLink key={path} to={path} aria-current={pathname.startsWith(path) ? 'page' : undefined}>
            {label}
          </HallLink>
        ))}
        <HallLink className={css.back} to={scopes.includes('staff.ops') ? '/ops' : '/agency'}>
          {scopes.includes('staff.ops') ? '返回运行维护' : '返回待办'}
        </HallLink>
      </nav>
      {children}
    </>
  );
}
