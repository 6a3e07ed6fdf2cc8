import type { z } from 'zod';
import { normaliseCode } from '@wangting/contracts/standards/checked';
import { maskId } from '@wangting/contracts/standards/masking';
import { item, people } from '@wangting/contracts/persons/roster';
import { looked } from '@wangting/kit/audit';
import type { RuleContext } from '@wangting/kit/applications/rules';
import { implementExport } from '@wangting/kit/export';
import { implementView, queryRules, type Asked, type Found } from '@wangting/kit/queries';
import { lookup } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { aboutOf } from '../domain/about.ts';
import { nameHashOf } from '../domain/name.ts';
import { unitBlock } from '../domain/shown.ts';
import { noteOf } from '../domain/work.ts';
import { EnrolmentModel, type Enrolment } from '../models/enrolment.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { unitOf } from '../units.ts';

type Filter = z.infer<typeof people.filter>;
type Line = z.infer<typeof people.row>;
const NEWEST = { from: -1, _id: 1 } as const;
const CHUNK = 500;

/** By `unitId, insurance, state, from, _id`, or without 险种 by `unitId, state, from, _id`: in order, and counted, by keys. */
async function whereOf(unitId: string, filter: Filter): Promise<Record<string, unknown> | undefined> {
  const { name, idNumber, personNo, insurance, state, from, to } = filter;
  const where: Record<string, unknown> = {
    unitId,
    ...(insurance ? { insurance } : {}),
    state: state ?? { $in: ['1', '2'] }, // what was undone is nobody's
    ...(from || to ? { from: { ...(from ? { $gte: from } : {}), ...(to ? { $lte: to } : {}) } } : {}),
  };
  // Few rows each: a name by `unitId, nameHash`, a person by `personId` once his number has been found.
  if (name) where.nameHash = nameHashOf(name);
  for (const by of [personNo && { personNo: normaliseCode(personNo) }, idNumber && { idHash: lookup('id', normaliseCode(idNumber)) }]) {
    if (!by) continue;
    const found = await PersonModel.findOne(by).select({ _id: 1 }).lean<Pick<Person, '_id'>>();
    if (!found || (where.personId && where.personId !== found._id)) return undefined;
    where.personId = found._id;
  }
  return where;
}
/** Deep pages are found by keys alone: only the rows that are shown are read. */
async function pageOf(where: Record<string, unknown>, skip: number, size: number): Promise<Enrolment[]> {
  if (!skip) return EnrolmentModel.find(where).sort(NEWEST).limit(size).lean<Enrolment[]>();
  const keys = await EnrolmentModel.find(where).select({ _id: 1 }).sort(NEWEST).skip(skip).limit(size).lean<Pick<Enrolment, '_id'>[]>();
  const rows = await EnrolmentModel.find({ _id: { $in: keys.map(({ _id }) => _id) } }).lean<Enrolment[]>();
  const byId = new Map(rows.map((row) => [row._id, row]));
  return keys.flatMap(({ _id }) => byId.get(_id) ?? []);
}
/** What only the file says of a stretch. */
function detailsOf({ work = {}, stop }: Enrolment): Partial<Line> {
  const { note, ...plain } = work;
  const all = { ...plain, note: noteOf(note), stopReason: stop?.reason, stopNote: noteOf(stop?.note) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}
async function linesOf(rows: readonly Enrolment[], more: (row: Enrolment) => Partial<Line> = () => ({})): Promise<Line[]> {
  const found = await PersonModel.find({ _id: { $in: [...new Set(rows.map(({ personId }) => personId))] } }).lean<Person[]>();
  const known = new Map(found.map((person) => [person._id, person]));
  return rows.flatMap((row) => {
    const person = known.get(row.personId);
    if (!person) return [];
    const { name, idNumber } = aboutOf(person);
    const { insurance, identity, from, to, state, base } = row;
    return [
      {
        id: row._id,
        personNo: person.personNo,
        name,
        idMasked: maskId(idNumber),
        sex: person.sex,
        insurance,
        identity,
        from,
        to,
        state,
        base,
        ...more(row),
      },
    ];
  });
}
async function find({ unitId, filter, skip, size }: Asked<Filter>): Promise<Found<Line>> {
  const where = await whereOf(unitId, filter);
  if (!where) return { rows: [], total: 0 };
  const [rows, total] = await Promise.all([pageOf(where, skip, size), EnrolmentModel.countDocuments(where)]);
  return { rows: await linesOf(rows), total };
}
/** Everything that matches, read once from front to back. Who took the list away is in the audit. */
async function* each({ unitId, filter, caller }: RuleContext & { filter: Filter }): AsyncGenerator<Line[]> {
  looked(applications.broker(), 'persons', { who: caller.id, kind: caller.kind, whose: unitId, fields: ['roster'], what: 'roster.export' });
  const where = await whereOf(unitId, filter);
  if (!where) return;
  let chunk: Enrolment[] = [];
  for await (const row of EnrolmentModel.find(where).sort(NEWEST).lean<Enrolment>().cursor({ batchSize: CHUNK })) {
    chunk.push(row as Enrolment);
    if (chunk.length < CHUNK) continue;
    yield await linesOf(chunk, detailsOf);
    chunk = [];
  }
  if (chunk.length) yield await linesOf(chunk, detailsOf);
}

export const rules = queryRules(item, async ({ ctx, unitId }) => {
  // Counted by keys alone. How many people that is would take reading them.
  const insured = (insurance: '210' | '410') => EnrolmentModel.countDocuments({ unitId, insurance, state: '1' });
  const [unit, unemployment, injury] = await Promise.all([unitOf(ctx, unitId), insured('210'), insured('410')]);
  return { ...unitBlock(unit), unemployment, injury };
});
export const handlers = [implementView(item.id, people, find), implementExport(item.id, people, each)];
