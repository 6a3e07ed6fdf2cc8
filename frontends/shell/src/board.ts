import type { OutputOf } from '@wangting/contracts/action';
import type { board } from '@wangting/contracts/identity/board';
import { callAction, useQuery } from '@wangting/kit-core';
import { portal } from './portal-api.ts';

export type Board = OutputOf<typeof board>;

/** Announcements, the maintenance strip and opening hours: one public answer for all pages, asked again now and then. */
export const useBoard = () =>
  useQuery({ queryKey: ['board'], queryFn: () => callAction(portal.board, {}), staleTime: 60_000, refetchInterval: 300_000 });
