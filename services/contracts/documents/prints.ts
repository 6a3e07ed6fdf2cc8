import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Id, RequestKey } from '../primitives.ts';
import { IssuedDocument } from './certificates.ts';

/**
 * Papers of other services' items. The owner has checked who asks and hands over what is to be printed, in words: documents knows
 * how a paper looks, not what an item's codes mean. Empty text prints as —.
 */
const words = (max = 200) => z.string().max(max);
const moment = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/);
const day = z.union([z.iso.date(), z.literal('')]);

/** 社会保险登记表 (item 1), for signature: no seal, no code; the 申请流水号 leads a scan back to its case. */
export const RegistrationForm = z.strictObject({
  unit: z.strictObject({
    name: words(),
    creditCode: words(18),
    orgCode: words(20),
    type: words(),
    economicType: words(),
    affiliation: words(),
    area: words(),
    industry: words(),
    riskClass: words(),
    address: words(),
    superior: words(),
    flag: words(),
    special: words(),
    dispatch: words(10),
    hr: words(10),
    scope: words(500),
  }),
  legal: z.strictObject({
    name: words(50),
    phone: words(30),
    idType: words(30),
    idNumber: words(30),
    licence: words(50),
    licenceNo: words(50),
    registeredOn: day,
    validTo: words(30),
  }),
  /** 机关、事业单位、社会团体 only. */
  approval: z.strictObject({ by: words(), on: day, no: words(), funding: words() }).nullable(),
  insurances: z.strictObject({ unemployment: z.boolean(), injury: z.boolean(), from: day }),
  contacts: z.array(z.strictObject({ name: words(50), idType: words(30), idNumber: words(30), mobile: words(30) })).max(20),
});

/** 参保人员增加回执 (items 2, 3): sealed and verifiable, ID numbers masked. */
export const EnrolmentReceipt = z.strictObject({
  unit: z.strictObject({ name: words(), creditCode: words(18), unitNo: words(20) }),
  handledAt: moment,
  people: z
    .array(
      z.strictObject({
        personNo: words(20),
        name: words(50),
        idMasked: words(30).regex(/\*|^$/, '回执上的证件号码须脱敏'),
        insurances: words(60),
        from: words(20),
        base: words(30),
      }),
    )
    .min(1)
    .max(1_000),
  note: words(300),
});

const OWNERS = ['units', 'persons', 'contributions', 'injury', 'benefits', 'unemployment'] as const;
const errors = ['INPUT_INVALID', 'NOT_ALLOWED', 'GLYPH_MISSING', 'SERVICE_AWAY'] as const;

/** A form for hand signature, typeset at once and kept for a day. The address reads it for five minutes. */
export const form = defineAction({
  name: 'documents.print.form',
  title: '打印申请表',
  access: { services: OWNERS },
  input: z.strictObject({ form: z.literal('registration-form'), applicationId: Id, serialNo: words(30), data: RegistrationForm }),
  output: z.strictObject({ title: z.string(), pages: z.int(), url: z.string() }),
  errors,
  timeout: 20_000,
});
/** A sealed receipt of an application: one per application, asked again it is the same paper. */
export const receipt = defineAction({
  name: 'documents.print.receipt',
  title: '打印回执',
  access: { services: OWNERS },
  input: z.strictObject({
    form: z.literal('enrolment-receipt'),
    requestKey: RequestKey,
    applicationId: Id,
    serialNo: words(30),
    itemId: words(60),
    unitId: Id,
    area: words(6),
    data: EnrolmentReceipt,
  }),
  output: IssuedDocument,
  errors: [...errors, 'REQUEST_KEY_REUSED'],
  timeout: 20_000,
});
