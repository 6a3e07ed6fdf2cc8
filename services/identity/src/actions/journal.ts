import {
  addJournal,
  addRecent,
  journal,
  JOURNAL_MESSAGES,
  rate,
  ratingOf,
  ratingSummary,
  recent,
  type Rating,
} from '@wangting/contracts/identity/journal';
import type { ApplicationRow } from '@wangting/contracts/applications';
import { CATALOGUE, headOf, itemScope } from '@wangting/contracts/catalogue';
import { HATS, applicantOf, type Caller } from '@wangting/contracts/caller';
import { brief } from '@wangting/contracts/desk/queue';
import type { ServiceBroker } from 'moleculer';
import type { z } from 'zod';
import { addDays } from '@wangting/contracts/standards/day';
import { ask } from '@wangting/kit/call';
import { isoOf, msOf, nowIso } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { UnitCopyModel } from '../models/grant.ts';
import { JournalModel, RatingModel, RecentModel, type JournalLine, type RatingRow, type Recent } from '../models/mine.ts';

/** The moment at which a day in China begins. */
const dawn = (day: string): string => isoOf(msOf(`${day}T00:00:00+08:00`));
/** `persons.person-enrolment.submit` belongs to the item person-enrolment. */
const itemOf = (action: string): string | null => CATALOGUE.find(({ id, owner }) => action.startsWith(`${owner}.${id}.`))?.id ?? null;

const listAction = implement(journal, async ({ input: { from, to, result, page, size }, caller }) => {
  const at = { ...(from ? { $gte: dawn(from) } : {}), ...(to ? { $lt: dawn(addDays(to, 1)) } : {}) };
  const where = { who: caller.id, ...(from || to ? { at } : {}), ...(result ? { ok: result === 'ok' } : {}) };
  const [rows, total] = await Promise.all([
    JournalModel.find(where)
      .sort({ at: -1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<JournalLine[]>(),
    JournalModel.countDocuments(where),
  ]);
  const units = await UnitCopyModel.find({ _id: { $in: rows.map(({ unitId }) => unitId).filter(Boolean) } }).lean();
  const names = new Map(units.map((unit) => [unit._id, unit.facts.name]));
  return {
    page,
    size,
    total,
    rows: rows.map(({ _id, at: when, title, action, ok, answer, serialNo, unitId, hat }) => ({
      id: _id,
      at: when,
      title,
      itemId: itemOf(action),
      ok,
      answer,
      serialNo: serialNo || null,
      unitName: unitId ? (names.get(unitId) ?? '—') : '本人',
      hat: hat in HATS ? HATS[hat as keyof typeof HATS] : '',
    })),
  };
});
const addAction = implement(addJournal, async ({ input }) => {
  const rows = input.entries.map(({ id, ...line }) => ({ _id: id, ...line }));
  await JournalModel.insertMany(rows, { ordered: false, throwOnValidationError: true }).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error; // sent again: those that were missing are in now
  });
  return { ok: true as const };
});

/** The caller's own application; somebody else's looks like none. */
async function ownCase(broker: ServiceBroker, caller: Caller, applicationId: string): Promise<ApplicationRow> {
  const { row } = await ask(broker, 'identity', brief, { applicationId });
  if (!row || caller.kind !== 'person' || row.unitId !== applicantOf(caller) || !caller.scopes.includes(itemScope(row.itemId)))
    throw new HallError('NOT_FOUND');
  return row;
}
/** 办结, 不通过 and 不予受理 may be judged; what the applicant took back himself is not the agency's work. */
const ended = ({ status }: Pick<ApplicationRow, 'status'>): boolean => ['approved', 'rejected', 'refused'].includes(status);
const ratingFrom = ({ _id, itemId, stars, words, at }: RatingRow): z.infer<typeof Rating> => ({
  applicationId: _id,
  itemId,
  itemName: headOf(itemId).name,
  stars,
  words,
  at,
});
const rateAction = implement(rate, async ({ input, caller, ctx }) => {
  const { applicationId, stars, words, requestKey } = input;
  const row = await ownCase(ctx.broker, caller, applicationId);
  if (!ended(row)) throw refuse(JOURNAL_MESSAGES.notEnded);
  const rating: RatingRow = { _id: applicationId, itemId: row.itemId, stars, words, by: caller.id, requestKey, at: nowIso() };
  try {
    await RatingModel.create(rating);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const there = await RatingModel.findById(applicationId).lean<RatingRow>();
    if (there?.requestKey !== requestKey || there.by !== caller.id) throw refuse(JOURNAL_MESSAGES.ratedBefore);
    if (there.stars !== stars || there.words !== words) throw new HallError('REQUEST_KEY_REUSED');
    return { message: JOURNAL_MESSAGES.rated, rating: ratingFrom(there) };
  }
  return { message: JOURNAL_MESSAGES.rated, rating: ratingFrom(rating) };
});
const ratingOfAction = implement(ratingOf, async ({ input: { applicationId }, caller, ctx }) => {
  const row = await ownCase(ctx.broker, caller, applicationId);
  const rating = await RatingModel.findById(applicationId).lean<RatingRow>();
  return { possible: !rating && ended(row), rating: rating && ratingFrom(rating) };
});
const summaryAction = implement(ratingSummary, async ({ input: { itemId, page, size } }) => {
  const where = itemId ? { itemId } : {};
  const [rows, total, groups] = await Promise.all([
    RatingModel.find(where)
      .sort({ at: -1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<RatingRow[]>(),
    RatingModel.countDocuments(where),
    RatingModel.aggregate<{ _id: { itemId: string; stars: number }; count: number }>([
      { $match: where },
      { $group: { _id: { itemId: '$itemId', stars: '$stars' }, count: { $sum: 1 } } },
    ]),
  ]);
  const items = [...Map.groupBy(groups, ({ _id }) => _id.itemId)].map(([id, own]) => {
    const counts = [1, 2, 3, 4, 5].map((stars) => own.find(({ _id }) => _id.stars === stars)?.count ?? 0);
    return { itemId: id, itemName: headOf(id).name, counts, total: counts.reduce((sum, count) => sum + count, 0) };
  });
  return {
    page,
    size,
    total,
    items: items.sort((a, b) => b.total - a.total),
    rows: rows.map(ratingFrom).map(({ applicationId: _whose, ...rest }) => rest),
  };
});

const MOST = 12;
const recentOf = async (caller: Caller) => ({ items: (await RecentModel.findById(caller.id).lean<Recent>())?.items ?? [] });
const recentAction = implement(recent, ({ caller }) => recentOf(caller));
/** Compare-and-set, since two tabs open two items at once and neither may be lost. */
const addRecentAction = implement(addRecent, async ({ input: { itemId }, caller }) => {
  if (!CATALOGUE.some(({ id }) => id === itemId)) throw new HallError('NOT_FOUND');
  for (let round = 0; round < 20; round += 1) {
    const now = await RecentModel.findById(caller.id).lean<Recent>();
    const items = [{ itemId, at: nowIso() }, ...(now?.items ?? []).filter((one) => one.itemId !== itemId)].slice(0, MOST);
    try {
      const filter = { _id: caller.id, ...(now ? { rev: now.rev } : { rev: 0 }) };
      const kept = await RecentModel.replaceOne(filter, { _id: caller.id, items, rev: (now?.rev ?? 0) + 1 }, { upsert: !now });
      if (kept.modifiedCount + kept.upsertedCount) return { items };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
  return recentOf(caller); // only a convenience
});

export const journalActions = [
  listAction,
  addAction,
  rateAction,
  ratingOfAction,
  summaryAction,
  recentAction,
  addRecentAction,
] as unknown as Implemented[];
