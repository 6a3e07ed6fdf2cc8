import { servesArea } from '@wangting/contracts/caller';
import {
  PUSHED_REVIEW_MESSAGES as messages,
  differingRegistrations,
  settleRegistration,
  whatOf,
  type DifferingRegistration,
} from '@wangting/contracts/units/pushed-review';
import { looked } from '@wangting/kit/audit';
import { nowIso } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { digest } from '@wangting/kit/sealed';
import { areasOf } from '../domain/areas.ts';
import { namesFor } from '../domain/filing.ts';
import { besides, recordOf, sourceWords } from '../domain/pushed.ts';
import { PushedModel, type Pushed } from '../models/pushed.ts';
import { UnitModel, type Unit } from '../models/unit.ts';

function differingOf(push: Pushed, unit: Unit): DifferingRegistration {
  const kind = push.result === 'differs' ? 'differs' : 'notice';
  return {
    id: push._id,
    kind,
    what: whatOf(kind),
    source: sourceWords(push.source),
    issuedAt: push.issuedAt,
    creditCode: push.creditCode,
    unitNo: unit.no ?? '',
    unitName: unit.name,
    area: unit.area,
    lines: besides(recordOf(push), unit),
  };
}

/** By the sparse index `waitsIn`; of one code by `creditCode, issuedAt`. Two reads of a page, whatever is in it. */
const differing = implement(differingRegistrations, async ({ input: { creditCode, page, size }, caller, ctx }) => {
  const where = { ...areasOf(caller.areas, 'waitsIn'), ...(creditCode ? { creditCode: creditCode.toUpperCase() } : {}) };
  const [pushes, total] = await Promise.all([
    PushedModel.find(where)
      .sort({ at: 1, _id: 1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<Pushed[]>(),
    PushedModel.countDocuments(where),
  ]);
  const units = await UnitModel.find({ creditCode: { $in: pushes.map((push) => push.creditCode) } }).lean<Unit[]>();
  const byCode = new Map(units.map((unit) => [unit.creditCode, unit]));
  for (const { _id } of units)
    looked(ctx.broker, 'units', { who: caller.id, kind: caller.kind, whose: _id, fields: ['legal'], what: differingRegistrations.name });
  const rows = pushes.flatMap((push) => {
    const unit = byCode.get(push.creditCode);
    return unit ? [differingOf(push, unit)] : [];
  });
  return { rows, total, page, size };
});

/** One write: who, when and what he found; with it the row leaves the list. */
const settle = implement(settleRegistration, async ({ input: { requestKey, id, opinion }, caller, ctx }) => {
  const payloadHash = digest({ id, opinion, who: caller.id });
  const done = { message: messages.settled };
  for (;;) {
    const push = await PushedModel.findById(id).lean<Pushed>();
    const unit = push && (await UnitModel.findOne({ creditCode: push.creditCode }).lean<Unit>());
    if (!push || !unit || !(push.settled || push.result === 'differs' || push.result === 'notice') || !servesArea(caller.areas, unit.area))
      throw new HallError('NOT_FOUND');
    const { settled } = push;
    if (settled?.requestKey === requestKey) {
      if (settled.payloadHash !== payloadHash) throw new HallError('REQUEST_KEY_REUSED');
      return done;
    }
    if (settled) {
      const names = await namesFor(ctx.broker, [settled.who]);
      throw refuse(messages.decided.replace('{who}', names[settled.who] ?? '其他工作人员'));
    }
    if (!push.waitsIn) throw refuse(messages.moved);
    const { matchedCount } = await PushedModel.updateOne(
      { _id: id, waitsIn: push.waitsIn },
      { $set: { settled: { who: caller.id, at: nowIso(), opinion, requestKey, payloadHash } }, $unset: { waitsIn: 1 } },
    );
    if (!matchedCount) continue; // somebody was faster, or the register spoke again
    looked(ctx.broker, 'units', { who: caller.id, kind: caller.kind, whose: unit._id, fields: ['legal'], what: settleRegistration.name });
    return done;
  }
});
export const pushedReviewActions = [differing, settle] as unknown as Implemented[];
