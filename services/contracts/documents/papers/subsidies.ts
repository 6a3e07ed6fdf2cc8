import { z } from 'zod';
import { UnitHead, count, day, masked, money, words } from './common.ts';

/** Papers of items 37 to 41. */
const account = z.strictObject({ bank: words(), holder: words(), number: words(40), bankNo: words(12) });
/** 初审, 复核, 审批: opinion, who signed, which day. */
const opinions = z.array(z.strictObject({ stage: words(20), opinion: words(500), by: words(50), on: day })).max(3);

/** 失业保险稳岗返还审批表 (item 39), after 到账 only. `allocations`: 用工单位分配明细 of a 劳务派遣 unit. */
export const RetentionApproval = z.strictObject({
  unit: UnitHead,
  year: words(4),
  unitType: words(60),
  companyType: words(60),
  agencyName: words(100),
  industry: words(100),
  legalName: words(50),
  contact: words(50),
  phone: words(30),
  address: words(),
  account,
  last: z.strictObject({
    average: words(20),
    first: words(20),
    end: words(20),
    drawing: words(20),
    layoffRate: words(20),
    layoffLimit: words(20),
    paid: money,
    months: words(10),
  }),
  now: z.strictObject({ people: words(20), average: words(20), reduction: words(20) }),
  rate: words(20),
  amount: money,
  capital: words(100),
  uses: z.array(words(60)).max(10),
  pledge: z.strictObject({ text: words(1_000), by: words(50), at: words(40) }),
  way: z.enum(['免申即享', '自主申领']),
  opinions,
  publicity: words(60),
  payment: z.strictObject({ on: day, batch: words(40), arrivedOn: day }),
  allocations: z
    .array(
      z.strictObject({
        name: words(),
        creditCode: words(18),
        people: words(20),
        paid: money,
        companyType: words(60),
        rate: words(20),
        amount: money,
      }),
    )
    .max(500),
});
/** 一次性扩岗补助单位确认表 (items 40, 41). */
export const HiringConfirmation = z.strictObject({
  unit: UnitHead,
  year: words(4),
  period: words(20),
  account,
  contact: words(50),
  phone: words(30),
  way: z.enum(['免申即享', '自主申领']),
  people: z
    .array(
      z.strictObject({
        name: words(50),
        idMasked: masked,
        category: words(60),
        school: words(100),
        graduatedOn: words(20),
        diplomaNo: words(40),
        enrolledOn: day,
        contractFrom: day,
        realUnit: words(),
        realCode: words(18),
        amount: money,
      }),
    )
    .min(1)
    .max(2_000),
  count,
  standard: money,
  total: money,
  capital: words(100),
  pledge: z.strictObject({ text: words(1_000), by: words(50), at: words(40) }),
  opinions,
});
