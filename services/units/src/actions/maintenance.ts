import type { z } from 'zod';
import { itemActions } from '@wangting/contracts/applications';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { unitStatus } from '@wangting/contracts/dictionaries/unit';
import { CONTACT_MESSAGES, saveContacts, view } from '@wangting/contracts/units/contacts';
import { ruleContext } from '@wangting/kit/applications/actions';
import { today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { logger } from '@wangting/kit/log';
import { digest } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { settleContacts } from '../domain/contacts.ts';
import { file } from '../domain/filing.ts';
import { contactOf, sealContact } from '../domain/people.ts';
import { tellNow } from '../domain/tell.ts';
import { maintenanceView } from '../domain/view.ts';
import { changeUnit, unitById } from '../domain/write.ts';
import { mayKeepContacts, rules } from '../items/unit-maintenance.ts';
import { ChangeModel, type Change } from '../models/change.ts';
import type { Unit } from '../models/unit.ts';

const log = logger('units');
type Save = z.infer<typeof saveContacts.input>;

async function own(unitId: string): Promise<Unit> {
  const unit = await unitById(unitId);
  if (!unit) throw new HallError('NOT_FOUND');
  return unit;
}
const open = implement(itemActions(rules.item).open, async (request) => ({ ...(await rules.open(ruleContext(request))), draft: null }));
const viewAction = implement(view, async (request) => {
  const { unitId, caller } = ruleContext(request);
  const unit = await own(unitId);
  return maintenanceView(unit, mayKeepContacts(caller.hat, unit.state));
});

/** Was this request carried out before? Looked for in what is filed and in what is not yet. */
async function savedBefore(unit: Unit, { requestKey }: Pick<Save, 'requestKey'>, payloadHash: string): Promise<boolean> {
  const change = unit.unfiled.find((one) => one.requestKey === requestKey) ?? (await ChangeModel.findOne({ requestKey }).lean<Change>());
  if (change && (change.unitId !== unit._id || change.payloadHash !== payloadHash)) throw new HallError('REQUEST_KEY_REUSED');
  return Boolean(change);
}

/** One write: contacts, history and the fact together. Who is taken off is logged out by identity, again and again until it has heard. */
const save = implement(saveContacts, async (request) => {
  const { unitId, caller } = ruleContext(request);
  const { input } = request;
  if (caller.hat !== 'legal') throw refuse(CONTACT_MESSAGES.legalOnly);
  const payloadHash = digest({ who: caller.id, unitId, contacts: input.contacts });
  const unit = await own(unitId);
  if (await savedBefore(unit, input, payloadHash)) return { message: CONTACT_MESSAGES.saved, view: maintenanceView(unit, true) };
  if (unit.state !== '1')
    throw refuse(`单位登记状态为“${unit.state === '0' ? '未登记' : labelOf(unitStatus, unit.state)}”，不能维护联系人`);
  if (unit.rev !== input.seenRev) throw new HallError('STATE_CHANGED');

  const contacts = settleContacts(input.contacts, unit.contacts.map(contactOf), today()).map(({ id, ...data }) => sealContact(data, id));
  const stay = new Set([unit.legalIdHash, ...contacts.map(({ idHash }) => idHash)]);
  const revoke = unit.contacts.map(({ idHash }) => idHash).filter((idHash) => !stay.has(idHash));
  const changed = await changeUnit(
    unit,
    { contacts },
    { kind: 'people', who: caller.id, requestKey: input.requestKey, payloadHash, revoke },
  );
  if (!changed) {
    // Somebody was faster: another person, or this very request sent twice at once.
    const now = await own(unitId);
    if (await savedBefore(now, input, payloadHash)) return { message: CONTACT_MESSAGES.saved, view: maintenanceView(now, true) };
    throw new HallError('STATE_CHANGED');
  }
  tellNow();
  await file(applications.broker(), changed).catch((error: unknown) =>
    log.warn({ err: error }, 'history of a unit is not filed yet; the next round files it'),
  );
  return { message: CONTACT_MESSAGES.saved, view: maintenanceView(changed, true) };
});

export const maintenance = [open, viewAction, save] as unknown as Implemented[];
