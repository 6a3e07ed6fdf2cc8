import type { Caller } from '@wangting/contracts/caller';
import { NoticeModel } from './models/small.ts';

/** Where somebody's messages lie: his own, and those of the unit he acts for now. */
export const mailboxes = (caller: Caller): string[] => [caller.id, ...(caller.unitId ? [`unit:${caller.unitId}`] : [])];
export const unreadOf = (caller: Caller) => NoticeModel.countDocuments({ to: { $in: mailboxes(caller) }, readBy: { $ne: caller.id } });
