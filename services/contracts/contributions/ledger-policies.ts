import { z } from 'zod';
import { defineAction } from '../action.ts';
import { CHANGE_ERRORS } from '../errors.ts';
import { RequestKey, filled } from '../primitives.ts';

/** Tables of rates and limits this ledger reckons with (decisions.md 3), by their names in `policies`. */
export const LEDGER_POLICIES = [
  'unemployment-rates',
  'injury-base-rates',
  'injury-floating',
  'injury-reduction',
  'injury-project-rate',
  'base-limits',
  'late-fee',
  'stop-month',
] as const;
export type LedgerPolicy = (typeof LEDGER_POLICIES)[number];

export const POLICY_MESSAGES = {
  proposed: '已提交，待另一名工作人员确认后生效；已生成的应缴不受影响',
  confirmed: '已确认生效，自下一次核定起使用；已生成的应缴不受影响',
  same: '不能确认本人提交的修改',
  gap: '各行的起止时间应首尾相接，不能重叠或间断',
} as const;

/** A row as the page shows and sends it; its value is checked by the table's own schema. */
const Row = z.strictObject({
  from: z.string().max(10),
  to: z.string().max(10).nullable(),
  value: z.record(z.string(), z.unknown()),
  source: filled(200, '依据'),
  state: z.enum(['checked', 'derived', 'unverified']),
  note: z.string().max(200).optional(),
});
const Version = z.strictObject({ version: z.int(), rows: z.array(Row), at: z.string(), mine: z.boolean() });
const errors = CHANGE_ERRORS;

export const ledgerPolicies = defineAction({
  name: 'contributions.policies.list',
  title: '费率与基数参数',
  access: { scopes: ['staff.first', 'staff.second', 'staff.third', 'staff.finance', 'staff.ops'] },
  rest: 'GET /dues/policies',
  input: z.strictObject({}),
  output: z.strictObject({
    tables: z.array(
      z.strictObject({
        name: z.enum(LEDGER_POLICIES),
        title: z.string(),
        keyDate: z.string(),
        by: z.enum(['day', 'period', 'year']),
        inForce: Version,
        /** Newer than what is in force: waits for a second person. */
        proposed: Version.nullable(),
        /** What the next writer has to have seen. */
        newest: z.int(),
      }),
    ),
  }),
  errors,
});
/** Proposes a whole table. Rows may not overlap or leave a hole; in force only after somebody else has confirmed it. */
export const savePolicy = defineAction({
  name: 'contributions.policies.save',
  title: '修改费率与基数参数',
  access: { scopes: ['staff.second', 'staff.third'] },
  rest: 'PUT /dues/policies/:table',
  input: z.strictObject({
    requestKey: RequestKey,
    table: z.enum(LEDGER_POLICIES),
    seenVersion: z.int(),
    rows: z.array(Row).min(1).max(200),
  }),
  output: z.strictObject({ message: z.string(), version: z.int() }),
  errors,
});
export const confirmPolicy = defineAction({
  name: 'contributions.policies.confirm',
  title: '确认费率与基数参数',
  access: { scopes: ['staff.second', 'staff.third'] },
  rest: 'POST /dues/policies/:table/confirm',
  input: z.strictObject({ table: z.enum(LEDGER_POLICIES), version: z.int() }),
  output: z.strictObject({ message: z.string(), version: z.int() }),
  errors,
});
