import { valueFrom } from '@wangting/contracts/policies/policy';
import { addMonths, firstDayOf, lastDayOf, periodOfDay, periodRange } from '@wangting/contracts/standards/period';
import { isoOf, msOf, thisMonth } from '@wangting/kit/clock';
import { EnrolmentCopyModel, type EnrolmentCopy } from '../models/copies.ts';
import { ExemptionModel, type Exemption } from '../models/decision.ts';
import { EntryModel, type Entry } from '../models/ledger.ts';
import { TaskModel, type Task } from '../models/run.ts';
import type { Tables } from './cost.ts';
import { tablesInForce } from './policies.ts';
import { lastMonthOf, monthsOf, sum } from './reckon.ts';
import { openingOf, SLACK_MS } from './run.ts';

/** Who changed since the last reckoning is looked at one by one; when more did, the whole month counts as open until the next run. */
const LOOKED_AT = 2_000;
const meant = { state: { $ne: '3' as const } };
type Stops = Tables['stopMonth'];
interface Since {
  unitId: string;
  /** When the last reckoning began; null: there was none. */
  since: string | null;
  opening: string;
  until: string;
  stops: Stops;
}

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
  // A run of an earlier month made later looked at none after it: when the latest month was reckoned last is what counts.
  const since = tasks.find(({ runId }) => runId.startsWith(until))?.startedAt ?? null;
  const { stopMonth } = (await tablesInForce()).tables;
  const months = [
    ...(until ? await notYet(unitId, addMonths(until, 1), stopMonth) : []),
    ...(await changedSince({ unitId, since, opening: opening.period, until: until || thisMonth(), stops: stopMonth })),
  ];
  return [...new Set(months)].sort();
}

/** From a month on, those in which anybody is insured. By {unitId, to}: it ends with the first found, and who was stopped before is not read. */
async function notYet(unitId: string, first: string, stops: Stops): Promise<string[]> {
  const insured = async (month: string): Promise<boolean> => {
    const [from, to] = [firstDayOf(month), lastDayOf(month)];
    const begun = { unitId, ...meant, from: { $lte: to } };
    // The month of a stop need not be billed, unless it began in it too.
    const ends = valueFrom(stops, to).charged ? {} : { from: { $gte: from, $lte: to } };
    return Boolean(
      (await EnrolmentCopyModel.exists({ ...begun, ...ends, to: { $gte: from, $lte: to } })) ??
      (await EnrolmentCopyModel.exists({ ...begun, to: { $gt: to } })) ??
      (await EnrolmentCopyModel.exists({ ...begun, to: null })),
    );
  };
  const months = [];
  for (const month of periodRange(first, thisMonth())) if (await insured(month)) months.push(month);
  return months;
}

/** What the next run would bill for earlier months: people entered late, stops taken back, exemptions ended early. */
async function changedSince({ unitId, since: began, opening, until, stops }: Since): Promise<string[]> {
  const since = began ?? '';
  const ended = await ExemptionModel.find({ unitId, endedAt: { $gt: since } }).lean<Exemption[]>();
  const [heard, freed] = await Promise.all([
    heardSince(unitId, began),
    ended.length
      ? EnrolmentCopyModel.find({ unitId, personId: { $in: ended.map(({ personId }) => personId) } }).lean<EnrolmentCopy[]>()
      : [],
  ]);
  if (!heard) return [thisMonth()];
  const spans = [...heard, ...freed].flatMap(({ personId, insurance, state, from, to }) => {
    const [first, end] = [periodOfDay(from), to === null ? until : lastMonthOf(from, to, stops)];
    const last = end > until ? until : end;
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
  return open.length ? missing(unitId, open, until, stops) : [];
}
/** Stretches heard of since then, and a little before: a copy can bear an earlier time than its writing (run.ts). Undefined: too many. */
async function heardSince(unitId: string, began: string | null): Promise<EnrolmentCopy[] | undefined> {
  const after = (heardAt: string) =>
    EnrolmentCopyModel.find({ unitId, heardAt: { $gt: heardAt } })
      .limit(LOOKED_AT + 1)
      .lean<EnrolmentCopy[]>();
  for (const heardAt of began ? [isoOf(msOf(began) - SLACK_MS), began] : ['']) {
    const found = await after(heardAt);
    if (found.length <= LOOKED_AT) return found;
  }
  return undefined;
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
async function missing(
  unitId: string,
  open: readonly (Omit<Wanted, 'month'> & Pick<EnrolmentCopy, 'from' | 'to'>)[],
  until: string,
  stops: Stops,
) {
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
    for (const month of monthsOf(from, to, until, stops)) {
      const exempt = exemptions.some(
        (one) =>
          one.personId === personId && one.insurances.includes(insurance) && periodOfDay(one.from) <= month && month <= periodOfDay(one.to),
      );
      if (month >= ours && !exempt && !isBilled(byMonth.get(month) ?? [])) months.add(month);
    }
  }
  return [...months];
}
