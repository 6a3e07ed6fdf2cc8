import type { Caller } from '@wangting/contracts/caller';
import { COUNTED } from '@wangting/contracts/identity/messages';
import { timeLimitAt } from '@wangting/contracts/policies/time-limits';
import { isoOf, nowMs, today } from '@wangting/kit/clock';
import { isDuplicateKey } from '@wangting/kit/errors';
import { NoticeModel, ReadMarkModel, type Notice } from './models/small.ts';

/** Where somebody's messages lie: his own, and those of the unit he acts for now. */
export const mailboxes = (caller: Caller): string[] => [caller.id, ...(caller.unitId ? [`unit:${caller.unitId}`] : [])];

/** One of his mailboxes: what came before this moment he has read, or said he has; of what came later, `readBy` tells. */
export interface Mark {
  to: string;
  before: string;
}
const markId = (who: string, to: string): string => `${who}|${to}`;
export async function marksOf(caller: Caller): Promise<Mark[]> {
  const boxes = mailboxes(caller);
  const rows = await ReadMarkModel.find({ _id: { $in: boxes.map((to) => markId(caller.id, to)) } }).lean();
  const known = new Map(rows.map(({ _id, before }) => [_id, before]));
  return boxes.map((to) => ({ to, before: known.get(markId(caller.id, to)) ?? '' }));
}
export const isRead = ({ to, came = '', readBy }: Pick<Notice, 'to' | 'came' | 'readBy'>, marks: readonly Mark[], who: string): boolean =>
  readBy.includes(who) || came < (marks.find((mark) => mark.to === to)?.before ?? '');
const unreadIn = ({ to, before }: Mark, who: string) => ({ to, came: { $gte: before }, readBy: { $ne: who } });

/** Asked for every page and every open event stream. By {to, came}: it reads what came after the mark, and no more than is counted. */
export async function unreadOf(caller: Caller): Promise<number> {
  const counts = (await marksOf(caller)).map((mark) => NoticeModel.countDocuments(unreadIn(mark, caller.id), { limit: COUNTED }));
  return Math.min(
    (await Promise.all(counts)).reduce((all, one) => all + one, 0),
    COUNTED,
  );
}
/** The unread ones of all his mailboxes, for a list: from the oldest mark on, each by its own. */
export const unreadFilter = (marks: readonly Mark[], who: string): Record<string, unknown> => ({
  to: { $in: marks.map(({ to }) => to) },
  came: { $gte: marks.reduce((first, { before }) => (before < first ? before : first), marks[0]?.before ?? '') },
  readBy: { $ne: who },
  $or: marks.map(({ to, before }) => ({ to, came: { $gte: before } })),
});

/** A message that is being written just now bears a moment that has passed: a mark must not go past it. */
const ON_THE_WAY_MS = 10_000;
const latest = (): string => isoOf(nowMs() - ON_THE_WAY_MS);
/** Only forward: of two at once the later one stands. */
async function move(who: string, to: string, before: string): Promise<void> {
  const save = () => ReadMarkModel.updateOne({ _id: markId(who, to) }, { $max: { before } }, { upsert: true });
  await save().catch((error: unknown) => {
    if (isDuplicateKey(error)) return save(); // two first marks at once
    throw error;
  });
}
/** After single ones were read: up to the oldest that is left, so that nobody reads past them again. */
export async function moveMarks(caller: Caller): Promise<void> {
  for (const mark of await marksOf(caller)) await move(caller.id, mark.to, await edgeOf(unreadIn(mark, caller.id)));
}
/** Everything up to a message's own moment. What is older but came late, or came just now, is noted singly. */
export async function readUpTo(caller: Caller, upTo: string): Promise<void> {
  for (const mark of await marksOf(caller)) {
    const edge = await edgeOf({ ...unreadIn(mark, caller.id), at: { $gt: upTo } });
    const rest = unreadIn({ to: mark.to, before: edge > mark.before ? edge : mark.before }, caller.id);
    await NoticeModel.updateMany({ ...rest, at: { $lte: upTo } }, { $addToSet: { readBy: caller.id } });
    await move(caller.id, mark.to, edge);
  }
}
async function edgeOf(left: Record<string, unknown>): Promise<string> {
  const oldest = await NoticeModel.findOne(left).sort({ came: 1 }).select({ came: 1 }).lean<Pick<Notice, '_id' | 'came'>>();
  return oldest?.came && oldest.came < latest() ? oldest.came : latest();
}

/** Forgets messages that are older than they are kept. Index: {came}. */
export async function sweepMessages(): Promise<void> {
  const { length } = timeLimitAt('message-retention', today());
  const since = `${Number(today().slice(0, 4)) - length}${today().slice(4)}`;
  await NoticeModel.deleteMany({ came: { $lt: since } });
}
