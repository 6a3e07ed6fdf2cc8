import { Waiting } from '@wangting/kit-core';
import { Suspense, lazy } from 'react';
import type { ItemPageProps } from '../item/fill-in.tsx';

const Page = lazy(async () => ({ default: (await import('./batch-page.tsx')).BatchPage }));

/** Block B9 for an item that has more beside its file. Fetched when it is shown: no other page waits for it. */
export function BatchItemPage(props: ItemPageProps) {
  return (
    <Suspense fallback={<Waiting rows={8} />}>
      <Page {...props} />
    </Suspense>
  );
}
