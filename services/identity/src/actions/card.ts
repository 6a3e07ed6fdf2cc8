import { SMS_STATES } from '@wangting/contracts/identity/messages';
import { enter, pollCard, simulatorScan, simulatorState, startCard } from '@wangting/contracts/identity/session';
import { isoOf, realNow } from '@wangting/kit/clock';
import { config } from '@wangting/kit/config';
import { HallError } from '@wangting/kit/errors';
import { implement, type Request } from '@wangting/kit/implement';
import { unseal } from '@wangting/kit/sealed';
import { choicesOf, shown } from '../hats.ts';
import { refusedSecurity } from '../login-history.ts';
import { AccountModel } from '../models/account.ts';
import { SimIdentityModel, SmsMessageModel, TicketModel, type Ticket } from '../models/small.ts';
import { hashed, secret } from '../secrets.ts';
import { openSession } from '../sessions.ts';

const SECONDS = 120;
/** The simulators stand in for the card app and the SMS centre; in production they are not there at all. */
const onlySimulated = (): void => {
  if (config().WANGTING_MODE === 'production') throw new HallError('NOT_FOUND');
};
/** A code that ran out while somebody waits is daily life; one that is replayed, or entered with after its time, is in the audit. */
async function live(poll: string, step: 'poll' | 'enter', ctx: Request<unknown>['ctx']): Promise<Ticket> {
  const ticket = await TicketModel.findOne({ poll: hashed(poll) }).lean<Ticket>();
  if (ticket && !ticket.used && ticket.until > realNow()) return ticket;
  if (step === 'enter')
    refusedSecurity(ctx.broker, `card login (${ticket?.used ? 'replayed' : 'expired'} code)`, ctx.meta, ticket?.personId ?? undefined);
  throw new HallError('TICKET_EXPIRED');
}
export const startCardAction = implement(startCard, async ({ input }) => {
  // The only adapter so far is the local one; a hall in production without a card service says so instead of showing a code nobody reads.
  if (config().WANGTING_MODE === 'production') throw new HallError('SERVICE_AWAY');
  // A refreshed code ends the one before: a photograph of it opens nothing.
  if (input.replaces) await TicketModel.updateOne({ poll: hashed(input.replaces) }, { $set: { used: true } });
  const ticket = secret();
  const poll = secret();
  const until = realNow() + SECONDS * 1000;
  await TicketModel.create({ _id: ticket, poll: hashed(poll), until, personId: null, name: null, idHash: null, used: false });
  return { ticket, poll, qr: `${config().PUBLIC_URL}/simulator?ticket=${ticket}`, expiresAt: isoOf(until) };
});
export const pollCardAction = implement(pollCard, async ({ input, ctx }) => {
  const ticket = await live(input.poll, 'poll', ctx);
  if (!ticket.idHash) return { state: 'waiting' as const, choices: [] };
  const { choices } = await choicesOf(ctx.broker, ticket.idHash);
  return { state: 'scanned' as const, name: ticket.name ?? '', choices: choices.map(shown) };
});
export const enterAction = implement(enter, async ({ input, ctx }) => {
  const ticket = await live(input.poll, 'enter', ctx);
  const choices = ticket.idHash ? (await choicesOf(ctx.broker, ticket.idHash)).choices : [];
  const choice = choices.find(({ hat, unitId }) => hat === input.hat && unitId === input.unitId);
  if (!choice || !ticket.personId) {
    refusedSecurity(ctx.broker, 'card login (hat)', ctx.meta, ticket.personId ?? undefined);
    throw new HallError('NOT_ALLOWED');
  }
  // Of two clicks, one enters: the ticket is used up by whoever marks it.
  if (!(await TicketModel.updateOne({ _id: ticket._id, used: false }, { $set: { used: true } })).modifiedCount)
    throw new HallError('TICKET_EXPIRED');
  if (choice.hat === 'legal') await AccountModel.updateOne({ unitId: choice.unitId, idHash: ticket.idHash }, { $set: { verified: true } });
  return openSession(
    ctx.broker,
    {
      personId: ticket.personId,
      kind: 'person',
      name: ticket.name ?? '',
      hat: choice.hat,
      unitId: choice.unitId,
      idHash: ticket.idHash,
      roles: [],
      areas: [],
      way: 'card',
      account: null,
      must: null,
      proved: choice.proved,
    },
    ctx.meta,
  );
});

export const simulatorStateAction = implement(simulatorState, async () => {
  onlySimulated();
  const [identities, messages] = await Promise.all([
    SimIdentityModel.find().sort({ order: 1 }).limit(100).lean(),
    SmsMessageModel.find().sort({ at: -1 }).limit(20).lean(),
  ]);
  return {
    identities: identities.map(({ _id, name, idNumber, note }) => ({ id: _id, name, idNumber: unseal(idNumber), note })),
    messages: messages.map(({ to, text, at, state }) => ({ to, text, at, state: SMS_STATES[state ?? 'delivered'] })),
  };
});
export const simulatorScanAction = implement(simulatorScan, async ({ input, ctx }) => {
  onlySimulated();
  const person = await SimIdentityModel.findById(input.identityId).lean();
  if (!person) throw new HallError('NOT_FOUND');
  const scanned = await TicketModel.updateOne(
    { _id: input.ticket, used: false, idHash: null, until: { $gt: realNow() } },
    { $set: { personId: `card-${person.idHash}`, name: person.name, idHash: person.idHash } },
  );
  if (!scanned.modifiedCount) {
    refusedSecurity(ctx.broker, 'card scan (code expired or scanned before)', ctx.meta, `card-${person.idHash}`);
    throw new HallError('TICKET_EXPIRED');
  }
  return { ok: true as const };
});
