import { callAction, match, queryClient, useQuery } from '@wangting/kit-core';
import { portal } from './portal-api.ts';

const RECENT = ['recent'];
/** 最近使用: items this person opened, newest first. */
export const useRecent = () =>
  useQuery({ queryKey: RECENT, queryFn: () => callAction(portal.recent, {}), staleTime: 60_000, retry: false });

/** Notes that the page of an item was opened, if the address is one. Only a convenience: nobody is told when it fails. */
export function rememberItem(pathname: string): void {
  const itemId = match('/:owner/items/:id', pathname)?.id;
  if (!itemId) return;
  void callAction(portal.addRecent, { itemId }).then(
    (answer) => queryClient.setQueryData(RECENT, answer),
    () => undefined,
  );
}
