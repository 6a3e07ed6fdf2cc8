import { z } from 'zod';
import { day, words } from './common.ts';

/** Forms of items 22 to 28 for hand signature: no seal; the 申请流水号 and its QR stand top right. Numbers are whole: the form is the applicant's own. */
const materials = z.array(words(200)).max(60);
const delivery = z.strictObject({ way: words(20), address: words() });

/** 工伤认定申请表 (item 22; 工伤认定办法). Moments come in words, to the minute: 2024年04月02日09时30分. */
export const InjuryApplicationForm = z.strictObject({
  applicant: words(),
  relation: words(60),
  filledOn: day,
  person: z.strictObject({
    name: words(50),
    sex: words(10),
    birthOn: day,
    idNumber: words(30),
    phone: words(30),
    address: words(),
    postcode: words(10),
    job: words(100),
    workStartOn: day,
  }),
  employer: z.strictObject({ name: words(), phone: words(30), address: words(), postcode: words(10) }),
  accident: z.strictObject({
    at: words(40),
    place: words(),
    cause: words(),
    diagnosedOn: words(40),
    part: words(),
    disease: words(100),
    exposurePost: words(100),
    exposureTime: words(100),
    course: words(2_000),
  }),
  request: words(500),
  unitOpinion: words(1_000),
  note: words(500),
});

export const ASSESSMENT_KINDS = [
  '初次鉴定',
  '复查鉴定',
  '再次鉴定',
  '配置(更换)辅助器具确认',
  '工伤直接导致疾病确认',
  '旧伤复发治疗确认',
  '延长停工留薪期确认',
] as const;
/** 劳动能力鉴定申请表 (items 23 to 27). One form is printed for each kind that is ticked. */
export const CapacityAssessmentForm = z.strictObject({
  kinds: z.array(z.enum(ASSESSMENT_KINDS)).min(1).max(7),
  person: z.strictObject({
    name: words(50),
    decisionNo: words(60),
    idType: words(30),
    idNumber: words(30),
    phone: words(30),
    address: words(),
    postcode: words(10),
  }),
  employer: z.strictObject({ name: words(), contact: words(50), phone: words(30), address: words(), postcode: words(10) }),
  applicant: z.strictObject({ by: z.enum(['用人单位', '工伤职工', '近亲属']), name: words(50), phone: words(30) }),
  emergency: z.strictObject({ name: words(50), phone: words(30) }),
  injury: words(1_000),
  /** 再次鉴定. */
  again: z.strictObject({ no: words(60), concludedOn: day, signedOn: day, reason: words(500) }).nullable(),
  appliance: words(),
  disease: words(),
  relapse: z.strictObject({ part: words(), at: words(40) }).nullable(),
  extension: z.strictObject({ from: day, to: day, months: words(10) }).nullable(),
  delivery: z.strictObject({ person: delivery, unit: delivery }),
  materials,
});

export const NON_WORK_KINDS = ['非因工伤残或因病丧失劳动能力程度鉴定', '工亡职工供养亲属劳动能力鉴定', '其他委托鉴定'] as const;
/** 非因工劳动能力鉴定申请表 (item 28). `supported`: the worker who died, for 供养亲属. */
export const NonWorkAssessmentForm = z.strictObject({
  person: z.strictObject({
    name: words(50),
    sex: words(10),
    birthOn: day,
    idNumber: words(30),
    phone: words(30),
    workStartOn: day,
    insuredYears: words(30),
    address: words(),
    postcode: words(10),
  }),
  employer: z.strictObject({ name: words(), contact: words(50), phone: words(30) }),
  kind: z.enum(NON_WORK_KINDS),
  applicant: z.strictObject({ type: words(20), name: words(50), phone: words(30) }),
  supported: z
    .strictObject({ name: words(50), idNumber: words(30), decisionNo: words(60), unitName: words(), relation: words(30) })
    .nullable(),
  history: words(500),
  unitOpinion: words(500),
  superiorOpinion: words(500),
  materials,
  note: words(500),
});
