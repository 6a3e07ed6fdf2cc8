import type { ServiceBroker } from 'moleculer';
import { enter, pollCard, simulatorScan, simulatorState, startCard } from '@wangting/contracts/identity/session';
import { isoOf, realNow } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { unseal } from '@wangting/kit/sealed';
import { AccountModel } from '../models/account.ts';
import { GrantModel, UnitCopyModel } from '../models/grant.ts';
import { SimIdentityModel, SmsMessageModel, TicketModel, type Ticket } from '../models/small.ts';
import { hashed, secret } from '../secrets.ts';
import { openSession } from '../sessions.ts';

const SECONDS = 120;
/** The simulators stand in for the card app and the SMS centre; in production they are not there at all. */
const onlySimulated = (): void => {
  if (config().WANGTING_MODE === 'production') throw new HallError('NOT_FOUND');
};
const live = async (poll: string): Promise<Ticket> => {
  const ticket = await TicketModel.findOne({ poll: hashed(poll) }).lean<Ticket>();
  if (!ticket || ticket.used || ticket.until <= realNow()) throw new HallError('TICKET_EXPIRED');
  return ticket;
};
/** Units where this person is 法人 or contact, as heard from units. */
async function choicesOf(idHash: string) {
  const grants = await GrantModel.find({ idHash }).sort({ _id: 1 }).limit(200).lean();
  const units = new Map(
    (await UnitCopyModel.find({ _id: { $in: grants.map(({ unitId }) => unitId) } }).lean()).map((copy) => [copy._id, copy.facts]),
  );
  return grants.flatMap(({ unitId, hat }) => {
    const unit = units.get(unitId);
    return unit ? [{ hat, unitId, creditCode: unit.creditCode, unitName: unit.name, unitNo: unit.unitNo }] : [];
  });
}

export const startCardAction = implement(startCard, async () => {
  // The only adapter so far is the local one; a hall in production without a card service says so instead of showing a code nobody reads.
  if (config().WANGTING_MODE === 'production') throw new HallError('SERVICE_AWAY');
  const ticket = secret();
  const poll = secret();
  const until = realNow() + SECONDS * 1000;
  await TicketModel.create({ _id: ticket, poll: hashed(poll), until, personId: null, name: null, idHash: null, used: false });
  return { ticket, poll, qr: `${config().PUBLIC_URL}/simulator?ticket=${ticket}`, expiresAt: isoOf(until) };
});
export const pollCardAction = implement(pollCard, async ({ input }) => {
  const ticket = await live(input.poll);
  if (!ticket.idHash) return { state: 'waiting' as const, choices: [] };
  return { state: 'scanned' as const, name: ticket.name ?? '', choices: await choicesOf(ticket.idHash) };
});
export const enterAction = (broker: () => ServiceBroker) =>
  implement(enter, async ({ input }) => {
    const ticket = await live(input.poll);
    const choice = (ticket.idHash ? await choicesOf(ticket.idHash) : []).find(
      ({ hat, unitId }) => hat === input.hat && unitId === input.unitId,
    );
    if (!choice || !ticket.personId) throw new HallError('NOT_ALLOWED');
    // Of two clicks, one enters: the ticket is used up by whoever marks it.
    if (!(await TicketModel.updateOne({ _id: ticket._id, used: false }, { $set: { used: true } })).modifiedCount)
      throw new HallError('TICKET_EXPIRED');
    if (choice.hat === 'legal')
      await AccountModel.updateOne({ unitId: choice.unitId, idHash: ticket.idHash }, { $set: { verified: true } });
    return openSession(broker(), {
      personId: ticket.personId,
      kind: 'person',
      name: ticket.name ?? '',
      hat: choice.hat,
      unitId: choice.unitId,
      idHash: ticket.idHash,
      roles: [],
      areas: [],
    });
  });

export const simulatorStateAction = implement(simulatorState, async () => {
  onlySimulated();
  const [identities, messages] = await Promise.all([
    SimIdentityModel.find().sort({ order: 1 }).limit(100).lean(),
    SmsMessageModel.find().sort({ at: -1 }).limit(20).lean(),
  ]);
  return {
    identities: identities.map(({ _id, name, idNumber, note }) => ({ id: _id, name, idNumber: unseal(idNumber), note })),
    messages: messages.map(({ to, text, at }) => ({ to, text, at })),
  };
});
export const simulatorScanAction = implement(simulatorScan, async ({ input }) => {
  onlySimulated();
  const person = await SimIdentityModel.findById(input.identityId).lean();
  if (!person) throw new HallError('NOT_FOUND');
  const scanned = await TicketModel.updateOne(
    { _id: input.ticket, used: false, idHash: null, until: { $gt: realNow() } },
    { $set: { personId: `card-${person.idHash}`, name: person.name, idHash: person.idHash } },
  );
  if (!scanned.modifiedCount) throw new HallError('TICKET_EXPIRED');
  return { ok: true as const };
});
