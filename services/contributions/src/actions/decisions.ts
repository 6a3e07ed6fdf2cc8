import { chargeSpecial, correctWage, decideRate, markDues } from '@wangting/contracts/contributions/ledger';
import type { Caller } from '@wangting/contracts/caller';
import { servesArea } from '@wangting/contracts/caller';
import { addMonths } from '@wangting/contracts/standards/period';
import { serialNumber } from '@wangting/kit/applications/numbers';
import { nowIso, thisMonth, today } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import type { Model } from 'mongoose';
import { applications } from '../applications.ts';
import { billUnit, dueOf } from '../domain/bill.ts';
import type { UnitRate } from '../domain/cost.ts';
import { insertOnce } from '../domain/insert-once.ts';
import { resum } from '../domain/resum.ts';
import { openingOf } from '../domain/run.ts';
import { EnrolmentCopyModel, UnitCopyModel, type UnitCopy } from '../models/copies.ts';
import { UnitRateModel, WageModel, type UnitRateRow, type WageRow } from '../models/decision.ts';
import { DueModel } from '../models/due.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';

/** The unit, when it lies in this person's area. */
async function unitFor(caller: Caller, unitId: string): Promise<UnitCopy> {
  const unit = await UnitCopyModel.findById(unitId).lean<UnitCopy>();
  if (!unit || !servesArea(caller.areas, unit.unit.area)) throw new HallError('NOT_FOUND');
  return unit;
}
/** Inserts a decision under its request key. The same again is the same decision; the key with other words is refused. */
async function decide<T extends { _id: string; at: string }>(model: Model<T>, row: T): Promise<void> {
  try {
    await model.create(row as never);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const before = (await model.findById(row._id).lean()) as T | null;
    const said = (of: T | null) => JSON.stringify(Object.entries({ ...of, at: '' }).sort());
    if (said(before) !== said(row)) throw new HallError('REQUEST_KEY_REUSED');
  }
}

export const correctWageAction = implement(correctWage, async ({ input, caller }) => {
  const { requestKey, unitId, personId, insurance, from, declared } = input;
  const unit = await unitFor(caller, unitId);
  if (from > thisMonth()) throw refuse('起始月份不能晚于本月', 'from');
  if (!(await EnrolmentCopyModel.exists({ unitId, personId, insurance }))) throw new HallError('NOT_FOUND');
  await decide<WageRow>(WageModel, { _id: requestKey, unitId, personId, insurance, from, declared, by: caller.id, at: nowIso() });
  const billed = await billUnit({
    unit,
    period: thisMonth(),
    opening: await openingOf(),
    changedAfter: null,
    cause: requestKey,
    differences: { personIds: [personId], from },
  });
  return { ...billed, message: billed.rows ? `已更正，产生差额${billed.rows}笔` : '已更正，没有需要补退的月份' };
});

export const decideRateAction = implement(decideRate, async ({ input, caller }) => {
  const { requestKey, unitId, insurance, from, riskClass, stepPercent, unitPpm, personPpm, source } = input;
  const unit = await unitFor(caller, unitId);
  if ((unitPpm === undefined) === (riskClass === undefined && stepPercent === undefined))
    throw refuse('请填写风险类别与浮动档次，或者单位与个人费率，二者选一', 'unitPpm');
  if (insurance === '410' && (personPpm ?? 0) > 0) throw refuse('工伤保险个人不缴费', 'personPpm');
  const earlier = await UnitRateModel.find({ unitId, insurance }).sort({ from: -1 }).lean<UnitRateRow[]>();
  const latest = earlier.find(({ _id }) => _id !== requestKey);
  if (latest && from <= latest.from) throw refuse(`起始月份应晚于现行核定的${latest.from}`, 'from');
  const rule: UnitRate = { insurance, from, to: null, riskClass, stepPercent, unitPpm, personPpm };
  // The row before ends where this one begins; its values stay, so months already billed keep their reason.
  if (latest && latest.to === null) await UnitRateModel.updateOne({ _id: latest._id, to: null }, { $set: { to: addMonths(from, -1) } });
  await decide<UnitRateRow>(UnitRateModel, { _id: requestKey, unitId, ...defined(rule), source, by: caller.id, at: nowIso() });
  const billed = await billUnit({
    unit,
    period: thisMonth(),
    opening: await openingOf(),
    changedAfter: null,
    cause: requestKey,
    differences: { from },
  });
  return { ...billed, message: billed.rows ? `已核定，产生差额${billed.rows}笔` : '已核定，没有需要补退的月份' };
});
const defined = <T extends object>(of: T): T => Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as T;

export const chargeSpecialAction = implement(chargeSpecial, async ({ input, caller }) => {
  const { requestKey, unitId, insurance, kind, period, month, amount, source } = input;
  await unitFor(caller, unitId);
  if (month > period) throw refuse('对应费款所属期不能晚于费款所属期', 'month');
  if (period > thisMonth()) throw refuse('费款所属期不能晚于本月', 'period');
  const _id = `special:${requestKey}`;
  const before = await EntryModel.findById(_id).lean<Entry>();
  const signed = kind === '51' ? -amount : amount;
  const entry: Entry = before ?? {
    _id,
    sort: 'due',
    unitId,
    personId: null,
    insurance,
    kind,
    period,
    month,
    base: 0,
    unit: signed,
    person: 0,
    unitPpm: 0,
    personPpm: 0,
    cause: await serialNumber(applications.models.counters, 'contributions'),
    dues: null,
    state: null,
    on: null,
    by: caller.id,
    note: source,
    at: nowIso(),
  };
  if (entry.unitId !== unitId || entry.unit !== signed || entry.period !== period || entry.month !== month || entry.insurance !== insurance)
    throw new HallError('REQUEST_KEY_REUSED');
  await insertOnce(EntryModel, [entry]);
  const kept = (await EntryModel.findById(_id).lean<Entry>()) ?? entry;
  await insertOnce(DueModel, [dueOf(kept)]);
  await resum({ unitId, period, insurance, kind });
  return { serialNo: kept.cause, message: kind === '31' ? '特殊补缴已登记' : '单位特殊退费已登记' };
});

export const markDuesAction = implement(markDues, async ({ input, caller }) => {
  const { requestKey, unitId, period, insurance, kind, state, source } = input;
  await unitFor(caller, unitId);
  const from = state === '0' ? '3' : '0';
  const group = { unitId, period, insurance, kind };
  const _id = `mark:${requestKey}`;
  const before = await EntryModel.findById(_id).lean<Entry>();
  const open =
    before?.dues ??
    (
      await DueModel.find({ ...group, state: from })
        .select({ _id: 1 })
        .lean<{ _id: string }[]>()
    ).map((due) => due._id);
  if (before && (before.state !== state || before.unitId !== unitId || before.period !== period)) throw new HallError('REQUEST_KEY_REUSED');
  if (open.length === 0) throw refuse('没有可以标记的应缴', 'period');
  await insertOnce<Entry>(EntryModel, [
    {
      _id,
      sort: 'mark',
      ...group,
      personId: null,
      month: period,
      base: 0,
      unit: 0,
      person: 0,
      unitPpm: 0,
      personPpm: 0,
      cause: requestKey,
      dues: open,
      state,
      on: today(),
      by: caller.id,
      note: source,
      at: nowIso(),
    },
  ]);
  await DueModel.updateMany({ _id: { $in: open }, state: from }, { $set: { state } });
  await resum(group);
  return { rows: open.length, message: `已标记${open.length}笔` };
});
