import { lazy, Suspense } from 'react';
import { useDisplay } from '@wangting/kit-core';

const Toolbar = lazy(() => import('./accessibility-toolbar.tsx'));

/** 无障碍 toolbar, fetched only by those who use it. */
export function Accessibility() {
  const { toolbar, guide, speech } = useDisplay();
  return toolbar || guide || speech ? (
    <Suspense fallback={null}>
      <Toolbar />
    </Suspense>
  ) : null;
}
