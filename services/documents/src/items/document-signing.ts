import { randomUUID } from 'node:crypto';
import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { unitType } from '@wangting/contracts/dictionaries/unit';
import { download, item, list, sign } from '@wangting/contracts/documents/document-signing';
import { namesOf } from '@wangting/contracts/identity/names';
import { ruleContext } from '@wangting/kit/applications/actions';
import { ask } from '@wangting/kit/call';
import { dayOf, isoOf, msOf, nowIso } from '@wangting/kit/clock';
import { HallError, isDuplicateKey, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { logger } from '@wangting/kit/log';
import { implementView } from '@wangting/kit/queries';
import { lookup, seal } from '@wangting/kit/sealed';
import { delivered } from '../actions/deliveries.ts';
import { isVoid, said, signerOf, validitiesOf, viewsOf, type Statement } from '../delivery.ts';
import { makeProof } from '../delivery-proof.ts';
import { given } from '../issue.ts';
import { DeliveryModel, type Delivery } from '../models/delivery.ts';
import { DocumentModel, type DocumentRow } from '../models/document.ts';
import { PrintLogModel } from '../models/print-log.ts';
import { defineSigning } from '../print-item.ts';
import { missingGlyphs } from '../render/fonts.ts';
import { sm3Of } from '../render/seal.ts';
import { sealAdapter } from '../sealing.ts';
import { browserWords, maskAddress } from '../signer.ts';
import { unitNow } from '../units.ts';

const log = logger('documents');
const DAY_MS = 86_400_000;
const startOf = (day: string): string => isoOf(msOf(`${day}T00:00:00+08:00`));
const endOf = (day: string): string => isoOf(msOf(startOf(day)) + DAY_MS);

/** 29 文书签收: opens with the unit; what was sent to it stands in its view. */
export const rules = defineSigning({
  item,
  async open({ ctx, unitId }) {
    const { unit, asOf } = await unitNow(ctx, unitId);
    const shows = { unitNo: unit.unitNo ?? '', unitName: unit.name, unitType: labelOf(unitType, unit.unitType), asOf };
    return { allowed: true, shows, values: {} };
  },
});

const listAction = implementView(item.id, list, async ({ unitId, filter, skip, size }) => {
  const { name, idNumber, itemName, state, sentFrom, sentTo } = filter;
  const sentAt = { ...(sentFrom ? { $gte: startOf(sentFrom) } : {}), ...(sentTo ? { $lt: endOf(sentTo) } : {}) };
  const where = {
    unitId,
    ...(name ? { nameHash: lookup('name', name) } : {}),
    ...(idNumber ? { idHash: lookup('id', idNumber) } : {}),
    ...(itemName ? { itemName: { $regex: itemName.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&') } } : {}),
    ...(state ? { state } : {}),
    ...(sentFrom || sentTo ? { sentAt } : {}),
  };
  const [total, rows] = await Promise.all([
    DeliveryModel.countDocuments(where),
    DeliveryModel.find(where).sort({ sentAt: -1 }).skip(skip).limit(size).lean<Delivery[]>(),
  ]);
  return { rows: await viewsOf(rows), total };
});

/** Of the caller's own unit; any other is not there. */
async function mine(deliveryId: string, unitId: string): Promise<Delivery> {
  const row = await DeliveryModel.findById(deliveryId).lean<Delivery>();
  if (row?.unitId !== unitId) throw new HallError('NOT_FOUND');
  return row;
}

/** What is void or replaced is not signed for: a 送达回证 would say that a decision was served which is none. */
async function insistNotVoid(row: Delivery): Promise<void> {
  const validity = (await validitiesOf([row]))(row);
  if (isVoid(validity)) throw refuse(said(validity));
}

const signAction = implement(sign, async (request) => {
  const { caller, ctx, unitId } = ruleContext(request);
  const { requestKey, deliveryId } = request.input;
  const row = await mine(deliveryId, unitId);
  if (row.state === '3') throw refuse(said('noSign'));
  if (row.state === '1') {
    await insistNotVoid(row);
    const { names } = await ask(ctx, 'documents', namesOf, { ids: [caller.id] });
    const name = names[caller.id];
    // A signature without a name is none.
    if (!name) throw new HallError('SERVICE_AWAY');
    const missing = missingGlyphs(name);
    if (missing.length) throw new HallError('GLYPH_MISSING', { characters: missing.join('、') });
    const { address, agent } = ctx.meta;
    await take(row, requestKey, {
      deliveryId,
      documentId: row.documentId,
      sm3: row.sm3,
      unitId,
      by: caller.id,
      name,
      hat: caller.hat ?? '',
      at: nowIso(),
      address: maskAddress(address),
      browser: browserWords(agent),
    });
  }
  const signed = await mine(deliveryId, unitId);
  if (signed.signedBy !== caller.id) throw refuse(said('signedBefore', { name: signerOf(signed) }));
  // The signature stands; what the store or a neighbour cannot do now, the timer does.
  const proven = signed.proofId
    ? signed
    : await makeProof(signed).catch((error: unknown) => {
        log.warn({ err: error, delivery: deliveryId }, 'the 送达回证 is made later');
        return signed;
      });
  const [delivery] = await viewsOf([proven]);
  if (!delivery) throw new HallError('NOT_FOUND');
  return { message: said('done'), next: proven.proofId ? said('next') : said('proofLater'), delivery };
});
/** One of all who press at once moves it from 待签收 to 已签收; for the others it is so already. */
async function take(row: Delivery, requestKey: string, statement: Statement): Promise<void> {
  const text = JSON.stringify(statement);
  const signature = await sealAdapter().sign(sm3Of(Buffer.from(text)));
  try {
    await DeliveryModel.updateOne(
      { _id: row._id, state: '1' },
      {
        $set: {
          state: '2',
          rev: row.rev + 1,
          pending: true,
          at: statement.at,
          signedAt: statement.at,
          signedBy: statement.by,
          signKey: requestKey,
          servedOn: dayOf(statement.at),
          statement: seal(text),
          signature,
          proofDue: true,
        },
        $unset: { noticeAt: 1 },
      },
    );
  } catch (error) {
    if (isDuplicateKey(error)) throw new HallError('REQUEST_KEY_REUSED');
    throw error;
  }
  delivered();
}

const downloadAction = implement(download, async (request) => {
  const { caller, unitId } = ruleContext(request);
  const { deliveryId, which } = request.input;
  const row = await mine(deliveryId, unitId);
  if (row.state === '1') {
    await insistNotVoid(row);
    throw refuse(said('signFirst'));
  }
  const paperId = which === 'proof' ? row.proofId : row.documentId;
  const paper = paperId ? await DocumentModel.findById(paperId).lean<DocumentRow>() : null;
  if (!paper?.object) throw refuse(said('noProof'));
  await PrintLogModel.create({
    _id: randomUUID(),
    documentId: paper._id,
    unitId,
    itemId: item.id,
    what: 'open',
    by: caller.id,
    at: nowIso(),
  });
  return given(paper);
});
export const handlers = [listAction, signAction, downloadAction] as unknown as Implemented[];
