import { arrearsDays, arrearsFrom, lateFeeOf, type LateFee } from '@wangting/contracts/policies/late-fee';
import { valueFrom } from '@wangting/contracts/policies/policy';
import { addDays, daysBetween } from '@wangting/contracts/standards/day';
import { nowIso } from '@wangting/kit/clock';
import { isDuplicateKey } from '@wangting/kit/errors';
import { DueModel, type Due } from '../models/due.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { dueOf } from './bill.ts';
import { insertOnce } from './insert-once.ts';
import { lateFeeRows } from './policies.ts';
import { projectOf } from './project.ts';
import { duesOfProjects } from './project-dues.ts';
import { resum } from './resum.ts';

/** Money that came for (or went back to) a unit: 费款所属期 × 险种 × 缴费类型. Fen; negative when paid back. */
export interface Payment {
  /** Source and number of the payer's record: the same record twice is one payment. */
  key: string;
  unitId: string;
  period: string;
  insurance: string;
  kind: string;
  amount: number;
  /** The day it arrived. */
  on: string;
}
export interface Paid {
  /** paid: all that was owed; part: some of it; none: nothing is owed there, a person must look. */
  result: 'paid' | 'part' | 'none';
  /** Money that no due took. */
  left: number;
  lateFee: number;
}
/** 未缴 and 缓缴. */
const UNPAID = ['0', '3'];

/**
 * 到账: takes the money to the dues of its group, whole rows in their order, and says what is left. The n-th payment of a group has the
 * key n, so of two at once the later sees what the earlier took: by the ledger, since the projection comes after it, or never when the process
 * died in between. A payment after the last day of the month brings 滞纳金, owed by the unit.
 */
export async function pay(payment: Payment): Promise<Paid> {
  const { key, unitId, period, insurance, kind, on } = payment;
  const group = { unitId, period, insurance, kind };
  for (;;) {
    const earlier = await EntryModel.find({ ...group, sort: 'paid' }).lean<Entry[]>();
    const mine = earlier.find(({ cause }) => cause === key);
    if (mine) return settle(mine, payment.amount);
    const { dues, amount } = await choose(payment, await takenBy(earlier));
    if (amount === 0) {
      // The same record, sent twice at once, may have paid between the two looks.
      const twin = await EntryModel.findOne({ ...group, sort: 'paid', cause: key }).lean<Entry>();
      return twin ? settle(twin, payment.amount) : { result: 'none', left: payment.amount, lateFee: 0 };
    }
    const [unit, person] = [dues?.reduce((sum, due) => sum + due.unit, 0) ?? 0, dues?.reduce((sum, due) => sum + due.person, 0) ?? 0];
    const entry: Entry = {
      _id: `paid:${unitId}:${period}:${insurance}:${kind}:${earlier.length}`,
      sort: 'paid',
      ...group,
      personId: null,
      month: period,
      base: 0,
      unit,
      person,
      unitPpm: 0,
      personPpm: 0,
      cause: key,
      dues: dues.map(({ _id }) => _id),
      state: kind.startsWith('4') || kind === '51' ? '4' : '1',
      on,
      by: null,
      note: null,
      at: nowIso(),
    };
    try {
      await EntryModel.create(entry);
      return await settle(entry, payment.amount);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/** What payments of the group took, by the ledger; those that stopped before the projection are brought to their end first. */
async function takenBy(earlier: readonly Entry[]): Promise<ReadonlySet<string>> {
  const taken = earlier.flatMap(({ dues }) => dues ?? []);
  const behind = new Set<string>();
  for (let at = 0; at < taken.length; at += 500)
    for (const { _id } of await DueModel.find({ _id: { $in: taken.slice(at, at + 500) }, state: { $in: UNPAID } })
      .select({ _id: 1 })
      .lean<Pick<Due, '_id'>[]>())
      behind.add(_id);
  for (const entry of earlier) if (entry.dues?.some((id) => behind.has(id))) await settle(entry, entry.unit + entry.person);
  return new Set(taken);
}

/** Whole dues the amount covers, in order; all of them when it covers all. Index: {unitId, period, insurance, kind, personId}. */
async function choose(
  { unitId, period, insurance, kind, amount }: Payment,
  gone: ReadonlySet<string>,
): Promise<{ dues: Due[]; amount: number }> {
  const found = await DueModel.find({ unitId, period, insurance, kind, state: { $in: UNPAID } })
    .sort({ personId: 1, month: 1 })
    .lean<Due[]>();
  const open = found.filter(({ _id }) => !gone.has(_id));
  const may = amount < 0 ? await refundable(open) : () => true;
  const dues: Due[] = [];
  let taken = 0;
  for (const due of open) {
    const owed = due.unit + due.person;
    if (Math.sign(owed) !== Math.sign(amount) || Math.abs(taken + owed) > Math.abs(amount) || !may(due)) continue;
    dues.push(due);
    taken += owed;
  }
  return { dues, amount: taken };
}

/**
 * Nothing goes back for a month that was not paid: a person's refunds of a month never exceed what arrived for it, nor those of a 工程项目 what
 * arrived for the project. A unit's own sum (51) was decided by the agency and is not measured by anything. Index: {personId, unitId, period}.
 */
async function refundable(open: readonly Due[]): Promise<(due: Due) => boolean> {
  const people = [...new Set(open.flatMap(({ personId }) => personId ?? []))];
  const left = new Map<string, number>();
  const keyOf = ({ _id, personId, month }: Pick<Due, '_id' | 'personId' | 'month'>) => projectOf(_id) ?? `${personId}:${month}`;
  const add = (settled: readonly Due[]) => {
    for (const due of settled) left.set(keyOf(due), (left.get(keyOf(due)) ?? 0) + due.unit + due.person);
  };
  for (let at = 0; at < people.length; at += 500) {
    const settled = await DueModel.find({
      personId: { $in: people.slice(at, at + 500) },
      unitId: open[0]?.unitId,
      insurance: open[0]?.insurance,
      state: { $in: ['1', '4'] },
    }).lean<Due[]>();
    add(settled);
  }
  const [project] = open.filter(({ _id }) => projectOf(_id));
  if (project) add((await duesOfProjects([project.unitId])).filter(({ state }) => state === '1' || state === '4'));
  return (due) => {
    if (due.personId === null && !projectOf(due._id)) return true;
    const after = (left.get(keyOf(due)) ?? 0) + due.unit + due.person;
    if (after >= 0) left.set(keyOf(due), after);
    return after >= 0;
  };
}

/** Brings the projection to what the ledger says; doing it again changes nothing. */
async function settle(entry: Entry, amount: number): Promise<Paid> {
  const { unitId, period, insurance, kind, on, dues, state } = entry;
  const group = { unitId, period, insurance, kind };
  for (let at = 0; at < (dues?.length ?? 0); at += 500)
    await DueModel.updateMany({ _id: { $in: dues?.slice(at, at + 500) } }, { $set: { state, paidOn: on } });
  const fee = await chargeLate(entry);
  const sum = await resum(group);
  const open = Object.keys(sum.states).some((one) => UNPAID.includes(one));
  return { result: open ? 'part' : 'paid', left: amount - entry.unit - entry.person, lateFee: fee };
}

/**
 * 滞纳金 (policy §3.3): one row per late payment, of the unit alone, at the rate of the day from which it is owed. Days under 缓缴 are free: 暂缓缴费
 * 期间，免收滞纳金 (实施《社会保险法》若干规定 21).
 */
async function chargeLate(entry: Entry): Promise<number> {
  const on = entry.on ?? '';
  if (entry.unit + entry.person <= 0 || arrearsDays(entry.period, on) === 0 || entry.kind === '61') return 0;
  const rule = valueFrom(await lateFeeRows<LateFee>(), arrearsFrom(entry.period));
  let fee = 0;
  for (const [days, owed] of await owedByDays(entry, on)) fee += lateFeeOf(owed, days, rule);
  if (fee === 0) return 0;
  const row: Entry = {
    ...entry,
    _id: `late:${entry._id}`,
    sort: 'due',
    kind: '61',
    unit: fee,
    person: 0,
    dues: null,
    state: null,
    on: null,
  };
  await insertOnce(EntryModel, [row]);
  await insertOnce(DueModel, [dueOf(row)]);
  await resum({ unitId: entry.unitId, period: entry.period, insurance: entry.insurance, kind: '61' });
  return fee;
}

/** What was owed for how many days: all of it for the same, but for dues under 缓缴 a while. Index of the marks: {unitId, period, insurance, kind}. */
async function owedByDays(entry: Entry, on: string): Promise<Map<number, number>> {
  const { unitId, period, insurance, kind, dues } = entry;
  const all = arrearsDays(period, on);
  const marks = await EntryModel.find({ unitId, period, insurance, kind, sort: 'mark' }).sort({ at: 1, _id: 1 }).lean<Entry[]>();
  if (!marks.some(({ state }) => state === '3')) return new Map([[all, entry.unit + entry.person]]);
  const owed = new Map<number, number>();
  for (let at = 0; at < (dues?.length ?? 0); at += 500)
    for (const { _id, unit, person } of await DueModel.find({ _id: { $in: dues?.slice(at, at + 500) } }).lean<Due[]>()) {
      const days =
        all -
        deferredDays(
          marks.filter((mark) => mark.dues?.includes(_id)),
          arrearsFrom(period),
          on,
        );
      owed.set(days, (owed.get(days) ?? 0) + unit + person);
    }
  return owed;
}
/** Days of arrears under 缓缴: from the day it is granted to the day before it is lifted, or to the day of payment. */
function deferredDays(marks: readonly Entry[], from: string, paidOn: string): number {
  let days = 0;
  let since: string | null = null;
  const later = (a: string, b: string) => (a > b ? a : b);
  for (const { state, on } of [...marks, { state: '0', on: addDays(paidOn, 1) }]) {
    if (!on || on > addDays(paidOn, 1)) continue;
    if (state === '3') since ??= later(on, from);
    else if (since) {
      days += Math.max(0, daysBetween(since, on));
      since = null;
    }
  }
  return days;
}
