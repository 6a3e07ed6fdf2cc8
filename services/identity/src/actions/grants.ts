import type { ServiceBroker } from 'moleculer';
import { GRANT_MESSAGES, grants, saveGrants, type CategoryGrant, type ContactGrants } from '@wangting/contracts/identity/grants';
import { CATEGORIES } from '@wangting/contracts/item';
import { maskPhone } from '@wangting/contracts/standards/masking';
import { reach } from '@wangting/contracts/units/questions';
import type { Caller } from '@wangting/contracts/caller';
import { looked } from '@wangting/kit/audit';
import { ask } from '@wangting/kit/call';
import { nowIso, today } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { digest } from '@wangting/kit/sealed';
import { authorisationId, inForce } from '../hats.ts';
import { grantId, GrantModel } from '../models/grant.ts';
import { AuthorisationModel, type Authorisation } from '../models/mine.ts';
import { endSessions, rightsChanged } from '../sessions.ts';

const unitOf = (caller: Caller): string => {
  if (caller.hat !== 'legal' || !caller.unitId) throw new HallError('NOT_ALLOWED');
  return caller.unitId;
};
/** Names come from units, which owns contacts, each time; identity keeps only whom by blind index. */
const contactsOf = async (broker: ServiceBroker, unitId: string) =>
  (await ask(broker, 'identity', reach, { unitId })).people.flatMap(({ contactId, ...one }) => (contactId ? [{ ...one, contactId }] : []));

async function list(broker: ServiceBroker, unitId: string): Promise<ContactGrants[]> {
  const [contacts, saved] = await Promise.all([contactsOf(broker, unitId), AuthorisationModel.find({ unitId }).lean<Authorisation[]>()]);
  const byHash = new Map(saved.map((one) => [one.idHash, one]));
  return contacts.map(({ contactId, name, idNumber, mobile, idHash }) => {
    const said = byHash.get(idHash);
    const now: CategoryGrant[] = said?.grants ?? CATEGORIES.map((category) => ({ category, until: null }));
    return {
      contactId,
      name,
      idNumber,
      mobile: maskPhone(mobile),
      explicit: said !== undefined,
      grants: now.map(({ category, until }) => ({ category, until, expired: !inForce({ category, until }) })),
      rev: said?.rev ?? 0,
      changedAt: said?.at ?? null,
    };
  });
}
const listAction = implement(grants, async ({ caller, ctx }) => ({ contacts: await list(ctx.broker, unitOf(caller)) }));

/** One compare-and-set row per contact. Narrowed or withdrawn, it works with the contact's next request, and at once when nothing is left. */
const saveAction = implement(saveGrants, async ({ input, caller, ctx }) => {
  const unitId = unitOf(caller);
  const contact = (await contactsOf(ctx.broker, unitId)).find(({ contactId }) => contactId === input.contactId);
  if (!contact || !(await GrantModel.exists({ _id: grantId(unitId, contact.idHash, 'contact') }))) throw new HallError('NOT_FOUND');
  if (new Set(input.grants.map(({ category }) => category)).size < input.grants.length) throw refuse(GRANT_MESSAGES.twice, 'grants');
  const late = input.grants.findIndex(({ until }) => until !== null && until < today());
  const _id = authorisationId(unitId, contact.idHash);
  const before = await AuthorisationModel.findById(_id).lean<Authorisation>();
  const same = (now: Authorisation | null): boolean => {
    if (now?.requestKey === input.requestKey && digest(now.grants) !== digest(input.grants)) throw new HallError('REQUEST_KEY_REUSED');
    return now?.requestKey === input.requestKey;
  };
  const repeated = same(before);
  if (!repeated) {
    if (late >= 0) throw refuse(GRANT_MESSAGES.past, `grants.${late}.until`);
    if ((before?.rev ?? 0) !== input.seenRev) throw new HallError('STATE_CHANGED');
  }
  const row: Authorisation = {
    _id,
    unitId,
    idHash: contact.idHash,
    rev: input.seenRev + 1,
    grants: input.grants,
    requestKey: input.requestKey,
    by: caller.id,
    at: nowIso(),
  };
  if (!repeated && (await take(row, input.seenRev))) {
    const what = input.grants.map(({ category, until }) => `${category}${until ? `至${until}` : ''}`).join('、') || '全部撤销';
    looked(ctx.broker, 'identity', {
      who: caller.id,
      kind: 'person',
      whose: contact.contactId,
      fields: ['grants'],
      what: `authorise ${what}`,
    });
  } else if (!repeated && !same(await AuthorisationModel.findById(_id).lean<Authorisation>())) throw new HallError('STATE_CHANGED');
  const sessions = { unitId, idHash: contact.idHash, hat: 'contact' };
  if (input.grants.length) await rightsChanged(ctx.broker, sessions);
  else await endSessions(ctx.broker, sessions, 'revoked');
  return { message: input.grants.length ? GRANT_MESSAGES.saved : GRANT_MESSAGES.withdrawn, contacts: await list(ctx.broker, unitId) };
});
/** Of those who saw the same revision one writes. */
async function take(row: Authorisation, seenRev: number): Promise<boolean> {
  if (seenRev > 0) return (await AuthorisationModel.replaceOne({ _id: row._id, rev: seenRev }, row)).modifiedCount === 1;
  try {
    await AuthorisationModel.create(row);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
export const grantActions = [listAction, saveAction] as unknown as Implemented[];
