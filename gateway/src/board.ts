import type { ServiceBroker } from 'moleculer';
import type { z } from 'zod';
import { headOf, CATALOGUE } from '@wangting/contracts/catalogue';
import { board, closedBecause } from '@wangting/contracts/identity/board';
import { ask } from '@wangting/kit/call';
import { nowIso, realNow, stamp, today } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';

type Board = z.infer<typeof board.output>;
const HELD_MS = 30_000;
let held: { value: Board; until: number } | undefined;
/** Somebody of operations changed something: ask again with the next request. */
export const boardChanged = (): void => {
  held = undefined;
};

/** What identity shows on the board, held half a minute. While identity is away the last answer counts: the board is no lock. */
export async function boardNow(broker: ServiceBroker): Promise<Board | undefined> {
  if (held && held.until > realNow()) return held.value;
  try {
    const value = await ask(broker, 'gateway', board, {});
    held = { value, until: realNow() + HELD_MS };
    return value;
  } catch {
    return held?.value;
  }
}
/** 提交 of an item, and 保存 of its file. */
const SUBMITS = new Map(CATALOGUE.map(({ id, owner }) => [`${owner}.${id}.submit`, id]));
const SAVES = new Map(CATALOGUE.map(({ id, owner }) => [`${owner}.${id}.save`, id]));
/** Why this item takes nothing now, or undefined: its 办理时间, by the wall clock of China. */
export function closedNow({ windows }: Board, itemId: string): string | undefined {
  const now = stamp();
  return closedBecause(windows.find((one) => one.itemId === itemId)?.window, `${today()}T${now.slice(8, 10)}:${now.slice(10, 12)}`);
}
/**
 * Refuses a submission outside 办理时间 or during maintenance (ITEM_CLOSED). What was sent back for correction may come again at any time:
 * its clock runs. Drafts are always taken, files always checked.
 */
export async function insistOnOpen(broker: ServiceBroker, action: string, params: Record<string, unknown>): Promise<void> {
  const itemId = SUBMITS.get(action) ?? SAVES.get(action);
  if (!itemId || params.seenSeq !== undefined) return;
  const now = await boardNow(broker);
  if (!now) return;
  const { banner } = now;
  const away =
    banner?.level === 'away' && banner.from <= nowIso() && (banner.to === null || nowIso() < banner.to) ? banner.text : undefined;
  const reason = away ?? closedNow(now, itemId);
  if (reason)
    throw new HallError('ITEM_CLOSED', { reason: `${reason}。“${headOf(itemId).name}”可以先${SAVES.has(action) ? '校验' : '暂存'}。` });
}
