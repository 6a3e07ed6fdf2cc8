import { deliveryMethod } from '@wangting/contracts/dictionaries/common';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { notify } from '@wangting/contracts/identity/session';
import { ask } from '@wangting/kit/call';
import { isoOf, msOf, nowIso } from '@wangting/kit/clock';
import { isVoid, validitiesOf } from './delivery.ts';
import { eachAlone } from './each-alone.ts';
import { DeliveryModel, type Delivery } from './models/delivery.ts';
import type { Asker } from './people.ts';

/** Days after which a unit that has not signed is reminded (items.md 29). */
export const REMIND_AFTER = [3, 7] as const;
const DAY_MS = 86_400_000;
const LINK = '/documents/items/document-signing';

/** What the unit is told: title, never a number or a name. */
function wordsOf({ title, itemName, way, state, notices }: Delivery): { title: string; text: string } {
  const paper = `《${title}》（${itemName}）`;
  if (way !== '1')
    return { title: '文书已送达', text: `${paper}已以${labelOf(deliveryMethod, way)}方式送达您单位，可以在“文书签收”中下载。` };
  const days = REMIND_AFTER[notices - 1];
  if (state === '1' && days) return { title: '文书待签收提醒', text: `${paper}送达您单位已满${days}日，尚未签收，请在“文书签收”中签收。` };
  return { title: '文书待签收', text: `您单位有一份${paper}待签收，请在“文书签收”中签收；签收时间为法定送达时间。` };
}

/** Tells the unit once and plans the next reminder; of a document that is void by now, never. The key of a notice makes telling it twice one message. */
export async function tell(from: Asker, row: Delivery): Promise<void> {
  const gone = row.state === '1' && isVoid((await validitiesOf([row]))(row));
  const due = !gone && (row.notices === 0 || row.state === '1');
  if (due) {
    const message = { ...wordsOf(row), key: `delivery:${row._id}:${row.notices}`, unitId: row.unitId, link: LINK };
    await ask(from, 'documents', notify, { ...message, kind: row.state === '1' ? 'signing' : 'notice' }, { timeout: 2_000 });
  }
  const next = row.state === '1' && !gone ? REMIND_AFTER[row.notices] : undefined;
  await DeliveryModel.updateOne(
    { _id: row._id, notices: row.notices },
    next
      ? { $set: { notices: row.notices + 1, noticeAt: isoOf(msOf(row.sentAt) + next * DAY_MS) }, $unset: { tries: 1 } }
      : { $set: { notices: row.notices + 1 }, $unset: { noticeAt: 1, tries: 1 } },
  );
}
/** Everybody whose notice or reminder is due. */
export async function tellDue(from: Asker): Promise<void> {
  const rows = await DeliveryModel.find({ noticeAt: { $lte: nowIso() } })
    .sort({ noticeAt: 1 })
    .limit(50)
    .lean<Delivery[]>();
  const tellHim = (row: Delivery) => tell(from, row);
  await eachAlone('a unit could not be told; it is tried later', rows, tellHim, ({ _id, notices }, { tries, at }) =>
    DeliveryModel.updateOne({ _id, notices }, { $set: { tries, noticeAt: at } }),
  );
}
