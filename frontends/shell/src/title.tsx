import { useLocation } from '@wangting/kit-core';
import { useEffect, useState } from 'react';
import { HALL } from './public-frame.tsx';
import css from './frame.module.css';

/** What the browser tab says. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} - ${HALL}`;
  }, [title]);
}

const SETTLED_MS = 500;
/** Tells screen readers where a link has led: the page changes without being loaded anew. A focus that vanished with the old page goes to the new one. */
export function Announcer() {
  const { pathname } = useLocation();
  const [words, setWords] = useState('');
  const [first] = useState(pathname);
  useEffect(() => {
    if (pathname === first && !words) return;
    const timer = setTimeout(() => {
      setWords(document.title);
      if (document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
    // Only a new address is news.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pathname]);
  return (
    <p className={css.unseen} role="status">
      {words}
    </p>
  );
}
