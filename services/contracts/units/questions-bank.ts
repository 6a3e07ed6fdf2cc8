import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Day, Id, text } from '../primitives.ts';

/** An account in use, whole: whoever pays needs its number. It may be kept in a payment batch, sealed, and nowhere else. */
export const UnitAccount = z.strictObject({
  accountId: Id,
  purpose: z.string(),
  accountName: z.string(),
  account: z.string(),
  bankName: z.string(),
  bankCode: z.string(),
  bankClass: z.string(),
  from: Day,
  /** A payment to it came back (退票): do not pay to it again. */
  returned: z.boolean(),
});

/** The account of a unit for a purpose (dictionary account-purpose), the one for everything when there is none of its own; null when there is neither. */
export const bankSnapshot = defineAction({
  name: 'units.bank.snapshot',
  title: '单位银行账户',
  access: { services: ['unemployment', 'benefits'] },
  input: z.strictObject({ unitIds: z.array(Id).max(500), purpose: z.enum(['0', '1', '2', '3']) }),
  output: z.strictObject({ answers: z.array(z.strictObject({ unitId: Id, account: UnitAccount.nullable() })) }),
  errors: ['INPUT_INVALID', 'NOT_ALLOWED'],
});
/** 退票: whoever paid says so, and the unit sees it beside the account until it has another one. Said twice it is said once. */
export const flagReturned = defineAction({
  name: 'units.bank.flagReturned',
  title: '银行账户退票登记',
  access: { services: ['unemployment', 'benefits'] },
  input: z.strictObject({ unitId: Id, accountId: Id, on: Day, reason: text(100, '退票原因') }),
  output: z.strictObject({ flagged: z.boolean() }),
  errors: ['INPUT_INVALID', 'NOT_ALLOWED', 'NOT_FOUND'],
});
