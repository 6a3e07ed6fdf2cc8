import { enlargement, setDisplay, useDisplay } from '@wangting/kit-core';
import { lazy, Suspense, useEffect, useRef } from 'react';

const Toolbar = lazy(() => import('./accessibility-toolbar.tsx'));
const BUTTON = 'accessibility-button';

/** 无障碍 toolbar and what it sets, fetched only by those who use it. */
export function Accessibility() {
  const display = useDisplay();
  const factor = enlargement(display);
  const touched = useRef(false);
  useEffect(() => {
    if (factor === 1 && !touched.current) return;
    touched.current = true;
    void import('./enlarged.ts').then(({ enlarge }) => enlarge(factor));
  }, [factor]);
  return display.toolbar || display.guide || display.speech ? (
    <Suspense fallback={null}>
      <Toolbar onLeave={() => document.getElementById(BUTTON)?.focus()} />
    </Suspense>
  ) : null;
}

/** Opens and closes the toolbar; the focus comes back here when one leaves it. */
export function AccessibilityButton({ className }: { className: string | undefined }) {
  const { toolbar } = useDisplay();
  return (
    <button id={BUTTON} type="button" className={className} aria-expanded={toolbar} onClick={() => setDisplay({ toolbar: !toolbar })}>
      无障碍
    </button>
  );
}
