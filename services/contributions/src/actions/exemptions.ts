import { endExemption, EXEMPTION_MESSAGES as messages, unitExemptions } from '@wangting/contracts/contributions/ledger-exemptions';
import { servesArea, type Caller } from '@wangting/contracts/caller';
import { cards } from '@wangting/contracts/persons/snapshots';
import { maskName } from '@wangting/contracts/standards/masking';
import { addMonths } from '@wangting/contracts/standards/period';
import { looked } from '@wangting/kit/audit';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { UnitCopyModel, type UnitCopy } from '../models/copies.ts';
import { ExemptionModel, type Exemption } from '../models/decision.ts';

const serves = (caller: Caller, unit: UnitCopy | null): unit is UnitCopy => unit !== null && servesArea(caller.areas, unit.unit.area);

/** Indexes: units by unit.unitNo, exemptions by {unitId, personId}; a unit has few. */
export const unitExemptionsAction = implement(unitExemptions, async ({ input: { unitNo }, caller, ctx }) => {
  const unit = await UnitCopyModel.findOne({ 'unit.unitNo': unitNo.trim() }).lean<UnitCopy>();
  if (!serves(caller, unit)) throw refuse(messages.noUnit, 'unitNo');
  const found = await ExemptionModel.find({ unitId: unit._id }).sort({ personId: 1 }).lean<Exemption[]>();
  const ids = [...new Set(found.map(({ personId }) => personId))];
  const people = ids.length ? (await ask(ctx, 'contributions', cards, { unitId: unit._id, ids })).cards : [];
  const byId = new Map(people.map((card) => [card.personId, card]));
  return {
    unitName: unit.unit.name,
    rows: found
      .toSorted((a, b) => b.from.localeCompare(a.from))
      .map(({ _id, personId, country, insurances, from, to, valid, reason, endKey }) => ({
        id: _id,
        personNo: byId.get(personId)?.personNo ?? '',
        name: maskName(byId.get(personId)?.name ?? ''),
        country,
        insurances,
        from,
        to,
        valid,
        reason,
        endable: valid && !endKey,
      })),
  };
});

/** Once: of two who end it at the same time one does, and the same request again has the same answer. */
export const endExemptionAction = implement(endExemption, async ({ input: { requestKey, id, on, reason }, caller, ctx }) => {
  const row = await ExemptionModel.findById(id).lean<Exemption>();
  const unit = row && (await UnitCopyModel.findById(row.unitId).lean<UnitCopy>());
  if (!row || !serves(caller, unit)) throw new HallError('NOT_FOUND');
  const message = on ? messages.ended.replace('{month}', monthAfter(on)) : messages.voided;
  const done = (of: Exemption | null) => {
    if (of?.endKey !== requestKey) return undefined;
    if (of.reason !== reason || (on ? of.to !== on : of.valid)) throw new HallError('REQUEST_KEY_REUSED');
    return { message };
  };
  const before = done(row);
  if (before) return before;
  if (on && (on < row.from || on >= row.to)) throw refuse(messages.outside, 'on');
  const end = { reason, endKey: requestKey, endedAt: nowIso(), endedBy: caller.id };
  const { modifiedCount } = await ExemptionModel.updateOne(
    { _id: id, valid: true, endKey: null },
    { $set: { ...end, ...(on ? { to: on } : { valid: false }) } },
  );
  if (modifiedCount === 0) {
    const now = done(await ExemptionModel.findById(id).lean<Exemption>());
    if (now) return now;
    throw refuse(messages.over);
  }
  looked(ctx.broker, 'contributions', {
    who: caller.id,
    kind: caller.kind,
    whose: row.personId,
    fields: ['exemption'],
    what: `exemption ${on ? 'ended' : 'voided'} ${id}`,
  });
  return { message };
});
/** The month of the end is still free; the next one is not. */
function monthAfter(on: string): string {
  const month = addMonths(on.slice(0, 7).replace('-', ''), 1);
  return `${month.slice(0, 4)}年${month.slice(4)}月`;
}
