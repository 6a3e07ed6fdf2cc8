import type { RiskClass } from '@wangting/contracts/dictionaries/risk-class';
import { nowIso } from '@wangting/kit/clock';
import { refuse } from '@wangting/kit/errors';
import { EnrolmentCopyModel, type EnrolmentCopy, type UnitCopy } from '../models/copies.ts';
import { ExemptionModel, UnitRateModel, WageModel, type Exemption, type UnitRateRow, type WageRow } from '../models/decision.ts';
import { DueModel, type Due } from '../models/due.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { SumModel, type Sum } from '../models/sum.ts';
import { basisOf, ratesInOrder } from './basis.ts';
import { costOf, rateFor, type Insurance, type Rate, type Tables } from './cost.ts';
import { insertOnce } from './insert-once.ts';
import { tablesInForce } from './policies.ts';
import { KIND, lastMonthOf, monthsOf, reckonMonth, sum, type Missing } from './reckon.ts';
import { resum } from './resum.ts';

const CHUNK = 1_000;
/** Kinds that bill or refund a month as a whole. */
const WHOLE = new Set<string>([KIND.due, KIND.late, KIND.refund]);

export interface Billing {
  unit: UnitCopy;
  /** 费款所属期 in which new rows stand. */
  period: string;
  /**
   * The first run this ledger ever made: who was insured then had been billed elsewhere before, so earlier months are not ours.
   * Null: this is that run, and only its own month is billed.
   */
  opening: { period: string; cause: string } | null;
  /** Enrolments heard of after this moment are reckoned from their first month; the others only for `period`. Null: all. */
  changedAfter: string | null;
  /** Run, application or decision. */
  cause: string;
  /**
   * Differences of base or rate in months already billed: only by a decision (基数差, 比例差), never by the monthly run, and only of what was
   * decided: these people, this insurance, from this month on.
   */
  differences?: { personIds?: readonly string[]; insurance?: Insurance; from: string };
  /** What is in force, when nothing is given: a run reads it once for all units. */
  tables?: Tables;
}
export interface Billed {
  rows: number;
  total: number;
}

/** Rounds with people of whom others wrote rows in between: each takes another one's writing at that moment. */
const ROUNDS = 10;

/**
 * Writes what is missing in one unit: 应缴, 断缴补缴, 退费, and by decision differences. Idempotent: a row's key is made from
 * person, insurance, month and how many rows the month already has, so two at once, or one after a crash, write each row once. Who finds
 * under his key a row that says something else has reckoned without it, and reckons those people again.
 */
export async function billUnit(billing: Billing): Promise<Billed> {
  await repair(billing.unit._id, billing.period);
  const touched = new Set<string>();
  let rows = 0;
  let total = 0;
  for await (const people of chunksOf(billing)) {
    let due = people;
    for (let round = 0; due.length > 0; round += 1) {
      if (round > ROUNDS) throw refuse('多人正在同时更正同一单位的应缴，本次未全部完成；已写入的不会重复，请稍后再次提交');
      const entries = await reckon(billing, due, round > 0);
      const written = await insertOnce(EntryModel, entries);
      const stood = await standing(entries, written);
      rows += written.length;
      total += written.reduce((all, { unit, person }) => all + unit + person, 0);
      // A crash between the two leaves a ledger row without its projection: the same rows are offered again, as the ledger has them.
      await insertOnce(DueModel, [...written, ...stood].map(dueOf));
      for (const { insurance, kind } of [...entries, ...stood]) touched.add(`${insurance}:${kind}`);
      due = overtaken(due, entries, stood);
    }
  }
  for (const key of touched) await resumKey(billing.unit._id, billing.period, key);
  return { rows, total };
}

/** Rows that were there before: written by whoever reckoned at the same moment, perhaps for another reason and another amount. */
async function standing(offered: readonly Entry[], written: readonly Entry[]): Promise<readonly Entry[]> {
  if (written.length === offered.length) return [];
  const mine = new Set(written.map(({ _id }) => _id));
  return EntryModel.find({ _id: { $in: offered.flatMap(({ _id }) => (mine.has(_id) ? [] : [_id])) } }).lean<Entry[]>();
}

/** Of whom a row stands that says something else than what was offered under its key. */
function overtaken(people: readonly Stretches[], offered: readonly Entry[], stood: readonly Entry[]): Stretches[] {
  const mine = new Map(offered.map((entry) => [entry._id, entry]));
  const said = ({ kind, base, unit, person }: Entry) => `${kind}:${base}:${unit}:${person}`;
  const others = stood.filter((entry) => said(entry) !== said(mine.get(entry._id) ?? entry));
  const of = new Set(others.map(({ personId, insurance }) => `${personId}:${insurance}`));
  return people.filter(([first]) => first && of.has(`${first.personId}:${first.insurance}`));
}

/** A process that stopped after the ledger and before the projection or its sums left them behind: they are made from the ledger. */
async function repair(unitId: string, period: string): Promise<void> {
  const rows = await EntryModel.countDocuments({ unitId, period, sort: 'due' });
  if (rows === 0) return;
  const sums = await SumModel.find({ unitId, period }).lean<Sum[]>();
  if (sums.reduce((total, sum) => total + sum.rows, 0) === rows) return;
  const groups = new Set<string>();
  for await (const entry of EntryModel.find({ unitId, period, sort: 'due' }).lean<Entry>().cursor({ batchSize: CHUNK })) {
    await insertOnce(DueModel, [dueOf(entry)]);
    groups.add(`${entry.insurance}:${entry.kind}`);
  }
  for (const key of groups) await resumKey(unitId, period, key);
}
async function resumKey(unitId: string, period: string, key: string): Promise<void> {
  const [insurance = '', kind = ''] = key.split(':');
  await resum({ unitId, period, insurance, kind });
}

/** All stretches of one person in one insurance. */
type Stretches = readonly EnrolmentCopy[];

/** The unit's people by id, whole people at a time. Index: {unitId, personId, insurance}. */
async function* chunksOf({ unit, differences }: Billing): AsyncGenerator<Stretches[]> {
  const { personIds: only, insurance } = differences ?? {};
  for (let after = ''; ;) {
    const found = await EnrolmentCopyModel.find({
      unitId: unit._id,
      personId: only ? { $in: only, $gt: after } : { $gt: after },
      ...(insurance && { insurance }),
    })
      .sort({ personId: 1, insurance: 1 })
      .limit(CHUNK)
      .lean<EnrolmentCopy[]>();
    const last = found.at(-1)?.personId;
    const whole = found.length < CHUNK ? found : found.filter(({ personId }) => personId !== last);
    if (whole.length === 0) return;
    yield [...Map.groupBy(whole, ({ personId, insurance }) => `${personId}:${insurance}`).values()];
    if (found.length < CHUNK) return;
    after = whole.at(-1)?.personId ?? '';
  }
}

/**
 * The rows these people lack. What was billed is read before the decisions it is compared with: a row that is seen was made by a decision that is
 * seen too, and one that is not seen yet meets ours under its key. `again`: all are looked at from their first month, whatever changed when.
 */
async function reckon(billing: Billing, people: readonly Stretches[], again: boolean): Promise<Entry[]> {
  const { unit, period, opening, changedAfter, cause, differences } = billing;
  const unitId = unit._id;
  const exemptions = await ExemptionModel.find({ unitId }).lean<Exemption[]>();
  // An exemption that ended since the last reckoning leaves months behind that nobody has billed.
  const ended = new Set(
    exemptions.filter(({ endedAt }) => endedAt && changedAfter && endedAt > changedAfter).map(({ personId }) => personId),
  );
  const all = again || differences !== undefined || changedAfter === null;
  const isChanged = ({ heardAt, personId }: EnrolmentCopy) => changedAfter === null || heardAt > changedAfter || ended.has(personId);
  const changed = all ? people : people.filter((stretches) => stretches.some(isChanged));
  const steady = all ? [] : people.filter((stretches) => !changed.includes(stretches));
  const history = await billedOf(unitId, changed);
  const [decided, wages] = await Promise.all([
    UnitRateModel.find({ unitId }).lean<UnitRateRow[]>(),
    WageModel.find({ unitId }).sort({ from: 1, at: 1 }).lean<WageRow[]>(),
  ]);
  const own = ratesInOrder(decided);
  const tables = billing.tables ?? (await tablesInForce()).tables;

  const rates = new Map<string, Rate>();
  const rateAt = (insurance: Insurance, month: string): Rate => {
    const key = `${insurance}:${month}`;
    let rate = rates.get(key);
    if (!rate) rates.set(key, (rate = rateFor(insurance, month, (unit.unit.riskClass || '2') as RiskClass, own, tables)));
    return rate;
  };
  const bases = new Map<string, string[]>();
  const basisAt = (insurance: Insurance, month: string): string[] => {
    const key = `${insurance}:${month}`;
    let basis = bases.get(key);
    if (!basis) bases.set(key, (basis = basisOf(insurance, month, own, tables.versions)));
    return basis;
  };
  const exempt = Map.groupBy(
    exemptions.filter(({ valid }) => valid),
    ({ personId }) => personId,
  );
  const corrected = Map.groupBy(wages, ({ personId }) => personId);
  const at = nowIso();

  const wageAt = (stretch: EnrolmentCopy, month: string): number =>
    corrected.get(stretch.personId)?.findLast((row) => row.insurance === stretch.insurance && row.from <= month)?.declared ??
    stretch.declared;
  const isExempt = (personId: string, insurance: string, month: string): boolean =>
    exempt.get(personId)?.some((row) => row.insurances.includes(insurance) && monthOf(row.from) <= month && month <= monthOf(row.to)) ??
    false;
  const shouldAt = (stretches: Stretches, month: string) => {
    const stretch = stretches.findLast(
      ({ state, from, to }) => state !== '3' && monthOf(from) <= month && (to === null || month <= lastMonthOf(from, to, tables.stopMonth)),
    );
    return stretch ? costOf(wageAt(stretch, month), month, rateAt(stretch.insurance, month), tables) : null;
  };
  const entryOf = ({ personId, insurance }: EnrolmentCopy, missing: Missing, before: readonly Entry[]): Entry => {
    const { unitPpm, personPpm } = rateAt(insurance, missing.month);
    // What goes back whole goes back by what it was billed with, whatever is in force now.
    const policies = missing.kind === KIND.refund ? policiesOf(before) : basisAt(insurance, missing.month);
    return {
      _id: `${unitId}:${personId}:${insurance}:${missing.month}:${before.length}`,
      sort: 'due',
      unitId,
      personId,
      insurance,
      kind: missing.kind,
      period,
      month: missing.month,
      base: missing.base,
      unit: missing.unit,
      person: missing.person,
      unitPpm,
      personPpm,
      ...(policies.length > 0 && { policies }),
      cause,
      dues: null,
      state: null,
      on: null,
      by: null,
      note: null,
      at,
    };
  };

  /** The first month of somebody that is ours to bill. */
  const oursFrom = (rows: readonly Entry[]): string =>
    !opening ? period : rows.some((row) => row.cause === opening.cause) ? opening.period : '000000';

  const entries: Entry[] = [];
  for (const stretches of steady) {
    const [first] = stretches;
    if (!first || period < (opening?.period ?? period) || isExempt(first.personId, first.insurance, period)) continue;
    const missing = reckonMonth(period, period, shouldAt(stretches, period), null);
    if (missing) entries.push(entryOf(first, missing, []));
  }
  for (const stretches of changed) {
    const [first] = stretches;
    if (!first) continue;
    const rows = history.get(`${first.personId}:${first.insurance}`) ?? [];
    const billed = Map.groupBy(rows, ({ month }) => month);
    const ours = oursFrom(rows);
    const months = new Set(billed.keys());
    for (const { from, to, state } of stretches)
      if (state !== '3' && (to === null || !opening || lastMonthOf(from, to, tables.stopMonth) >= opening.period))
        for (const month of monthsOf(from, to, period, tables.stopMonth)) months.add(month);
    for (const month of [...months].sort()) {
      if (month < ours || month > period || isExempt(first.personId, first.insurance, month)) continue;
      const before = billed.get(month) ?? [];
      const missing = reckonMonth(month, period, shouldAt(stretches, month), sum(before));
      if (!missing) continue;
      // The monthly run bills and refunds whole months; a decision corrects months that were billed, from its month on.
      const whole = WHOLE.has(missing.kind);
      if (differences ? whole || month < differences.from : !whole) continue;
      entries.push(entryOf(first, missing, before));
    }
  }
  return entries;
}

/** What these people have been billed, by person and insurance. Index: {unitId, personId, insurance, month}. */
async function billedOf(unitId: string, people: readonly Stretches[]): Promise<Map<string, Entry[]>> {
  const ids = [...new Set(people.flatMap(([first]) => (first ? [first.personId] : [])))];
  if (ids.length === 0) return new Map();
  const rows = await EntryModel.find({ unitId, personId: { $in: ids }, sort: 'due' }).lean<Entry[]>();
  return Map.groupBy(rows, ({ personId, insurance }) => `${personId}:${insurance}`);
}

const policiesOf = (rows: readonly Entry[]): string[] => [...new Set(rows.flatMap(({ policies = [] }) => policies))];

const monthOf = (day: string): string => day.slice(0, 7).replace('-', '');

/** The due a ledger row makes, before anything was paid. */
export const dueOf = (entry: Entry): Due => ({
  _id: entry._id,
  unitId: entry.unitId,
  personId: entry.personId,
  insurance: entry.insurance,
  kind: entry.kind,
  period: entry.period,
  month: entry.month,
  base: entry.base,
  unit: entry.unit,
  person: entry.person,
  unitPpm: entry.unitPpm,
  personPpm: entry.personPpm,
  state: '0',
  paidOn: null,
  cause: entry.cause,
});
