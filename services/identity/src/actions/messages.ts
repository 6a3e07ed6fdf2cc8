import { messages, readAll, readMessages, unread, type Message } from '@wangting/contracts/identity/messages';
import type { Caller } from '@wangting/contracts/caller';
import { HallError } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { SmsModel, type Sms } from '../models/security.ts';
import { NoticeModel, type Notice } from '../models/small.ts';
import { isRead, mailboxes, marksOf, moveMarks, readUpTo, unreadFilter, unreadOf } from '../mailbox.ts';

const own = (caller: Caller) => ({ to: { $in: mailboxes(caller) } });

const listAction = implement(messages, async ({ input: { unread: only, kind, page, size }, caller }) => {
  const marks = await marksOf(caller);
  const where = { ...(only ? unreadFilter(marks, caller.id) : own(caller)), ...(kind ? { kind } : {}) };
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
    rows: rows.map((row): Message => ({
      id: row._id,
      kind: row.kind ?? 'notice',
      title: row.title,
      text: row.text,
      at: row.at,
      link: row.link,
      read: isRead(row, marks, caller.id),
      sms: (byNotice.get(row._id) ?? []).map((copy) => ({ to: copy.masked, state: copy.state, at: copy.at })),
    })),
  };
});
const unreadAction = implement(unread, async ({ caller }) => ({ unread: await unreadOf(caller) }));
const readAction = implement(readMessages, async ({ input: { ids }, caller }) => {
  const mark = await NoticeModel.updateMany({ _id: { $in: ids }, ...own(caller) }, { $addToSet: { readBy: caller.id } });
  if (!mark.matchedCount) throw new HallError('NOT_FOUND');
  await moveMarks(caller);
  return { unread: await unreadOf(caller) };
});
const readAllAction = implement(readAll, async ({ input: { upTo }, caller }) => {
  await readUpTo(caller, upTo);
  return { unread: await unreadOf(caller) };
});
export const messageActions = [listAction, unreadAction, readAction, readAllAction] as unknown as Implemented[];
