import type { ServiceBroker } from 'moleculer';
import { cardHolder, holderOf } from '@wangting/contracts/caller';
import { CATALOGUE, headOf } from '@wangting/contracts/catalogue';
import type { Fact } from '@wangting/contracts/fact';
import type { MessageKind } from '@wangting/contracts/identity/messages';
import { reach } from '@wangting/contracts/units/questions';
import type { ServiceName } from '@wangting/contracts/names';
import { ask } from '@wangting/kit/call';
import { msOf, nowMs } from '@wangting/kit/clock';
import { isDuplicateKey } from '@wangting/kit/errors';
import { unseal } from '@wangting/kit/sealed';
import { grantsOf } from './hats.ts';
import { ProfileModel } from './models/security.ts';
import { NoticeModel, type Notice } from './models/small.ts';
import { sendSms, smsThere } from './sms.ts';

/** Whose steps become messages: everybody who may have applications. */
export const OWNERS: readonly ServiceName[] = [...new Set(CATALOGUE.map(({ owner }) => owner))];
/** What is older was told before this hall could send short messages, or is heard again: no phone rings for it. */
const STALE_MS = 3_600_000;

interface Words {
  kind: MessageKind;
  title: string;
  text: string;
  /** Also by SMS: what the applicant must do, or has waited for. */
  sms: boolean;
}
/** The step in words, or nothing: what the applicant did himself, and what rules decided while he waited, he knows. */
function wordsOf({ action, status, owed }: Fact['data'], name: string, who: '您' | '您单位'): Words | undefined {
  if (action === 'accept') return { kind: 'accept', title: `${name}已受理`, text: `${who}申请的“${name}”已受理。`, sms: false };
  if (action === 'correct')
    return { kind: 'correct', title: `${name}需要补正`, text: `${who}申请的“${name}”需要补正，请查看补正意见后重新提交。`, sms: true };
  if (action === 'refuse')
    return { kind: 'refuse', title: `${name}不予受理`, text: `${who}申请的“${name}”不予受理，请查看办理意见。`, sms: true };
  if (action === 'reject')
    return { kind: 'reject', title: `${name}审核不通过`, text: `${who}申请的“${name}”审核不通过，请查看办理意见。`, sms: true };
  if (action === 'fail')
    return {
      kind: 'notice',
      title: `${name}尚未办结`,
      text: `${who}申请的“${name}”未能执行，已退回经办机构重新处理，申请内容已保存，目前不需要${who}操作，办理结果将另行通知。`,
      sms: false,
    };
  // `owed`: decided, and not yet carried out. The same step is told once more when it is.
  if (action === 'pass' && status === 'approved' && owed !== true)
    return {
      kind: 'done',
      title: `${name}已办结`,
      text: `${who}申请的“${name}”已办结，请查看办理结果，并可对本次服务作出评价。`,
      sms: true,
    };
  return undefined;
}
/** An item's own notice of the same end (`notify`) has this key too, and takes the place of the general words. */
const keyOf = (fact: Fact, kind: MessageKind): string =>
  kind === 'done' ? `${String(fact.data.itemId)}:${fact.entityId}` : `${fact.entityId}:${fact.entityRev}`;

/** 我的消息 from what domains tell of their applications. Hearing a fact twice makes one message and one SMS. */
export const hearApplications =
  (broker: ServiceBroker, owner: ServiceName) =>
  async (facts: Fact[]): Promise<void> => {
    for (const fact of facts) {
      const { itemId, unitId } = fact.data;
      if (!unitId || !CATALOGUE.some(({ id }) => id === itemId)) continue;
      const { name, category } = headOf(String(itemId));
      // Under 个人 the applicant is a person: his own mailbox, whatever hat he wears when he reads.
      const holder = holderOf(String(unitId));
      const words = wordsOf(fact.data, name, holder ? '您' : '您单位');
      if (!words) continue;
      const notice: Notice = {
        _id: keyOf(fact, words.kind),
        to: holder ? String(unitId) : `unit:${String(unitId)}`,
        title: words.title,
        text: words.text,
        link: `/${owner}/applications/${fact.entityId}`,
        at: fact.at,
        readBy: [],
        kind: words.kind,
      };
      try {
        await NoticeModel.create(notice);
        void broker.broadcast('notice.added', holder ? { personId: unitId } : { unitId });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // The item's own words were first: they stay, and get what they lack.
        await NoticeModel.updateOne({ _id: notice._id, kind: 'notice' }, { $set: { kind: notice.kind, link: notice.link } });
      }
      if (words.sms && smsThere() && msOf(fact.at) > nowMs() - STALE_MS) await tellByPhone(broker, notice, String(unitId), category);
    }
  };

/** To the contacts who work in that category, else to the 法人; to the phone each has bound, unless he wants none. Never a name or number. */
async function tellByPhone(broker: ServiceBroker, notice: Notice, unitId: string, category: string): Promise<void> {
  const holder = holderOf(unitId);
  if (holder) return send(notice, holder, '');
  const { people } = await ask(broker, 'identity', reach, { unitId });
  const contacts = [];
  for (const one of people)
    if (one.hat === 'contact' && (await grantsOf(unitId, one.idHash, 'contact'))?.includes(category)) contacts.push(one);
  const receivers = contacts.length ? contacts : people.filter(({ hat }) => hat === 'legal');
  for (const { idHash, mobile } of receivers) await send(notice, idHash, mobile);
}
/** `known`: what units has, when he has bound none. Who acts for himself has only what he bound. */
async function send(notice: Notice, idHash: string, known: string): Promise<void> {
  const profile = await ProfileModel.findById(cardHolder(idHash)).lean();
  const to = profile?.mobile ? unseal(profile.mobile) : known;
  if (profile?.notices === false || !to) return;
  await sendSms(to, `${notice.text}【网上办事大厅】`, { key: `${notice._id}:${idHash}`, about: notice._id });
}
