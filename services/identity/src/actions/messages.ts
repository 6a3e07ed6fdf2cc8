import { messages, readAll, readMessages, unread, type Message } from '@wangting/contracts/identity/messages';
import type { Caller } from '@wangting/contracts/caller';
import { HallError } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { SmsModel, type Sms } from '../models/security.ts';
import { NoticeModel, type Notice } from '../models/small.ts';
import { mailboxes, unreadOf } from '../mailbox.ts';

const own = (caller: Caller) => ({ to: { $in: mailboxes(caller) } });

const listAction = implement(messages, async ({ input: { unread: only, kind, page, size }, caller }) => {
  const where = { ...own(caller), ...(only ? { readBy: { $ne: caller.id } } : {}), ...(kind ? { kind } : {}) };
  const [rows, total, waiting] = await Promise.all([
    NoticeModel.find(where as never)
      .sort({ at: -1, _id: 1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<Notice[]>(),
    NoticeModel.countDocuments(where as never),
    unreadOf(caller),
  ]);
  const copies = await SmsModel.find({ about: { $in: rows.map(({ _id }) => _id) } })
    .select({ about: 1, masked: 1, state: 1, at: 1 })
    .lean<Sms[]>();
  const byNotice = Map.groupBy(copies, ({ about }) => about);
  return {
    page,
    size,
    total,
    unread: waiting,
    rows: rows.map(({ _id, kind: its, title, text, at, link, readBy }): Message => ({
      id: _id,
      kind: its ?? 'notice',
      title,
      text,
      at,
      link,
      read: readBy.includes(caller.id),
      sms: (byNotice.get(_id) ?? []).map((copy) => ({ to: copy.masked, state: copy.state, at: copy.at })),
    })),
  };
});
const unreadAction = implement(unread, async ({ caller }) => ({ unread: await unreadOf(caller) }));
const readAction = implement(readMessages, async ({ input: { ids }, caller }) => {
  const mark = await NoticeModel.updateMany({ _id: { $in: ids }, ...own(caller) }, { $addToSet: { readBy: caller.id } });
  if (!mark.matchedCount) throw new HallError('NOT_FOUND');
  return { unread: await unreadOf(caller) };
});
const readAllAction = implement(readAll, async ({ input: { upTo }, caller }) => {
  await NoticeModel.updateMany({ ...own(caller), at: { $lte: upTo }, readBy: { $ne: caller.id } }, { $addToSet: { readBy: caller.id } });
  return { unread: await unreadOf(caller) };
});
export const messageActions = [listAction, unreadAction, readAction, readAllAction] as unknown as Implemented[];
