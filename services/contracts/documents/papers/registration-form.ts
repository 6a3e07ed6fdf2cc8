import { z } from 'zod';
import { day, words } from './common.ts';

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
