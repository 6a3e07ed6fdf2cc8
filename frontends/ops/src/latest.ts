import type { z } from 'zod';
import type { BoardKind, versions } from '@wangting/contracts/identity/board';
import { callAction, useQuery } from '@wangting/kit-core';
import { ops } from './ops-api.ts';

export type Version = z.infer<typeof versions.output>['rows'][number];
export interface Latest {
  id: string;
  /** What was written last, in force or proposed. */
  newest: Version;
  inForce: Version | undefined;
}

/** Per thing its newest version: what an editor starts from, and what has to be named when the next one is written. */
export function latestOf(rows: readonly Version[]): Latest[] {
  const byId = new Map<string, Version[]>();
  for (const row of rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  return [...byId].flatMap(([id, all]) => {
    const [newest] = all.toSorted((a, b) => b.version - a.version);
    return newest ? [{ id, newest, inForce: all.find(({ state }) => state === 'inForce') }] : [];
  });
}

async function readAll(kind: BoardKind): Promise<Latest[]> {
  const rows: Version[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await callAction(ops.versions, { kind, page, size: 100 });
    rows.push(...answer.rows);
    if (rows.length >= answer.total || answer.rows.length === 0) return latestOf(rows);
  }
}
/** Everything of one kind that operations wrote. */
export const useLatest = (kind: BoardKind) =>
  useQuery({ queryKey: ['board', 'latest', kind], queryFn: () => readAll(kind), staleTime: 5_000 });
