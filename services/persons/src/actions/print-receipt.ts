import { labelOf } from '@wangting/contracts/dictionaries/dictionary';
import { insuranceKind } from '@wangting/contracts/dictionaries/insurance';
import { receipt } from '@wangting/contracts/documents/prints';
import { printReceipt } from '@wangting/contracts/persons/person-enrolment-print';
import { maskId } from '@wangting/contracts/standards/masking';
import { fenToYuan } from '@wangting/contracts/standards/money';
import { ruleContext } from '@wangting/kit/applications/actions';
import { resultOf } from '@wangting/kit/applications/effects';
import type { Row } from '@wangting/kit/applications/models';
import { ask } from '@wangting/kit/call';
import { isoOf, msOf } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';
import { implement } from '@wangting/kit/implement';
import { applications } from '../applications.ts';
import { aboutOf } from '../domain/about.ts';
import { EnrolmentModel, type Enrolment } from '../models/enrolment.ts';
import { PersonModel, type Person } from '../models/person.ts';
import { unitOf } from '../units.ts';

const CHINA_MS = 8 * 3_600_000;
/** 2024-04-01 10:05 in China. */
const minuteOf = (iso: string): string =>
  isoOf(msOf(iso) + CHINA_MS)
    .slice(0, 16)
    .replace('T', ' ');

/** The paper says what took effect, not what was asked for: without enrolments there is nothing to print yet. */
export const printReceiptAction = implement(printReceipt, async (request) => {
  const { unitId, caller, ctx } = ruleContext(request);
  const { requestKey, applicationId } = request.input;
  const row = await applications.models.rows.findById(applicationId).lean<Row>();
  if (!row || row.unitId !== unitId || row.itemId !== 'person-enrolment') throw new HallError('NOT_FOUND');
  const [enrolments, { personNo }, unit] = await Promise.all([
    EnrolmentModel.find({ applicationId }).sort({ insurance: 1 }).lean<Enrolment[]>(),
    resultOf(applications.models, applicationId),
    unitOf(ctx, unitId),
  ]);
  const first = enrolments[0];
  const person = personNo ? await PersonModel.findOne({ personNo }).lean<Person>() : null;
  if (row.status !== 'approved' || !first || !person) throw new HallError('STEP_NOT_POSSIBLE', { current: row.status, seq: row.seq });
  const about = aboutOf(person);
  return ask(
    ctx,
    'persons',
    receipt,
    {
      form: 'enrolment-receipt',
      requestKey,
      applicationId,
      serialNo: row.serialNo,
      itemId: row.itemId,
      unitId,
      area: row.area,
      data: {
        unit: { name: unit.name, creditCode: unit.creditCode, unitNo: unit.unitNo ?? '' },
        handledAt: minuteOf(row.decidedAt ?? row.updatedAt),
        people: [
          {
            personNo: person.personNo,
            name: about.name,
            idMasked: maskId(about.idNumber),
            insurances: enrolments.map(({ insurance }) => labelOf(insuranceKind, insurance)).join('、'),
            from: first.from,
            base: fenToYuan(first.base),
          },
        ],
        note: '',
      },
    },
    { onBehalfOf: caller.id },
  );
});
