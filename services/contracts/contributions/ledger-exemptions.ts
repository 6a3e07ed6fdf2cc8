import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Day, Id, RequestKey, filled } from '../primitives.ts';

export const EXEMPTION_MESSAGES = {
  noUnit: '未查询到该单位编号的单位，或不属于您的服务地区',
  ended: '已终止，{month}起恢复缴费，遗漏的月份在下一次核定时补缴',
  voided: '已作废，遗漏的月份在下一次核定时补缴',
  over: '该免缴记录已终止或作废',
  outside: '终止日期应在免缴期间内',
} as const;

const access = { scopes: ['staff.first', 'staff.second'] } as const;
const errors = ['INPUT_INVALID', 'RULE_REFUSED', 'NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND', 'REQUEST_KEY_REUSED'] as const;

/** 互免协议免缴 of a unit, as the agency sees them. */
export const unitExemptions = defineAction({
  name: 'contributions.exemptions.ofUnit',
  title: '单位的互免协议免缴',
  access,
  rest: 'GET /dues/exemptions',
  input: z.strictObject({ unitNo: filled(20, '单位编号') }),
  output: z.strictObject({
    unitName: z.string(),
    rows: z.array(
      z.strictObject({
        id: Id,
        personNo: z.string(),
        name: z.string(),
        country: z.string(),
        insurances: z.array(z.string()),
        from: Day,
        to: Day,
        valid: z.boolean(),
        /** Why it was ended or made void. */
        reason: z.string().nullable(),
        endable: z.boolean(),
      }),
    ),
  }),
  errors,
});
/** 提前终止 on a day within its time, or without a day 作废 from its beginning. Months it no longer covers are billed by the next run. */
export const endExemption = defineAction({
  name: 'contributions.exemptions.end',
  title: '终止互免协议免缴',
  access,
  rest: 'POST /dues/exemptions/:id/end',
  input: z.strictObject({ requestKey: RequestKey, id: Id, on: Day.optional(), reason: filled(200, '原因') }),
  output: z.strictObject({ message: z.string() }),
  errors,
});
