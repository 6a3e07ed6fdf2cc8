import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { insuranceKind } from '@wangting/contracts/dictionaries/insurance';
import { stopReason } from '@wangting/contracts/dictionaries/stop-reason';
import { receipt } from '@wangting/contracts/documents/prints';
import { printReceipt } from '@wangting/contracts/persons/person-enrolment-print';
import { item as stopItem } from '@wangting/contracts/persons/person-stop';
import { printStopReceipt } from '@wangting/contracts/persons/person-stop-print';
import { fenToYuan } from '@wangting/contracts/standards/money';
import { submittedPayload } from '@wangting/kit/applications/effects';
import { ask } from '@wangting/kit/call';
import { implement } from '@wangting/kit/implement';
import { applications } from '../applications.ts';
import type { Kept } from '../items/person-stop.ts';
import { EnrolmentModel, type Enrolment } from '../models/enrolment.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { caseOf, headOf, nothingYet, personOf, printed } from './paper.ts';

const insurancesOf = (rows: readonly Enrolment[]): string => rows.map(({ insurance }) => labelOf(insuranceKind, insurance)).join('、');

/** The paper says what took effect, not what was asked for: without enrolments there is nothing to print yet. */
export const printReceiptAction = implement(printReceipt, async (request) => {
  const { requestKey, applicationId } = request.input;
  const { context, row, unit } = await printed(request, 'person-enrolment');
  // By the key of each insurance: `<application>:<insurance>`.
  const rows = await EnrolmentModel.find({ _id: { $in: ['210', '410'].map((insurance) => `${applicationId}:${insurance}`) } })
    .sort({ _id: 1 })
    .lean<Enrolment[]>();
  const [first] = rows;
  const person = first && (await PersonModel.findById(first.personId).lean<Person>());
  if (!first || !person) throw nothingYet(row);
  const people = [{ ...personOf(person), insurances: insurancesOf(rows), from: first.from, base: fenToYuan(first.base) }];
  return ask(
    context.ctx,
    'persons',
    receipt,
    { form: 'enrolment-receipt', requestKey, ...caseOf(row), data: { ...headOf(row, unit), people, note: '' } },
    { onBehalfOf: context.caller.id },
  );
});

/** As above: the rows that this stop ended, with the 失业保险待遇告知 when somebody left against his will. */
export const printStopReceiptAction = implement(printStopReceipt, async (request) => {
  const { requestKey, applicationId } = request.input;
  const { context, row, unit } = await printed(request, 'person-stop');
  const { personId, involuntary } = (await submittedPayload(applications.models, { applicationId })).keep as unknown as Kept;
  const [person, all] = await Promise.all([
    PersonModel.findById(personId).lean<Person>(),
    EnrolmentModel.find({ personId, insurance: { $in: ['210', '410'] }, state: '2' })
      .sort({ insurance: 1 })
      .lean<Enrolment[]>(),
  ]);
  const rows = all.filter(({ stop }) => stop?.by === applicationId);
  const [first] = rows;
  if (!person || !first) throw nothingYet(row);
  const reason = labelOf(stopReason, first.stop?.reason ?? '');
  const people = [{ ...personOf(person), insurances: insurancesOf(rows), stopOn: first.to ?? '', reason }];
  const advice = involuntary ? (stopItem.messages.notice ?? '') : '';
  return ask(
    context.ctx,
    'persons',
    receipt,
    { form: 'stop-receipt', requestKey, ...caseOf(row), data: { ...headOf(row, unit), people, note: '', advice } },
    { onBehalfOf: context.caller.id },
  );
});
