import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Day, Fen, Id, Month } from '../primitives.ts';
import { SignedFen } from './ledger.ts';

/** Wages for 本人工资, months paid. */
export const history = defineAction({
  name: 'contributions.history.of',
  title: '缴费历史',
  access: { services: ['documents', 'benefits', 'unemployment'] },
  input: z.strictObject({ unitId: Id.optional(), personId: Id.optional(), from: Month, to: Month }),
  output: z.strictObject({
    /** False until the ledger exists: the certificate then says 缴费明细暂未提供. */
    available: z.boolean(),
    months: z.array(
      z.strictObject({
        month: Month,
        insurance: z.string(),
        people: z.int(),
        /** Negative when more went back than was charged. */
        base: SignedFen,
        due: SignedFen,
        paid: SignedFen,
        /** 欠费: what was charged, is unpaid, and whose 费款所属期 is over. Never lessened by what goes back. */
        owed: Fen,
        state: z.string(),
      }),
    ),
  }),
  errors: ['INPUT_INVALID'],
});
/**
 * What a unit has been charged and not paid, whatever the month: asked before it is closed. `unbilled`: months in which it insured people and that
 * no 应缴核定 has reckoned yet, so that what they cost is still to come.
 */
export const debt = defineAction({
  name: 'contributions.debt.of',
  title: '单位未缴金额',
  access: { services: ['units'] },
  input: z.strictObject({ unitId: Id }),
  output: z.strictObject({ owed: Fen, months: z.array(Month), unbilled: z.array(Month) }),
  errors: ['INPUT_INVALID', 'NOT_ALLOWED'],
});
/** One month of one insurance of one person in one unit, all kinds but 滞纳金 and 利息 together, by 对应费款所属期. */
export const PersonMonth = z.strictObject({
  month: Month,
  insurance: z.string(),
  /** May be negative: money that went back. */
  base: z.int(),
  unit: z.int(),
  person: z.int(),
  paid: z.strictObject({ unit: z.int(), person: z.int() }),
  /** 欠费, never lessened by what goes back. */
  owed: z.strictObject({ unit: z.int().min(0), person: z.int().min(0) }),
  state: z.string(),
});
export type PersonMonth = z.infer<typeof PersonMonth>;
/** What people of a unit were charged and have paid there, for papers. `paidMonths`: months paid in full from the first to `to`, by insurance. */
export const personMonths = defineAction({
  name: 'contributions.history.people',
  title: '人员缴费月份',
  access: { services: ['documents'] },
  input: z.strictObject({ unitId: Id, personIds: z.array(Id).max(100), from: Month, to: Month }),
  output: z.strictObject({
    available: z.boolean(),
    people: z.array(z.strictObject({ personId: Id, months: z.array(PersonMonth), paidMonths: z.record(z.string(), z.int()) })),
  }),
  errors: ['INPUT_INVALID'],
});
/** Who was charged in a unit in these months, a page at a time in the order of ids. */
export const chargedPeople = defineAction({
  name: 'contributions.history.charged',
  title: '有缴费记录的人员',
  access: { services: ['documents'] },
  input: z.strictObject({ unitId: Id, from: Month, to: Month, after: z.string().max(64).default(''), size: z.int().min(1).max(5_000) }),
  output: z.strictObject({ personIds: z.array(Id), total: z.int() }),
  errors: ['INPUT_INVALID'],
});
/** Over-age finding (延长缴费认定) valid on a day? */
export const overAge = defineAction({
  name: 'contributions.overAge.of',
  title: '延长缴费认定',
  access: { services: ['persons'] },
  input: z.strictObject({ personIds: z.array(Id).max(500), on: Day }),
  output: z.strictObject({ answers: z.array(z.strictObject({ personId: Id, valid: z.boolean() })) }),
  errors: ['INPUT_INVALID'],
});
