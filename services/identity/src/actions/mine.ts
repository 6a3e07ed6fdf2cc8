import { CATALOGUE } from '@wangting/contracts/catalogue';
import { audit, favourites, notices, notify, readNotice, setFavourite } from '@wangting/contracts/identity/session';
import { nowIso } from '@wangting/kit/clock';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { appendAudit } from '../audit-chain.ts';
import { isRead, mailboxes, marksOf, moveMarks, unreadOf } from '../mailbox.ts';
import { FavouritesModel, NoticeModel } from '../models/small.ts';

export const favouritesAction = implement(favourites, async ({ caller }) => ({
  items: (await FavouritesModel.findById(caller.id).lean())?.items ?? [],
}));
export const setFavouriteAction = implement(setFavourite, async ({ input, caller }) => {
  if (!CATALOGUE.some(({ id }) => id === input.itemId)) throw new HallError('NOT_FOUND');
  const change = input.on ? { $addToSet: { items: input.itemId } } : { $pull: { items: input.itemId } };
  const save = () => FavouritesModel.findOneAndUpdate({ _id: caller.id }, change, { upsert: true, returnDocument: 'after' }).lean();
  const row = await save().catch((error: unknown) => {
    if (isDuplicateKey(error)) return save(); // two first favourites at once
    throw error;
  });
  return { items: row?.items ?? [] };
});

export const noticesAction = implement(notices, async ({ caller }) => {
  const marks = await marksOf(caller);
  const [rows, unread] = await Promise.all([
    NoticeModel.find({ to: { $in: mailboxes(caller) } })
      .sort({ at: -1 })
      .limit(100)
      .lean(),
    unreadOf(caller),
  ]);
  return {
    unread,
    rows: rows.map((row) => {
      const { _id, title, text, at, link } = row;
      return { id: _id, title, text, at, link, read: isRead(row, marks, caller.id) };
    }),
  };
});
export const readNoticeAction = implement(readNotice, async ({ input, caller }) => {
  const read = await NoticeModel.updateOne({ _id: input.id, to: { $in: mailboxes(caller) } }, { $addToSet: { readBy: caller.id } });
  if (!read.matchedCount) throw new HallError('NOT_FOUND');
  await moveMarks(caller);
  return { unread: await unreadOf(caller) };
});
/** Told twice it is one. Where the general words of the same end stand already, the item's own words take their place. */
export const notifyAction = implement(notify, async ({ input, ctx }) => {
  const { key, unitId, title, text, link, kind } = input;
  const to = `unit:${unitId}`;
  try {
    await NoticeModel.create({ _id: key, to, title, text, link, at: nowIso(), readBy: [], kind });
    void ctx.broker.broadcast('notice.added', { unitId });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await NoticeModel.updateOne({ _id: key, to }, { $set: { title, text, ...(link ? { link } : {}) } });
  }
  return { ok: true as const };
});
export const auditAction = implement(audit, async ({ input, caller }) => {
  await appendAudit(input.entries.map(({ id, ...entry }) => ({ _id: id, ...entry, by: caller.id })));
  return { ok: true as const };
});
