import { receipt } from '@wangting/contracts/documents/prints';
import { implement } from '@wangting/kit/implement';
import { maskUnitName } from '../holder.ts';
import { given, issue } from '../issue.ts';
import { agencyOf } from '../sealing.ts';

const VALID_MONTHS = 3;

/** A sealed receipt of another service's application. The owner vouches for what it says; one application has one receipt. */
export const receiptAction = implement(receipt, async ({ input, caller }) => {
  const { form, requestKey, applicationId, serialNo, itemId, unitId, area, data } = input;
  const row = await issue({
    requestKey,
    by: caller.id,
    payload: { form, applicationId, data },
    reissue: false,
    series: `${form}|${applicationId}`,
    prepare: async () => ({
      kind: form,
      itemId,
      unitId,
      holder: maskUnitName(data.unit.name),
      check: data.unit.unitNo.slice(-4),
      agency: agencyOf(area),
      validMonths: VALID_MONTHS,
      data: { ...data, serialNo },
    }),
  });
  return given(row);
});
