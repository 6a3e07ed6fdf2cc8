import { chargeSpecial, correctWage, decideRate, markDues } from '@wangting/contracts/contributions/ledger';
import type { Caller } from '@wangting/contracts/caller';
import { servesArea } from '@wangting/contracts/caller';
import type { RiskClass } from '@wangting/contracts/dictionaries/risk-class';
import { serialNumber } from '@wangting/kit/applications/numbers';
import { nowIso, thisMonth, today } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import type { Model } from 'mongoose';
import { applications } from '../applications.ts';
import { ratesInOrder } from '../domain/basis.ts';
import { billUnit, dueOf } from '../domain/bill.ts';
import type { UnitRate } from '../domain/cost.ts';
import { insertOnce } from '../domain/insert-once.ts';
import { floatingSteps } from '../domain/policies.ts';
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
  const { requestKey, unitId, personId, insurance, from, declared, source } = input;
  const unit = await unitFor(caller, unitId);
  if (from > thisMonth()) throw refuse('起始月份不能晚于本月', 'from');
  if (!(await EnrolmentCopyModel.exists({ unitId, personId, insurance }))) throw new HallError('NOT_FOUND');
  await decide<WageRow>(WageModel, { _id: requestKey, unitId, personId, insurance, from, declared, source, by: caller.id, at: nowIso() });
  const billed = await billUnit({
    unit,
    period: thisMonth(),
    opening: await openingOf(),
    changedAfter: null,
    cause: requestKey,
    differences: { personIds: [personId], insurance, from },
  });
  return { ...billed, message: billed.rows ? `已更正，产生差额${billed.rows}笔` : '已更正，没有需要补退的月份' };
});

/** What a decision on a rate says, apart from when and where it stands among the unit's. */
const saidOf = ({ unitId, insurance, from, riskClass, stepPercent, unitPpm, personPpm, source, by }: UnitRateRow) =>
  JSON.stringify([unitId, insurance, from, riskClass, stepPercent, unitPpm, personPpm, source, by]);

export const decideRateAction = implement(decideRate, async ({ input, caller }) => {
  const { requestKey, ...said } = input;
  const unit = await unitFor(caller, said.unitId);
  const row: UnitRateRow = { ...defined({ ...said, to: null }), _id: requestKey, by: caller.id, at: nowIso() };
  await insertRate(row, () => checkRate(unit, said));
  const billed = await billUnit({
    unit,
    period: thisMonth(),
    opening: await openingOf(),
    changedAfter: null,
    cause: requestKey,
    differences: { insurance: said.insurance, from: said.from },
  });
  return { ...billed, message: billed.rows ? `已核定，产生差额${billed.rows}笔` : '已核定，没有需要补退的月份' };
});
/** What a decision may say at all: one of two ways of saying a rate, and of the floating steps those of the class (policy §2.2). */
async function checkRate({ unit }: UnitCopy, said: Omit<UnitRate, 'to'>): Promise<void> {
  const { insurance, from, riskClass, stepPercent, unitPpm, personPpm } = said;
  if ((unitPpm === undefined) === (riskClass === undefined && stepPercent === undefined))
    throw refuse('请填写风险类别与浮动档次，或者单位与个人费率，二者选一', 'unitPpm');
  if (insurance === '410' && (personPpm ?? 0) > 0) throw refuse('工伤保险个人不缴费', 'personPpm');
  if (insurance === '210' && unitPpm === undefined) throw refuse('失业保险没有风险类别与浮动档次，请填写单位与个人费率', 'unitPpm');
  if (stepPercent === undefined) return;
  const steps = await floatingSteps(from, riskClass ?? ((unit.riskClass || '2') as RiskClass));
  if (steps.length === 0) throw refuse('该月份尚无浮动费率规定', 'from');
  if (!steps.includes(stepPercent)) throw refuse(`该风险类别的浮动档次为${steps.map((step) => `${step}%`).join('、')}`, 'stepPercent');
}
/**
 * Inserts a decision as the unit's next of this insurance: of two at once one takes the place, and the other looks again. The same request is
 * answered as before, also when newer decisions followed.
 */
async function insertRate(row: UnitRateRow, check: () => Promise<void>): Promise<void> {
  const { _id, unitId, insurance, from } = row;
  for (;;) {
    const rows = await UnitRateModel.find({ unitId, insurance }).sort({ from: 1 }).lean<UnitRateRow[]>();
    const mine = rows.find((one) => one._id === _id) ?? (await UnitRateModel.findById(_id).lean<UnitRateRow>());
    if (mine && saidOf(mine) !== saidOf(row)) throw new HallError('REQUEST_KEY_REUSED');
    if (mine) return endRates(rows);
    await check();
    const latest = rows.at(-1);
    if (latest && from <= latest.from) throw refuse(`起始月份应晚于现行核定的${latest.from}`, 'from');
    try {
      await UnitRateModel.create({ ...row, place: `${unitId}:${insurance}:${rows.length}` });
      return await endRates([...rows, row]);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
/** A row ends where the next one begins; its values stay, so months already billed keep their reason. */
async function endRates(rows: readonly UnitRateRow[]): Promise<void> {
  const said = new Map(rows.map(({ _id, to }) => [_id, to]));
  for (const { _id, to } of ratesInOrder(rows)) if (to !== said.get(_id)) await UnitRateModel.updateOne({ _id }, { $set: { to } });
}
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
  const group = { unitId, period, insurance, kind };
  const _id = `mark:${requestKey}`;
  const before = await EntryModel.findById(_id).lean<Entry>();
  if (before && (before.state !== state || before.unitId !== unitId || before.period !== period)) throw new HallError('REQUEST_KEY_REUSED');
  const open =
    before?.dues ??
    (
      await DueModel.find({ ...group, state: markedFrom(state) })
        .select({ _id: 1 })
        .lean<{ _id: string }[]>()
    ).map((due) => due._id);
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
  await showMarks(group);
  await resum(group);
  return { rows: open.length, message: `已标记${open.length}笔` };
});
/** 缓缴 and 核销 are of what is 未缴; only 缓缴 is lifted. */
const markedFrom = (state: string | null): string => (state === '0' ? '3' : '0');
/**
 * Brings the dues to what the group's newest mark says. An older one sent again changes nothing: what it said was lifted or followed since. Asked
 * once more after the writing, since a newer one may have come in between. Index: {unitId, period, insurance, kind}.
 */
async function showMarks(group: Pick<Entry, 'unitId' | 'period' | 'insurance' | 'kind'>): Promise<void> {
  const newest = () =>
    EntryModel.findOne({ ...group, sort: 'mark' })
      .sort({ at: -1, _id: -1 })
      .lean<Entry>();
  for (let mark = await newest(), shown = ''; mark && mark._id !== shown; mark = await newest()) {
    await DueModel.updateMany({ _id: { $in: mark.dues ?? [] }, state: markedFrom(mark.state) }, { $set: { state: mark.state ?? '' } });
    shown = mark._id;
  }
}
