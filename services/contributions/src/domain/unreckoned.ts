import { addMonths, firstDayOf, lastDayOf, periodOfDay, periodRange } from '@wangting/contracts/standards/period';
import { thisMonth } from '@wangting/kit/clock';
import { EnrolmentCopyModel, type EnrolmentCopy } from '../models/copies.ts';
import { ExemptionModel, type Exemption } from '../models/decision.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { TaskModel, type Task } from '../models/run.ts';
import { monthsOf, sum } from './reckon.ts';
import { openingOf } from './run.ts';

/** Who changed since the last reckoning is looked at one by one; when more did, the whole month counts as open until the next run. */
const LOOKED_AT = 2_000;
const meant = { state: { $ne: '3' as const } };

/**
 * Months in which people of a unit are insured and that nobody has reckoned yet: a stop is billed for its month by the run of that month, and who
 * was entered late by the next. None before the ledger's first run: what was owed then is known elsewhere.
 */
export async function unreckonedOf(unitId: string): Promise<string[]> {
  const opening = await openingOf();
  if (!opening) return [];
  const tasks = await TaskModel.find({ unitId, state: 'done', differences: { $ne: true } })
    .sort({ startedAt: -1 })
    .limit(24)
    .lean<Task[]>();
  const until = tasks.reduce((latest, { runId }) => (runId > latest ? runId : latest), '').slice(0, 6);
  const months = [
    ...(until ? await notYet(unitId, addMonths(until, 1)) : []),
    ...(await changedSince(unitId, tasks[0]?.startedAt ?? '', opening.period, until || thisMonth())),
  ];
  return [...new Set(months)].sort();
}

/** From a month on, those in which anybody is insured. By {unitId, to}: it ends with the first found, and who was stopped before is not read. */
async function notYet(unitId: string, first: string): Promise<string[]> {
  const insured = async (month: string): Promise<boolean> => {
    const begun = { unitId, ...meant, from: { $lte: lastDayOf(month) } };
    return Boolean(
      (await EnrolmentCopyModel.exists({ ...begun, to: { $gte: firstDayOf(month) } })) ??
      (await EnrolmentCopyModel.exists({ ...begun, to: null })),
    );
  };
  const months = [];
  for (const month of periodRange(first, thisMonth())) if (await insured(month)) months.push(month);
  return months;
}

/** What the next run would bill for earlier months: people entered late, stops taken back, exemptions ended early. */
async function changedSince(unitId: string, since: string, opening: string, until: string): Promise<string[]> {
  const ended = await ExemptionModel.find({ unitId, endedAt: { $gt: since } }).lean<Exemption[]>();
  const [heard, freed] = await Promise.all([
    EnrolmentCopyModel.find({ unitId, heardAt: { $gt: since } })
      .limit(LOOKED_AT + 1)
      .lean<EnrolmentCopy[]>(),
    ended.length
      ? EnrolmentCopyModel.find({ unitId, personId: { $in: ended.map(({ personId }) => personId) } }).lean<EnrolmentCopy[]>()
      : [],
  ]);
  if (heard.length > LOOKED_AT) return [thisMonth()];
  const spans = [...heard, ...freed].flatMap(({ personId, insurance, state, from, to }) => {
    const [first, last] = [periodOfDay(from), to === null || periodOfDay(to) > until ? until : periodOfDay(to)];
    // Whoever had left before the ledger began was billed elsewhere.
    return state === '3' || first > last || last < opening ? [] : [{ personId, insurance, from, to, first, last }];
  });
  // What was reckoned once has both ends billed: only who lacks one is looked at month by month.
  const ends = await billed(
    unitId,
    spans.flatMap(({ personId, insurance, first, last }) => [
      { personId, insurance, month: first < opening ? opening : first },
      { personId, insurance, month: last },
    ]),
  );
  const open = spans.filter(
    ({ personId, insurance, first, last }) =>
      !ends.has(`${personId}:${insurance}:${first < opening ? opening : first}`) || !ends.has(`${personId}:${insurance}:${last}`),
  );
  return open.length ? missing(unitId, open, until) : [];
}

interface Wanted {
  personId: string;
  insurance: string;
  month: string;
}
const isBilled = (rows: readonly Entry[]): boolean => {
  const { base = 0, unit = 0, person = 0 } = sum(rows) ?? {};
  return unit + person !== 0 || base !== 0;
};
/** Which of these months of people were billed. Index: {unitId, personId, insurance, month}. */
async function billed(unitId: string, wanted: readonly Wanted[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const group of Map.groupBy(wanted, ({ insurance, month }) => `${insurance}:${month}`).values()) {
    const [{ insurance, month }] = group as [Wanted];
    const personIds = [...new Set(group.map(({ personId }) => personId))];
    const rows = await EntryModel.find({ unitId, personId: { $in: personIds }, insurance, month, sort: 'due' }).lean<Entry[]>();
    for (const [personId, his] of Map.groupBy(rows, (row) => row.personId))
      if (isBilled(his)) found.add(`${personId}:${insurance}:${month}`);
  }
  return found;
}

/** Months of these people up to one that were not billed and that no exemption covers. */
async function missing(unitId: string, open: readonly (Omit<Wanted, 'month'> & Pick<EnrolmentCopy, 'from' | 'to'>)[], until: string) {
  const personIds = [...new Set(open.map(({ personId }) => personId))];
  const [rows, exemptions, opening] = await Promise.all([
    EntryModel.find({ unitId, personId: { $in: personIds }, sort: 'due' }).lean<Entry[]>(),
    ExemptionModel.find({ unitId, personId: { $in: personIds }, valid: true }).lean<Exemption[]>(),
    openingOf(),
  ]);
  const his = Map.groupBy(rows, ({ personId, insurance }) => `${personId}:${insurance}`);
  const months = new Set<string>();
  for (const { personId, insurance, from, to } of open) {
    const billedRows = his.get(`${personId}:${insurance}`) ?? [];
    // Who stood in the first run had been billed elsewhere before.
    const ours = billedRows.some(({ cause }) => cause === opening?.cause) ? (opening?.period ?? '') : '';
    const byMonth = Map.groupBy(billedRows, ({ month }) => month);
    for (const month of monthsOf(from, to, until)) {
      const exempt = exemptions.some(
        (one) =>
          one.personId === personId && one.insurances.includes(insurance) && periodOfDay(one.from) <= month && month <= periodOfDay(one.to),
      );
      if (month >= ours && !exempt && !isBilled(byMonth.get(month) ?? [])) months.add(month);
    }
  }
  return [...months];
}
