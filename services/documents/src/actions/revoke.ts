import { CATALOGUE } from '@wangting/contracts/catalogue';
import { servesArea, type Caller } from '@wangting/contracts/caller';
import { revoke } from '@wangting/contracts/documents/register';
import { nowIso } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { DocumentModel, type DocumentRow } from '../models/document.ts';

/** Staff of the area where it was issued, or the service whose item it belongs to. */
const mayRevoke = (row: DocumentRow, caller: Caller): boolean =>
  caller.kind === 'service'
    ? CATALOGUE.find(({ id }) => id === row.itemId)?.owner === caller.id
    : caller.kind === 'staff' && servesArea(caller.areas, row.area);

/** Once void, always void: the first to say so stays on record, and saying it again changes nothing. */
export const revokeAction = implement(revoke, async ({ input: { documentId, reason }, caller }) => {
  const row = await DocumentModel.findById(documentId).lean<DocumentRow>();
  if (!row || !mayRevoke(row, caller)) throw new HallError('NOT_FOUND');
  await DocumentModel.updateOne(
    { _id: documentId, revokedAt: { $exists: false } },
    { $set: { revokedAt: nowIso(), revokedBy: caller.onBehalfOf ?? caller.id, revokeReason: reason } },
  );
  const now = (await DocumentModel.findById(documentId).lean<DocumentRow>()) as DocumentRow;
  return { documentId, revokedAt: now.revokedAt as string };
});
