import { form } from '@wangting/contracts/documents/prints';
import { printForm } from '@wangting/contracts/units/unit-registration-print';
import { ruleContext } from '@wangting/kit/applications/actions';
import { submittedPayload } from '@wangting/kit/applications/effects';
import type { Draft, Row } from '@wangting/kit/applications/models';
import { ask } from '@wangting/kit/call';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { unsealJson } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { registrationForm } from '../domain/registration-form.ts';

/** The paper carries the 业务流水号 of a case, or the beginning of the draft's id before there is one. */
export const printFormAction = implement(printForm, async (request) => {
  const { unitId, caller } = ruleContext(request);
  const { applicationId } = request.input;
  const { models } = applications;
  const draft = await models.drafts.findById(applicationId).lean<Draft>();
  const row = await models.rows.findById(applicationId).lean<Row>();
  const mine = (found: { unitId: string; itemId: string } | null) => found?.unitId === unitId && found.itemId === 'unit-registration';
  if (!mine(draft) && !mine(row)) throw new HallError('NOT_FOUND');
  const values = draft
    ? unsealJson<Record<string, unknown>>(draft.values)
    : ((await submittedPayload(models, { applicationId })).values ?? {});
  const paper = {
    form: 'registration-form' as const,
    applicationId,
    serialNo: row?.serialNo ?? applicationId.slice(0, 20),
    data: registrationForm(values),
  };
  return ask(request.ctx, 'units', form, paper, { onBehalfOf: caller.id });
});
