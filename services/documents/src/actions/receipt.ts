import { CATALOGUE } from '@wangting/contracts/catalogue';
import { receipt } from '@wangting/contracts/documents/prints';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { checkOf, maskUnitName } from '../holder.ts';
import { given, issue } from '../issue.ts';

/** A sealed paper of another service's application. The owner vouches for what it says. */
export const receiptAction = implement(receipt, async ({ input, caller }) => {
  // Whose item it is: nobody prints, or later opens, papers of somebody else's item.
  if (CATALOGUE.find(({ id }) => id === input.itemId)?.owner !== caller.id) throw new HallError('NOT_ALLOWED');
  const { form, requestKey, applicationId, part, no, serialNo, itemId, unitId, area, data, replaces } = input;
  const row = await issue({
    requestKey,
    by: caller.onBehalfOf ?? caller.id,
    via: caller.id,
    payload: { form, applicationId, part, no, data },
    reissue: false,
    ...(replaces ? { replaces: replaces.reason } : {}),
    series: [form, applicationId, ...(part ? [part] : [])].join('|'),
    prepare: async () => ({
      kind: form,
      itemId,
      unitId,
      holder: maskUnitName(data.unit.name),
      check: checkOf(data.unit),
      area,
      no,
      data: { ...data, serialNo },
    }),
  });
  return given(row);
});
