import { open } from '@wangting/contracts/documents/certificates';
import { itemScope } from '@wangting/contracts/catalogue';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { fileNameOf, finish } from '../issue.ts';
import { DocumentModel, type DocumentRow } from '../models/document.ts';
import { addressOf } from '../objects.ts';

/** A signed address, for the unit the paper was issued to and somebody who may use its item. Everybody else: no such paper. */
export const openAction = implement(open, async ({ input, caller }) => {
  const row = await DocumentModel.findById(input.documentId).lean<DocumentRow>();
  if (!row || caller.kind !== 'person' || caller.unitId !== row.unitId || !caller.scopes.includes(itemScope(row.itemId)))
    throw new HallError('NOT_FOUND');
  const { object } = await finish(row);
  return { url: await addressOf(object as string, fileNameOf(row)) };
});
