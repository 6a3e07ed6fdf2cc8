import { randomUUID } from 'node:crypto';
import { open } from '@wangting/contracts/documents/certificates';
import { itemScope } from '@wangting/contracts/catalogue';
import { nowIso } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { PrintLogModel } from '../models/print-log.ts';
import { addressOf } from '@wangting/kit/objects';
import { fileNameOf, finish, PDF } from '../issue.ts';
import { said } from '../delivery.ts';
import { DeliveryModel } from '../models/delivery.ts';
import { DocumentModel, type DocumentRow } from '../models/document.ts';

/** A signed address, for the unit the paper was issued to and somebody who may use its item. Everybody else: no such paper. */
export const openAction = implement(open, async ({ input, caller }) => {
  const row = await DocumentModel.findById(input.documentId).lean<DocumentRow>();
  if (!row || caller.kind !== 'person' || caller.unitId !== row.unitId || !caller.scopes.includes(itemScope(row.itemId)))
    throw new HallError('NOT_FOUND');
  // 送达: what waits for a signature is not read before it.
  if (await DeliveryModel.exists({ documentId: row._id, unitId: row.unitId, state: '1' })) throw refuse(said('signFirst'));
  const { object } = await finish(row);
  await PrintLogModel.create({
    _id: randomUUID(),
    documentId: row._id,
    unitId: row.unitId,
    itemId: row.itemId,
    what: 'open',
    by: caller.id,
    at: nowIso(),
  });
  return { url: await addressOf(object as string, fileNameOf(row), PDF) };
});
