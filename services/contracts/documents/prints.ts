import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id, RequestKey, filled } from '../primitives.ts';
import { IssuedDocument } from './certificates.ts';
import { words } from './papers/common.ts';
import { BenefitAssessment } from './papers/benefits.ts';
import { AssessmentConclusion, NonRecognitionDecision, RecognitionDecision, RecognitionLetter } from './papers/decisions.ts';
import { ExemptionReceipt, FilingForm } from './papers/filings.ts';
import { CapacityAssessmentForm, InjuryApplicationForm, NonWorkAssessmentForm } from './papers/injury-forms.ts';
import { AcceptanceNotice, RefusalNotice, RejectionNotice, SupplementNotice } from './papers/notices.ts';
import * as receipts from './papers/receipts.ts';
import { RegistrationForm } from './papers/registration-form.ts';
import { HiringConfirmation, RetentionApproval } from './papers/subsidies.ts';

export { RegistrationForm };

/**
 * Papers of other services' items. The owner has checked who asks and hands over what is to be printed, in words.
 * `form` names the template and with it the shape of `data` (papers/*.ts); an example of each stands beside its template,
 * services/documents/src/render/templates/<form>.example.json.
 */
const OWNERS = ['units', 'persons', 'contributions', 'injury', 'benefits', 'unemployment'] as const;
const errors = ['INPUT_INVALID', 'NOT_ALLOWED', 'GLYPH_MISSING', 'SERVICE_AWAY'] as const;

const unsealed = <F extends string, D extends z.ZodType>(form: F, data: D) =>
  z.strictObject({ form: z.literal(form), applicationId: Id, serialNo: words(30), data });

/** A form for hand signature, typeset at once and kept for a day. The address reads it for five minutes. */
export const form = defineAction({
  name: 'documents.print.form',
  title: '打印申请表',
  access: { services: OWNERS },
  input: z.discriminatedUnion('form', [
    unsealed('registration-form', RegistrationForm),
    unsealed('injury-application-form', InjuryApplicationForm),
    unsealed('capacity-assessment-form', CapacityAssessmentForm),
    unsealed('non-work-assessment-form', NonWorkAssessmentForm),
  ]),
  output: z.strictObject({ title: z.string(), pages: z.int(), url: z.string() }),
  errors,
  timeout: 20_000,
});

const sealed = <F extends string, D extends z.ZodType>(form: F, data: D) =>
  z.strictObject({
    form: z.literal(form),
    requestKey: RequestKey,
    applicationId: Id,
    /** Tells papers of one form and one case apart, e.g. the seq of the step a notice belongs to. */
    part: words(30).default(''),
    /** The owner's own number (认定书, 结论书). Empty: the number documents gives. */
    no: words(60).default(''),
    serialNo: words(30),
    itemId: words(60),
    unitId: Id,
    area: words(6),
    /** 更正: a new paper takes the place of the one before, which is then shown as 已被替换. */
    replaces: z.strictObject({ reason: filled(200, '更正原因') }).optional(),
    data,
  });

/** A sealed paper of an application: one per application, form and part; asked again it is the same paper. */
export const receipt = defineAction({
  name: 'documents.print.receipt',
  title: '打印回执、通知书',
  access: { services: OWNERS },
  input: z.discriminatedUnion('form', [
    sealed('enrolment-receipt', receipts.EnrolmentReceipt),
    sealed('enrolment-batch-receipt', receipts.EnrolmentBatchReceipt),
    sealed('stop-receipt', receipts.StopReceipt),
    sealed('stop-batch-receipt', receipts.StopBatchReceipt),
    sealed('unit-change-receipt', receipts.UnitChangeReceipt),
    sealed('project-roster-receipt', receipts.ProjectRosterReceipt),
    sealed('bank-change-receipt', receipts.BankChangeReceipt),
    sealed('acceptance-notice', AcceptanceNotice),
    sealed('supplement-notice', SupplementNotice),
    sealed('refusal-notice', RefusalNotice),
    sealed('rejection-notice', RejectionNotice),
    sealed('exemption-receipt', ExemptionReceipt),
    sealed('filing-form', FilingForm),
    sealed('recognition-decision', RecognitionDecision),
    sealed('non-recognition-decision', NonRecognitionDecision),
    sealed('recognition-letter', RecognitionLetter),
    sealed('assessment-conclusion', AssessmentConclusion),
    sealed('benefit-assessment', BenefitAssessment),
    sealed('retention-approval', RetentionApproval),
    sealed('hiring-confirmation', HiringConfirmation),
  ]),
  output: IssuedDocument,
  errors: [...errors, 'REQUEST_KEY_REUSED'],
  timeout: 20_000,
});
