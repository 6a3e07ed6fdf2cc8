import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { OutputOf } from '@wangting/contracts/action';
import type * as contract from '@wangting/contracts/identity/board';
import { callAction, endpoint } from './api.ts';

export type Board = OutputOf<typeof contract.board>;
export const boardApi = endpoint<typeof contract.board>('GET /board');

/** Announcements, the maintenance strip and opening hours: one public answer for all pages, asked again now and then. */
export const useBoard = () =>
  useQuery({ queryKey: ['board'], queryFn: () => callAction(boardApi, {}), staleTime: 60_000, refetchInterval: 300_000 });

/** Why an item cannot be submitted at this time of day or month, by item. A board that does not answer closes nothing: the door decides. */
export function useClosed(): ReadonlyMap<string, string> {
  const { data } = useBoard();
  return useMemo(() => new Map(data?.windows.flatMap(({ itemId, closed }) => (closed ? [[itemId, closed] as const] : []))), [data]);
}
