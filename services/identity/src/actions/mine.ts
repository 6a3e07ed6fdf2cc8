import type { ServiceBroker } from 'moleculer';
import { CATALOGUE } from '@wangting/contracts/catalogue';
import { audit, favourites, notices, notify, readNotice, setFavourite } from '@wangting/contracts/identity/session';
import type { Caller } from '@wangting/contracts/caller';
import { nowIso } from '@wangting/kit/clock';
import { HallError, isDuplicateKey } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { AuditModel, FavouritesModel, NoticeModel } from '../models/small.ts';

const mailboxes = (caller: Caller): string[] => [caller.id, ...(caller.unitId ? [`unit:${caller.unitId}`] : [])];
const unreadOf = (caller: Caller) => NoticeModel.countDocuments({ to: { $in: mailboxes(caller) }, readBy: { $ne: caller.id } });

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
  const [rows, unread] = await Promise.all([
    NoticeModel.find({ to: { $in: mailboxes(caller) } })
      .sort({ at: -1 })
      .limit(100)
      .lean(),
    unreadOf(caller),
  ]);
  return {
    unread,
    rows: rows.map(({ _id, title, text, at, link, readBy }) => ({ id: _id, title, text, at, link, read: readBy.includes(caller.id) })),
  };
});
export const readNoticeAction = implement(readNotice, async ({ input, caller }) => {
  const read = await NoticeModel.updateOne({ _id: input.id, to: { $in: mailboxes(caller) } }, { $addToSet: { readBy: caller.id } });
  if (!read.matchedCount) throw new HallError('NOT_FOUND');
  return { unread: await unreadOf(caller) };
});
export const notifyAction = (broker: () => ServiceBroker) =>
  implement(notify, async ({ input }) => {
    try {
      await NoticeModel.create({
        _id: input.key,
        to: `unit:${input.unitId}`,
        title: input.title,
        text: input.text,
        link: input.link,
        at: nowIso(),
        readBy: [],
      });
      void broker().broadcast('notice.added', { unitId: input.unitId });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // told before
    }
    return { ok: true as const };
  });
export const auditAction = implement(audit, async ({ input, caller }) => {
  const rows = input.entries.map(({ id, ...entry }) => ({ _id: id, ...entry, by: caller.id }));
  await AuditModel.insertMany(rows, { ordered: false, throwOnValidationError: true }).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error; // sent again: those that were missing are in now
  });
  return { ok: true as const };
});
