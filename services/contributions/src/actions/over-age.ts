import { findOverAge, OVER_AGE_MESSAGES as messages, revokeOverAge, unitFindings } from '@wangting/contracts/contributions/ledger-over-age';
import { overAge } from '@wangting/contracts/contributions/questions';
import { servesArea, type Caller } from '@wangting/contracts/caller';
import { personSnapshot } from '@wangting/contracts/persons/questions';
import { cards, find } from '@wangting/contracts/persons/snapshots';
import { maskName } from '@wangting/contracts/standards/masking';
import { isRetiredOn, retirementGroupOf } from '@wangting/contracts/standards/retirement';
import { looked } from '@wangting/kit/audit';
import { ask } from '@wangting/kit/call';
import { nowIso, today } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { UnitCopyModel, type UnitCopy } from '../models/copies.ts';
import { FindingModel, type Finding } from '../models/finding.ts';

type Asker = Parameters<typeof ask>[0];

export const overAgeAction = implement(overAge, async ({ input: { personIds, on } }) => {
  const findings = await FindingModel.find({ personId: { $in: personIds }, from: { $lte: on }, revoked: false }).lean<Finding[]>();
  const valid = new Set(findings.filter(({ to }) => to === null || to >= on).map(({ personId }) => personId));
  return { answers: personIds.map((personId) => ({ personId, valid: valid.has(personId) })) };
});

const serves = (caller: Caller, unit: UnitCopy | null): unit is UnitCopy => unit !== null && servesArea(caller.areas, unit.unit.area);
/** Still means something: not revoked, and not over. */
export const runs = ({ revoked, to }: Finding): boolean => !revoked && (to === null || to >= today());

/** The unit of this number in this person's area. Index: unit.unitNo. */
async function unitBy(unitNo: string, caller: Caller): Promise<UnitCopy> {
  const unit = await UnitCopyModel.findOne({ 'unit.unitNo': unitNo.trim() }).lean<UnitCopy>();
  if (!serves(caller, unit)) throw refuse(messages.noUnit, 'unitNo');
  return unit;
}

/** Indexes: units by unit.unitNo, findings by {unitId, on}; a unit has few. */
export const unitFindingsAction = implement(unitFindings, async ({ input: { unitNo }, caller, ctx }) => {
  const unit = await unitBy(unitNo, caller);
  const found = await FindingModel.find({ unitId: unit._id }).sort({ on: -1, _id: -1 }).lean<Finding[]>();
  const ids = [...new Set(found.map(({ personId }) => personId))];
  const people = ids.length ? (await ask(ctx, 'contributions', cards, { unitId: unit._id, ids })).cards : [];
  const byId = new Map(people.map((card) => [card.personId, card]));
  return {
    unitName: unit.unit.name,
    rows: found.map((finding) => ({
      id: finding._id,
      personNo: byId.get(finding.personId)?.personNo ?? '',
      name: maskName(byId.get(finding.personId)?.name ?? ''),
      kind: finding.kind,
      on: finding.on || finding.from,
      from: finding.from,
      to: finding.to,
      note: finding.note,
      valid: runs(finding),
      reason: finding.revoked ? (finding.reason ?? '') : null,
      revocable: !finding.revoked,
    })),
  };
});

/** Who has this 个人编号 in the unit, when he is past the retirement age on that day. */
async function overAged(ctx: Asker, unitId: string, personNo: string, from: string): Promise<string> {
  const { cards: hits } = await ask(ctx, 'contributions', find, { unitId, personNo });
  const ids = hits.slice(0, 1).map(({ personId }) => personId);
  const [person] = ids.length ? (await ask(ctx, 'contributions', personSnapshot, { ids, what: 'overage-findings' })).people : [];
  if (!person) throw refuse(messages.notTheirs, 'personNo');
  // The hall does not keep who is 女干部: a woman may be past the age of her post from that of 女工人 on, and the agency knows her post.
  if (!isRetiredOn(person.birthDate, retirementGroupOf(person.sex === '2' ? '2' : '1', false), from))
    throw refuse(messages.notOverAge, 'from');
  return person.personId;
}

/**
 * Once: the n-th finding of a person has the key n, so of two at once the later sees the earlier, and what overlaps it is refused.
 * The same request again has the same answer.
 */
export const findOverAgeAction = implement(findOverAge, async ({ input, caller, ctx }) => {
  const { requestKey, unitNo, personNo, kind, from, to = null, note } = input;
  if (to !== null && to < from) throw refuse(messages.reversed, 'to');
  const unit = await unitBy(unitNo, caller);
  const personId = await overAged(ctx, unit._id, personNo, from);
  const wish: Wish = { unitId: unit._id, personId, kind, from, to, note, by: caller.id };
  for (;;) {
    const before = await FindingModel.findOne({ requestKey }).lean<Finding>();
    if (before) return { id: sameAs(before, wish)._id, message: messages.made };
    const all = await FindingModel.find({ personId }).lean<Finding[]>();
    if (all.some((one) => !one.revoked && overlaps(one, wish))) throw refuse(messages.found, 'from');
    const id = `${personId}:${all.length + 1}`;
    const row: Finding = { _id: id, ...wish, revoked: false, on: today(), area: unit.unit.area, requestKey, at: nowIso() };
    try {
      await FindingModel.create(row);
      noted(ctx.broker, caller, row, 'made');
      return { id, message: messages.made };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
});
type Wish = Pick<Finding, 'unitId' | 'personId' | 'kind' | 'from' | 'to' | 'note' | 'by'>;
function sameAs(before: Finding, wish: Wish): Finding {
  for (const [name, value] of Object.entries(wish)) if (before[name as keyof Wish] !== value) throw new HallError('REQUEST_KEY_REUSED');
  return before;
}
/** In the same unit: another one finds for itself, so that its own item 12 says so. */
const overlaps = (one: Finding, { unitId, from, to }: Wish): boolean =>
  one.unitId === unitId && (to === null || one.from <= to) && (one.to === null || from <= one.to);

/** Once: of two who revoke it at the same time one does, and the same request again has the same answer. */
export const revokeOverAgeAction = implement(revokeOverAge, async ({ input: { requestKey, id, reason }, caller, ctx }) => {
  const row = await FindingModel.findById(id).lean<Finding>();
  const unit = row && (await UnitCopyModel.findById(row.unitId).lean<UnitCopy>());
  if (!row || !serves(caller, unit)) throw new HallError('NOT_FOUND');
  const revoke = { revoked: true, reason, revokeKey: requestKey, revokedAt: nowIso(), revokedBy: caller.id };
  const { modifiedCount } = await FindingModel.updateOne({ _id: id, revoked: false }, { $set: revoke });
  if (modifiedCount === 0) {
    const now = await FindingModel.findById(id).lean<Finding>();
    if (now?.revokeKey !== requestKey) throw refuse(messages.over);
    if (now.reason !== reason) throw new HallError('REQUEST_KEY_REUSED');
    return { message: messages.revoked };
  }
  noted(ctx.broker, caller, row, 'revoked');
  return { message: messages.revoked };
});

const noted = (broker: Parameters<typeof looked>[0], caller: Caller, { _id, personId }: Finding, what: string): void =>
  looked(broker, 'contributions', {
    who: caller.id,
    kind: caller.kind,
    whose: personId,
    fields: ['finding'],
    what: `over-age finding ${what} ${_id}`,
  });
