import { lifecycle } from '@wangting/kit-core';

/** Everything the shell may ask of this application. */
export const { bootstrap, mount, unmount } = lifecycle(() => import('./pages.tsx'));
