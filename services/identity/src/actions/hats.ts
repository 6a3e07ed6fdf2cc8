import { hats, wearHat, type Hat } from '@wangting/contracts/identity/hats';
import { HATS } from '@wangting/contracts/caller';
import { HallError } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import type { ServiceBroker } from 'moleculer';
import { choicesOf, shown, type Choice } from '../hats.ts';
import { refusedSecurity } from '../login-history.ts';
import { UnitCopyModel } from '../models/grant.ts';
import type { Session } from '../models/session.ts';
import { scopesOf } from '../scopes.ts';
import { changeHat, sessionOf } from '../sessions.ts';

/** A card proves the person, so every hat of his; a password proves one account, so the hat it came with. Staff wear none. */
async function hatsOf(broker: ServiceBroker, session: Session): Promise<{ choices: Choice[]; complete: boolean }> {
  if (session.kind === 'staff' || !session.idHash) return { choices: [], complete: true };
  if (session.way !== 'password') return choicesOf(broker, session.idHash);
  const unit = session.unitId ? (await UnitCopyModel.findById(session.unitId).lean())?.facts : undefined;
  const { hat, unitId } = session;
  const own = hat && { hat, unitId, creditCode: unit?.creditCode ?? '', unitName: unit?.name ?? '', unitNo: unit?.unitNo ?? null };
  return { choices: own ? [{ ...own, proved: null, grants: [] }] : [], complete: true };
}
const labelOf = ({ hat, proved }: Choice): string =>
  hat === 'individual'
    ? [proved?.injured ? '工伤职工' : '', proved?.dependant ? '供养亲属' : ''].filter(Boolean).join('、') || HATS.individual
    : HATS[hat];
const same = (a: Pick<Choice, 'hat' | 'unitId'>, b: Pick<Session, 'hat' | 'unitId'>): boolean => a.hat === b.hat && a.unitId === b.unitId;

const hatsAction = implement(hats, async ({ caller, ctx }) => {
  const session = await sessionOf(caller);
  const { choices, complete } = await hatsOf(ctx.broker, session);
  const units = new Map(
    (await UnitCopyModel.find({ _id: { $in: choices.flatMap(({ unitId }) => unitId ?? []) } }).lean()).map((u) => [u._id, u.facts]),
  );
  const rows = choices.map((choice): Hat => {
    const unit = units.get(choice.unitId ?? '') ?? (choice.hat === 'register' ? { state: '0' as const } : null);
    return {
      ...shown(choice),
      current: same(choice, session),
      label: labelOf(choice),
      scopes: scopesOf({ kind: 'person', hat: choice.hat, grants: choice.grants, proved: choice.proved, unit }),
      proved: choice.proved,
    };
  });
  return { rows, incomplete: !complete };
});
/** Only a hat that is there now: one that was withdrawn, or was never his, is refused and in the audit. */
const wearAction = implement(wearHat, async ({ input, caller, ctx }) => {
  const session = await sessionOf(caller);
  const { choices } = await hatsOf(ctx.broker, session);
  const choice = choices.find((one) => same(one, input));
  if (!choice || session.must) {
    refusedSecurity(ctx.broker, `change of hat (${input.hat})`, ctx.meta, caller.id);
    throw new HallError('NOT_ALLOWED');
  }
  return changeHat(ctx.broker, session, { hat: choice.hat, unitId: choice.unitId, proved: choice.proved }, ctx.meta);
});
export const hatActions = [hatsAction, wearAction] as unknown as Implemented[];
