import { randomUUID } from 'node:crypto';
import type { Context } from 'moleculer';
import type { z } from 'zod';
import { CATALOGUE, headOf } from '@wangting/contracts/catalogue';
import { servesArea, type Caller } from '@wangting/contracts/caller';
import { DELIVERY_MESSAGES as WORDS, findPaper, proofOf, send, sentList } from '@wangting/contracts/documents/delivery';
import { find } from '@wangting/contracts/persons/snapshots';
import { timeLimitAt } from '@wangting/contracts/policies/time-limits';
import { addDays } from '@wangting/contracts/standards/day';
import { maskName } from '@wangting/contracts/standards/masking';
import { byNumber } from '@wangting/contracts/units/questions';
import { ask } from '@wangting/kit/call';
import { dayOf, nowIso, today } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement, type HallMeta, type Implemented } from '@wangting/kit/implement';
import { logger } from '@wangting/kit/log';
import { addressOf } from '@wangting/kit/objects';
import { digest, lookup, sealJson } from '@wangting/kit/sealed';
import { said, viewsOf } from '../delivery.ts';
import { tell } from '../delivery-notices.ts';
import { makeProof } from '../delivery-proof.ts';
import { dataOf, fileNameOf, PDF } from '../issue.ts';
import { DeliveryModel, type Delivery } from '../models/delivery.ts';
import { DocumentModel, stateOf, type DocumentRow } from '../models/document.ts';
import type { Unit } from '../people.ts';
import { unitNow } from '../units.ts';

const log = logger('documents');
type Asking = Context<unknown, HallMeta>;
type Sending = z.infer<(typeof send)['input']>;

let kick: () => void = () => undefined;
/** Set when the service starts: publish what was sent or signed now. */
export const onDelivered = (publish: () => void): void => {
  kick = publish;
};
/** A delivery was inserted or signed for: its fact waits to be told. */
export const delivered = (): void => kick();

/** Staff of the area it was issued in, or the service whose item it belongs to. Nobody else learns that the number exists. */
const maySend = (row: DocumentRow, caller: Caller): boolean =>
  caller.kind === 'service'
    ? CATALOGUE.find(({ id }) => id === row.itemId)?.owner === caller.id
    : caller.kind === 'staff' && servesArea(caller.areas, row.area);
/** The newest paper with this number: ours, or the one its owner gave (a corrected decision keeps its number). */
async function paperOf(no: string, caller: Caller): Promise<DocumentRow> {
  const ours = await DocumentModel.find({ no }).lean<DocumentRow[]>();
  const rows = ours.length ? ours : await DocumentModel.find({ ownNo: no }).sort({ version: -1 }).limit(50).lean<DocumentRow[]>();
  const row = rows.find((one) => maySend(one, caller));
  if (!row) throw new HallError('NOT_FOUND');
  return row;
}
/** Why it cannot be sent, in words. */
function whyNot(row: DocumentRow): string | undefined {
  if (row.kind === 'delivery-proof') return WORDS.proofItself;
  if (row.state !== 'issued') return WORDS.notFinished;
  return stateOf(row) === 'valid' ? undefined : WORDS.void;
}

interface Who {
  name: string;
  idNumber: string;
  personNo: string;
}
/** Whom a paper is about: it says so itself, under the names its form has. A paper about the unit names nobody. */
function whoOf(row: DocumentRow): Who {
  const person = (dataOf(row).person ?? {}) as Record<string, unknown>;
  const words = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { name: words(person.name), idNumber: words(person.idNumber) || words(person.socialNo), personNo: words(person.personNo) };
}
const whole = (number: string): boolean => number !== '' && !number.includes('*');

async function receiversOf(ctx: Asking, { receivers }: Sending, paper: DocumentRow, caller: Caller): Promise<Unit[]> {
  const own = (await unitNow(ctx, paper.unitId)).unit;
  const units = new Map<string, Unit>();
  for (const [at, { unitNo }] of receivers.entries()) {
    // Staff cannot try out numbers either: whether there is such a unit is not said.
    if (unitNo !== own.unitNo && caller.kind === 'staff')
      throw refuse(WORDS.notTheirs.replace('{unitNo}', unitNo), `receivers.${at}.unitNo`);
    const unit = unitNo === own.unitNo ? own : (await ask(ctx, 'documents', byNumber, { unitNo })).unit;
    if (!unit) throw refuse(WORDS.noUnit.replace('{unitNo}', unitNo), `receivers.${at}.unitNo`);
    units.set(unit.unitId, unit);
  }
  return units.size ? [...units.values()] : [own];
}
/** The day of service in law: on paper the day it was handed over, by announcement some days later. */
function servedOn({ way, served }: Sending, paper: DocumentRow): string | undefined {
  if (!served) return undefined;
  if (served.on > today()) throw refuse(WORDS.servedAhead, 'served.on');
  if (served.on < dayOf(paper.issuedAt)) throw refuse(WORDS.servedEarly, 'served.on');
  return way === '5' ? addDays(served.on, timeLimitAt('delivery-announcement', served.on).length) : served.on;
}

const sendAction = implement(send, async ({ input, caller, ctx }) => {
  const by = caller.onBehalfOf ?? caller.id;
  const payloadHash = digest({ no: input.no, way: input.way, receivers: input.receivers, served: input.served });
  const before = await DeliveryModel.findOne({ requestKey: input.requestKey }).lean<Delivery>();
  if (before && (before.sentBy !== by || before.payloadHash !== payloadHash)) throw new HallError('REQUEST_KEY_REUSED');
  const paper = await paperOf(input.no, caller);
  const why = whyNot(paper);
  if (why) throw refuse(why, 'no');
  const served = servedOn(input, paper);
  const units = await receiversOf(ctx, input, paper, caller);
  const who = whoOf(paper);
  const now = nowIso();
  const { name: itemName } = headOf(paper.itemId);
  const deliveries = [];
  for (const unit of units) {
    const personNo =
      who.personNo || !whole(who.idNumber)
        ? who.personNo
        : ((await ask(ctx, 'documents', find, { unitId: unit.unitId, idNumber: who.idNumber }, { onBehalfOf: by })).cards[0]?.personNo ??
          '');
    const row: Delivery = {
      _id: randomUUID(),
      rev: 1,
      pending: true,
      at: now,
      documentId: paper._id,
      kind: paper.kind,
      itemId: paper.itemId,
      itemName,
      // `<form>|<applicationId>|<part>`, as receipts are kept; prints of our own items have no application.
      applicationId: paper.series.startsWith(`${paper.kind}|`) ? (paper.series.split('|')[1] ?? '') : '',
      title: paper.title,
      no: paper.ownNo ?? paper.no,
      sm3: paper.sm3 as string,
      area: paper.area,
      unitId: unit.unitId,
      unitNo: unit.unitNo ?? '',
      unitName: unit.name,
      creditCode: unit.creditCode,
      who: sealJson({ name: who.name, idNumber: who.idNumber }),
      ...(who.name ? { nameHash: lookup('name', who.name) } : {}),
      ...(whole(who.idNumber) ? { idHash: lookup('id', who.idNumber) } : {}),
      personNo,
      way: input.way,
      sentAt: now,
      sentBy: by,
      requestKey: input.requestKey,
      payloadHash,
      state: input.served ? '3' : '1',
      ...(served ? { servedOn: served } : { deemedOn: addDays(dayOf(now), timeLimitAt('delivery-electronic', dayOf(now)).length) }),
      ...(input.served
        ? { served: { address: input.served.address, proxy: input.served.proxy, refusal: input.served.refusal }, proofDue: true }
        : {}),
      noticeAt: now,
      notices: 0,
    };
    deliveries.push(await lay(ctx, row));
  }
  return { deliveries };
});
/** Inserted once; whoever comes second finds it. Notice and 送达回证 are tried at once, and again by the timers. */
async function lay(ctx: Asking, row: Delivery) {
  const as = (one: Delivery, already: boolean) => ({
    deliveryId: one._id,
    unitNo: one.unitNo,
    unitName: one.unitName,
    state: one.state,
    already,
  });
  try {
    await DeliveryModel.create(row);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const there = (await DeliveryModel.findOne({ documentId: row.documentId, unitId: row.unitId }).lean<Delivery>()) as Delivery;
    return as(there, there.requestKey !== row.requestKey);
  }
  delivered();
  const later = (what: string) => (error: unknown) => log.warn({ err: error, delivery: row._id }, what);
  await tell(ctx, row).catch(later('the unit is told later'));
  if (row.proofDue) await makeProof(row).catch(later('the 送达回证 is made later'));
  return as(row, false);
}

const findAction = implement(findPaper, async ({ input, caller, ctx }) => {
  const paper = await paperOf(input.no, caller);
  const [{ unit }, deliveries] = await Promise.all([
    unitNow(ctx, paper.unitId),
    DeliveryModel.find({ documentId: paper._id }).sort({ sentAt: 1 }).lean<Delivery[]>(),
  ]);
  const { name } = whoOf(paper);
  return {
    title: paper.title,
    no: paper.ownNo ?? paper.no,
    itemName: headOf(paper.itemId).name,
    unitNo: unit.unitNo ?? '',
    unitName: unit.name,
    person: name ? maskName(name) : '',
    issuedAt: paper.issuedAt,
    why: whyNot(paper) ?? null,
    deliveries: await viewsOf(deliveries),
  };
});

/** Areas by prefix, as ranges the index serves; somebody without an area sees nothing. */
function inAreas({ areas = [] }: Caller) {
  const ranges = areas.filter((prefix) => /^\d{2,6}$/.test(prefix)).map((prefix) => ({ area: { $gte: prefix, $lt: `${prefix}:` } }));
  return ranges.length === 1 ? ranges[0] : ranges.length ? { $or: ranges } : { _id: { $in: [] } };
}
const sentAction = implement(sentList, async ({ input: { no, unitNo, state, page, size }, caller }) => {
  const where = { ...inAreas(caller), ...(no ? { no } : {}), ...(unitNo ? { unitNo } : {}), ...(state ? { state } : {}) };
  const [total, rows] = await Promise.all([
    DeliveryModel.countDocuments(where as never),
    DeliveryModel.find(where as never)
      .sort({ sentAt: -1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<Delivery[]>(),
  ]);
  return { rows: await viewsOf(rows), total, page, size };
});
const proofAction = implement(proofOf, async ({ input, caller }) => {
  const row = await DeliveryModel.findById(input.deliveryId).lean<Delivery>();
  if (!row || caller.kind !== 'staff' || !servesArea(caller.areas, row.area)) throw new HallError('NOT_FOUND');
  const paper = row.proofId ? await DocumentModel.findById(row.proofId).lean<DocumentRow>() : null;
  if (!paper?.object) throw refuse(row.state === '1' ? said('signFirst') : said('noProof'));
  return { title: paper.title, url: await addressOf(paper.object, fileNameOf(paper), PDF) };
});
export const deliveryActions = [sendAction, findAction, sentAction, proofAction] as unknown as Implemented[];
