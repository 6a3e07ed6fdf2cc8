import { HATS, type Caller } from '@wangting/contracts/caller';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { unitStatus } from '@wangting/contracts/dictionaries/unit';
import { BASICS_MESSAGES, saveBasics } from '@wangting/contracts/units/basics';
import { CONTACT_MESSAGES, saveContacts, view, type MaintenanceView } from '@wangting/contracts/units/contacts';
import { ruleContext } from '@wangting/kit/applications/actions';
import { serialNumber } from '@wangting/kit/applications/numbers';
import { looked } from '@wangting/kit/audit';
import { today } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { digest } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { basicsIssues, withBasics } from '../domain/basics.ts';
import { settleContacts } from '../domain/contacts.ts';
import { comparable, differencesOf } from '../domain/differences.ts';
import { fileNow } from '../domain/filing.ts';
import { contactOf, sealContact } from '../domain/people.ts';
import { tellNow } from '../domain/tell.ts';
import { maintenanceView } from '../domain/view.ts';
import { changeUnit, ownUnit, type UnitContent } from '../domain/write.ts';
import { ChangeModel, type Change, type Revoked } from '../models/change.ts';
import type { Unit, UnitFactKind } from '../models/unit.ts';

/** May contacts be kept now: by the 法人, of a unit that is registered and works. */
const mayKeepContacts = (caller: Caller, unit: Unit): boolean => caller.hat === 'legal' && unit.state === '1';
const shown = (unit: Unit, caller: Caller): MaintenanceView => maintenanceView(unit, mayKeepContacts(caller, unit));
const stateWords = ({ state }: Unit): string => (state === '0' ? '未登记' : labelOf(unitStatus, state));

const viewAction = implement(view, async (request) => {
  const { unitId, caller } = ruleContext(request);
  return shown(await ownUnit(unitId), caller);
});

/** Was this request carried out before? Looked for in what is filed and in what is not yet. */
async function savedBefore(unit: Unit, requestKey: string, payloadHash: string): Promise<boolean> {
  const change = unit.unfiled.find((one) => one.requestKey === requestKey) ?? (await ChangeModel.findOne({ requestKey }).lean<Change>());
  if (change && (change.unitId !== unit._id || change.payloadHash !== payloadHash)) throw new HallError('REQUEST_KEY_REUSED');
  return Boolean(change);
}

/** What a save makes of a unit; `revoke` are people who act for it no more. */
interface Saved {
  next: Partial<UnitContent>;
  revoke?: Revoked[];
}
/** One write: what is saved, history and the fact together. Who is taken off is logged out by identity, again and again until it has heard. */
async function save(
  caller: Caller,
  unitId: string,
  kind: UnitFactKind,
  wish: { requestKey: string; seenRev: number; payload: unknown },
  make: (unit: Unit) => Saved,
): Promise<Unit> {
  const payloadHash = digest({ who: caller.id, unitId, ...(wish.payload as object) });
  const unit = await ownUnit(unitId);
  if (await savedBefore(unit, wish.requestKey, payloadHash)) return unit;
  if (unit.rev !== wish.seenRev) throw new HallError('STATE_CHANGED');
  const { next, revoke } = make(unit);
  if (!differencesOf(comparable(unit), comparable({ ...unit, ...next })).length) return unit;

  const changed = await changeUnit(unit, next, {
    kind,
    who: caller.id,
    hat: caller.hat ? HATS[caller.hat] : '',
    no: await serialNumber(applications.models.counters, 'units'),
    requestKey: wish.requestKey,
    payloadHash,
    revoke,
  });
  if (!changed) {
    // Somebody was faster: another person, or this very request sent twice at once.
    const now = await ownUnit(unitId);
    if (await savedBefore(now, wish.requestKey, payloadHash)) return now;
    throw new HallError('STATE_CHANGED');
  }
  tellNow();
  await fileNow(applications.broker(), changed);
  return changed;
}

const contactsAction = implement(saveContacts, async (request) => {
  const { unitId, caller } = ruleContext(request);
  const { contacts: sent, requestKey, seenRev } = request.input;
  if (caller.hat !== 'legal') {
    // He knew the address: the page offers him no such button.
    looked(request.ctx.broker, 'units', {
      who: caller.id,
      kind: caller.kind,
      whose: unitId,
      fields: [],
      what: `refused ${saveContacts.name}`,
    });
    throw refuse(CONTACT_MESSAGES.legalOnly);
  }
  const saved = await save(caller, unitId, 'people', { requestKey, seenRev, payload: { contacts: sent } }, (unit) => {
    if (unit.state !== '1') throw refuse(`单位登记状态为“${stateWords(unit)}”，不能维护联系人`);
    const contacts = settleContacts(sent, unit.contacts.map(contactOf), today()).map(({ id, ...data }) => sealContact(data, id));
    const stay = new Set(contacts.map(({ idHash }) => idHash));
    const gone = unit.contacts.filter(({ idHash }) => !stay.has(idHash));
    return { next: { contacts }, revoke: gone.map(({ idHash }) => ({ hat: 'contact', idHash })) };
  });
  return { message: CONTACT_MESSAGES.saved, view: shown(saved, caller) };
});

const basicsAction = implement(saveBasics, async (request) => {
  const { unitId, caller } = ruleContext(request);
  const { basics, requestKey, seenRev } = request.input;
  const saved = await save(caller, unitId, 'changed', { requestKey, seenRev, payload: { basics } }, (unit) => {
    if (unit.state !== '1') throw refuse(BASICS_MESSAGES.notNormal.replace('{state}', stateWords(unit)));
    const issues = basicsIssues(basics, today()).map(({ path, message }) => ({ path: `basics.${path}`, message }));
    if (issues.length) throw new HallError('INPUT_INVALID', { issues });
    return { next: withBasics(unit, basics) };
  });
  return { message: BASICS_MESSAGES.saved, view: shown(saved, caller) };
});

export const maintenance = [viewAction, contactsAction, basicsAction] as unknown as Implemented[];
