import { HallLink, useCaller } from '@wangting/kit-core';
import { ledgerPagesOf } from './pages.ts';
import css from './ledger.module.css';

/** The way from the work queue to the ledger, for those who have work there. */
export function LedgerLinks() {
  const mine = ledgerPagesOf(useCaller().scopes);
  if (mine.length === 0) return null;
  return (
    <nav className={css.nav} aria-label="征缴台账">
      {mine.map(({ path, label }) => (
        <HallLink key={path} to={path}>
          {label}
        </HallLink>
      ))}
    </nav>
  );
}
