import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import type { HookAPI } from 'antd/es/modal/useModal';

type Guard = () => string | undefined;
const guards = new Set<Guard>();
let dialogs: HookAPI | undefined;

export function attachDialogs(modal: HookAPI): () => void {
  dialogs = modal;
  return () => {
    if (dialogs === modal) dialogs = undefined;
  };
}

/** The words of the first page that does not want to be left, or nothing. */
const objection = (): string | undefined => {
  for (const guard of guards) {
    const words = guard();
    if (words) return words;
  }
  return undefined;
};

function asks(words: string): Promise<boolean> {
  const open = dialogs;
  if (!open) return Promise.resolve(window.confirm(words));
  return new Promise((resolve) => {
    open.confirm({
      title: '离开本页？',
      content: words,
      okText: '离开',
      cancelText: '留在本页',
      onOk: () => resolve(true),
      onCancel: () => resolve(false),
    });
  });
}

const SENTINEL = 'wangting-guard';

/**
 * A page with unsaved input asks once before it is left: by a link, by 关闭, by the back button, by closing the tab.
 * The back button cannot be refused, so while there is something to lose a twin of the address lies on top of the history.
 */
export function guardLeaving(guard: Guard): () => void {
  guards.add(guard);
  const beforeUnload = (event: BeforeUnloadEvent) => {
    if (guard()) event.preventDefault();
  };
  const onPop = (event: PopStateEvent) => {
    if (!event.isTrusted || !guard()) return;
    const words = guard() ?? '';
    void asks(words).then((leave) => {
      if (leave) {
        guards.delete(guard);
        window.history.back();
      } else {
        lay();
      }
    });
  };
  const lay = () => {
    if ((window.history.state as Record<string, unknown> | null)?.[SENTINEL]) return;
    window.history.pushState({ ...(window.history.state as object), [SENTINEL]: true }, '', window.location.href);
  };
  lay();
  window.addEventListener('beforeunload', beforeUnload);
  window.addEventListener('popstate', onPop);
  return () => {
    guards.delete(guard);
    window.removeEventListener('beforeunload', beforeUnload);
    window.removeEventListener('popstate', onPop);
  };
}

/** Goes to an address of the hall, in whichever application it lives. Asks first when something would be lost. */
export async function go(to: string, { replace = false, force = false } = {}): Promise<boolean> {
  const words = force ? undefined : objection();
  if (words && !(await asks(words))) return false;
  if (force || words) guards.clear();
  window.history[replace ? 'replaceState' : 'pushState'](null, '', to);
  // Routers of other roots listen for this; single-spa's own event covers addresses it routes.
  window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
  window.scrollTo(0, 0);
  return true;
}

/** A link inside the hall. Ctrl-click still opens a browser tab. */
export function HallLink({ to, onClick, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || rest.target)
      return;
    event.preventDefault();
    void go(to);
  };
  return <a {...rest} href={to} onClick={follow} />;
}
