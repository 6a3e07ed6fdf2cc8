import { Fragment, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { go } from './navigate.tsx';

/** The address, for every React root alike: each hears the same history. Thirty lines in place of a router of thirty kilobytes. */
const subscribe = (listener: () => void) => {
  window.addEventListener('popstate', listener);
  return () => window.removeEventListener('popstate', listener);
};
const address = () => window.location.pathname + window.location.search;

export function useLocation(): { pathname: string; search: string } {
  const now = useSyncExternalStore(subscribe, address);
  return useMemo(() => {
    const { pathname, search } = new URL(now, window.location.origin);
    return { pathname, search };
  }, [now]);
}

type Next = URLSearchParams | Record<string, string>;

/** The query of the address, and a way to change it without leaving the page. */
export function useSearchParams(): [URLSearchParams, (next: Next | ((now: URLSearchParams) => Next), how?: { replace?: boolean }) => void] {
  const { search } = useLocation();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const set = useMemo(
    () =>
      (next: Next | ((now: URLSearchParams) => Next), { replace = false } = {}) => {
        const wanted = new URLSearchParams(
          typeof next === 'function' ? next(new URLSearchParams(window.location.search)) : next,
        ).toString();
        const to = window.location.pathname + (wanted ? `?${wanted}` : '');
        if (to === address()) return;
        window.history[replace ? 'replaceState' : 'pushState'](window.history.state, '', to);
        window.dispatchEvent(new PopStateEvent('popstate', { state: window.history.state }));
      },
    [],
  );
  return [params, set];
}

export type Params = Record<string, string>;

/** `/agency/:owner/:id` against an address; `*` at the end takes the rest. */
export function match(pattern: string, path: string): Params | undefined {
  const wanted = pattern.split('/').filter(Boolean);
  const have = path.split('/').filter(Boolean);
  const open = wanted.at(-1) === '*';
  if (open ? have.length < wanted.length - 1 : have.length !== wanted.length) return undefined;
  const params: Params = {};
  for (const [index, part] of wanted.entries()) {
    if (open && index === wanted.length - 1) break;
    const value = have[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}

/** The first page whose pattern fits the address. */
export function Pages({ at, otherwise }: { at: Record<string, (params: Params) => ReactNode>; otherwise: ReactNode }) {
  const { pathname } = useLocation();
  for (const [pattern, page] of Object.entries(at)) {
    const params = match(pattern, pathname);
    if (params) return <Fragment key={pattern}>{page(params)}</Fragment>;
  }
  return otherwise;
}

export function Redirect({ to }: { to: string }) {
  useEffect(() => void go(to, { replace: true, force: true }), [to]);
  return null;
}
