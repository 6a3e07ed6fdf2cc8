import { randomUUID } from 'node:crypto';
import { servesArea, type Caller } from '@wangting/contracts/caller';
import {
  matchPayment,
  receivePayments,
  waitingPayments,
  type PaymentRecord,
  type PaymentResult,
} from '@wangting/contracts/contributions/ledger';
import { nowIso, realNow } from '@wangting/kit/clock';
import { looked } from '@wangting/kit/audit';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { digest } from '@wangting/kit/sealed';
import type { z } from 'zod';
import { pay } from '../domain/pay.ts';
import { UnitCopyModel, type UnitCopy } from '../models/copies.ts';
import { EntryModel } from '../models/ledger.ts';
import { PaymentModel, type PaymentRow } from '../models/record.ts';

type Result = z.infer<typeof PaymentResult>;
const WORDS: Record<Result['result'], string> = {
  paid: '已全额到账',
  part: '部分到账，余下仍为未缴',
  refused: '扣款被拒绝，转人工处理',
  none: '没有对应的应缴，转人工核对',
  unknown: '未查询到该单位，转人工核对',
  reused: '该记录号已用于另一笔到账，未处理',
};

/** Each record is noted before it is posted, so a crash leaves a record that the same record sent again completes. */
export const receiveAction = implement(receivePayments, async ({ input: { source, records } }) => {
  const results: Result[] = [];
  for (const record of records) results.push(await receive(source, record));
  return { results };
});

async function receive(source: string, record: PaymentRecord): Promise<Result> {
  const { recordNo, ...said } = record;
  const row: PaymentRow = {
    _id: `${source}:${recordNo}`,
    said: digest(record),
    ...said,
    unitId: null,
    result: 'new',
    left: record.amount,
    lateFee: 0,
    waits: true,
    closed: null,
    at: nowIso(),
  };
  try {
    await PaymentModel.create(row);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const before = await PaymentModel.findById(row._id).lean<PaymentRow>();
    if (before?.said !== row.said) return answer(recordNo, 'reused', record.amount, 0);
    if (!before.closed && (before.result === 'paid' || before.result === 'part'))
      return answer(recordNo, before.result, before.left, before.lateFee);
  }
  return (await post(row)) ?? settledElsewhere(row._id);
}
/** 处理完毕 by a person: the money is where he said it is, so it is not posted, however often it is sent. */
async function settledElsewhere(_id: string): Promise<Result> {
  const { result = 'none', left = 0, lateFee = 0 } = (await PaymentModel.findById(_id).lean<PaymentRow>()) ?? {};
  const said = answer(recordNoOf(_id), result === 'new' ? 'none' : (result as Result['result']), left, lateFee);
  return { ...said, message: '该记录已由工作人员处理完毕，未再入账' };
}

const POSTING_MS = 60_000;
/**
 * Takes a noted record to its dues; doing it again changes nothing. While somebody is at it no person closes the record, and a closed one is not
 * posted any more (undefined): else the money would be here and where the person put it.
 */
async function post(row: PaymentRow): Promise<Result | undefined> {
  const { _id } = row;
  const mine = `${realNow() + POSTING_MS}:${randomUUID()}`;
  const { matchedCount } = await PaymentModel.updateOne({ _id, closed: null }, { $push: { posting: mine } });
  if (matchedCount === 0) return undefined;
  try {
    return await toDues(row);
  } finally {
    await PaymentModel.updateOne({ _id }, { $pull: { posting: mine } });
  }
}
async function toDues({ _id, creditCode, period, insurance, kind, amount, paidOn, refused }: PaymentRow): Promise<Result> {
  const unit = await UnitCopyModel.findOne({ 'unit.creditCode': creditCode }).lean<UnitCopy>();
  const of = { unitId: unit?._id ?? null, area: unit?.unit.area ?? null };
  if (unit && refused) {
    await PaymentModel.updateOne({ _id, closed: null }, { $set: { result: 'refused', left: 0, waits: true, ...of } });
    return answer(recordNoOf(_id), 'refused', 0, 0);
  }
  const paid = unit && (await pay({ key: _id, unitId: unit._id, period, insurance, kind, amount, on: paidOn }));
  const { result, left, lateFee } = paid ?? { result: 'unknown' as const, left: amount, lateFee: 0 };
  const waits = left !== 0 || result === 'none' || result === 'unknown';
  await PaymentModel.updateOne({ _id, closed: null }, { $set: { result, left, lateFee, waits, ...of } });
  return answer(recordNoOf(_id), result, left, lateFee);
}
const recordNoOf = (_id: string): string => _id.slice(_id.indexOf(':') + 1);
const answer = (recordNo: string, result: Result['result'], left: number, lateFee: number): Result => ({
  recordNo,
  result,
  left,
  lateFee,
  message: WORDS[result],
});

/** Money of units in the caller's areas; of nobody known, for whoever serves the whole province. */
const PROVINCE = '61';
const mayMatch = ({ areas }: Caller, { area }: Pick<PaymentRow, 'area'>): boolean => servesArea(areas, area ?? PROVINCE);
const inAreasOf = ({ areas }: Caller) =>
  // A prefix as a range: ':' comes after every digit.
  servesArea(areas, PROVINCE) ? {} : { $or: (areas ?? []).map((area) => ({ area: { $gte: area, $lt: `${area}:` } })) };

/** By `waits, at`: oldest first. */
export const waitingAction = implement(waitingPayments, async ({ input: { page, size }, caller }) => {
  if (!caller.areas?.length) return { page, size, total: 0, rows: [] };
  const where = { waits: true, ...inAreasOf(caller) };
  const [rows, total] = await Promise.all([
    PaymentModel.find(where)
      .sort({ at: 1, _id: 1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<PaymentRow[]>(),
    PaymentModel.countDocuments(where),
  ]);
  const units = await UnitCopyModel.find({ _id: { $in: rows.flatMap(({ unitId }) => unitId ?? []) } }).lean<UnitCopy[]>();
  const names = new Map(units.map(({ _id, unit }) => [_id, unit.name]));
  return {
    page,
    size,
    total,
    rows: rows.map(({ _id, creditCode, unitId, period, insurance, kind, amount, left, paidOn, result, refused, at }) => ({
      id: _id,
      source: _id.slice(0, _id.indexOf(':')),
      recordNo: recordNoOf(_id),
      creditCode,
      unitName: names.get(unitId ?? '') ?? null,
      period,
      insurance: insurance as '210' | '410',
      kind,
      amount,
      left,
      paidOn,
      result: result as 'none',
      refused: refused ?? null,
      at,
    })),
  };
});
/** In the ledger though the record does not say so: the process stopped in between. Index: {unitId, period, insurance, kind}. */
async function isPosted({ _id, result, creditCode, period, insurance, kind }: PaymentRow): Promise<boolean> {
  if (!['new', 'none', 'unknown'].includes(result)) return false;
  const unit = await UnitCopyModel.findOne({ 'unit.creditCode': creditCode }).lean<UnitCopy>();
  return unit !== null && (await EntryModel.exists({ unitId: unit._id, period, insurance, kind, sort: 'paid', cause: _id })) !== null;
}
const HANDLED = '该到账记录已处理，请刷新后查看';
export const matchAction = implement(matchPayment, async ({ input, caller, ctx }) => {
  const { id } = input;
  const row = await PaymentModel.findById(id).lean<PaymentRow>();
  if (!row || !mayMatch(caller, row)) throw new HallError('NOT_FOUND');
  if (!row.waits) throw refuse(HANDLED);
  const done = (what: string) =>
    looked(ctx.broker, 'contributions', {
      who: caller.id,
      kind: caller.kind,
      whose: row.unitId ?? row.creditCode,
      fields: ['payment'],
      what,
    });
  if (input.how === 'close') {
    if (await isPosted(row)) throw refuse('该到账记录已入账，但结果尚未显示，请选择重新核对');
    const closed = { by: caller.id, note: input.note, at: nowIso() };
    const idle = { posting: { $not: { $gt: String(realNow()) } } };
    const changed = await PaymentModel.updateOne({ _id: id, waits: true, ...idle }, { $set: { waits: false, closed } });
    if (changed.modifiedCount === 0)
      throw refuse((await PaymentModel.exists({ _id: id, waits: true })) ? '该到账记录正在核对，未做更改，请稍后刷新查看' : HANDLED);
    done(`payment closed ${id}`);
    return { message: '已标记为处理完毕', waits: false };
  }
  if (row.result === 'refused') throw refuse('扣款被拒绝的记录没有到账金额，联系单位后请选择处理完毕');
  const posted = await post(row);
  if (!posted) throw refuse(HANDLED);
  const { result, left, message } = posted;
  done(`payment matched ${id}: ${result}`);
  return { message, waits: left !== 0 || result === 'none' || result === 'unknown' };
});
